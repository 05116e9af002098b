"""Models of the groups app. Import models from here."""

from groups.break_glass.models import BreakGlass, Capacity, GlassStanding, GlassState
from groups.grants.models import (
    AudienceKey,
    AudienceSpan,
    Grant,
    GrantDue,
    InitiativeGroupUserPermission,
    Whom,
)
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.initiative_groups.models import (
    ESSENTIAL_SECTORS,
    WORKING_STATES,
    GroupState,
    GroupStateChange,
    InitiativeGroup,
    Milestone,
    RequiredSeat,
    Visibility,
)
from groups.joining.models import (
    ARRIVAL,
    INVITATION,
    PERSONAL,
    Invitation,
    JoinRequest,
    Offered,
    PersonalInvitation,
    RequestState,
)
from groups.mandates.models import Deputyship, Mandate, MandateRest, MandateState
from groups.offices.models import Office, OfficeKind
from groups.organisations.models import (
    FormerParent,
    Organisation,
    OrganisationAdministrator,
    Sector,
    WithdrawnMark,
)
from groups.seats.models import SPEAKING_ROLES, Membership, Role, SeatState
from groups.territories.models import (
    ContactKind,
    ContactPoint,
    Territory,
    TerritoryLevel,
    TerritoryPopulation,
)

__all__ = [
    "ARRIVAL",
    "ESSENTIAL_SECTORS",
    "INVITATION",
    "PERSONAL",
    "SPEAKING_ROLES",
    "WORKING_STATES",
    "AudienceKey",
    "AudienceSpan",
    "BreakGlass",
    "Capacity",
    "ContactKind",
    "ContactPoint",
    "Deputyship",
    "FormerParent",
    "GlassStanding",
    "GlassState",
    "Grant",
    "GrantDue",
    "GroupState",
    "GroupStateChange",
    "GuestShare",
    "InitiativeGroup",
    "InitiativeGroupUserPermission",
    "Invitation",
    "JoinRequest",
    "Mandate",
    "MandateRest",
    "MandateState",
    "Membership",
    "Milestone",
    "Offered",
    "Office",
    "OfficeKind",
    "Organisation",
    "OrganisationAdministrator",
    "PersonalInvitation",
    "RequestState",
    "RequiredSeat",
    "Role",
    "SeatState",
    "Sector",
    "ShareAccess",
    "Territory",
    "TerritoryLevel",
    "TerritoryPopulation",
    "Visibility",
    "Whom",
    "WithdrawnMark",
]
