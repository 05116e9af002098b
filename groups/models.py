"""Tables of the groups room. Import models from here."""

from groups.break_glass.models import BreakGlass, Capacity, GlassStanding, GlassState
from groups.grants.models import AudienceSpan, Grant, GrantDue, InitiativeGroupUserPermission, Named, Whom
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.initiative_groups.models import (
    ESSENTIAL,
    WORKING,
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
from groups.organisations.models import Organisation, OrganisationAdministrator, Sector, WithdrawnMark
from groups.seats.models import Membership, Role, SeatState
from groups.territories.models import (
    ContactKind,
    ContactPoint,
    Territory,
    TerritoryLevel,
    TerritoryPopulation,
)

__all__ = [
    "ARRIVAL",
    "ESSENTIAL",
    "INVITATION",
    "PERSONAL",
    "WORKING",
    "AudienceSpan",
    "BreakGlass",
    "Capacity",
    "ContactKind",
    "ContactPoint",
    "Deputyship",
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
    "Named",
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
