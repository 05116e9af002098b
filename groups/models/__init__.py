"""Tables of the groups room. Import models from here."""

from groups.models.access import GrantDue, GuestShare, InitiativeGroupUserPermission, ShareAccess
from groups.models.audiences import AudienceSpan, Named, Whom
from groups.models.break_glass import BreakGlass, Capacity, GlassStanding, GlassState
from groups.models.grant import Grant
from groups.models.groups import (
    ESSENTIAL,
    WORKING,
    GroupState,
    GroupStateChange,
    InitiativeGroup,
    Milestone,
    RequiredSeat,
    Visibility,
)
from groups.models.joining import (
    ARRIVAL,
    INVITATION,
    PERSONAL,
    Invitation,
    JoinRequest,
    Offered,
    PersonalInvitation,
    RequestState,
)
from groups.models.mandates import (
    Deputyship,
    Mandate,
    MandateRest,
    MandateState,
    Membership,
    Office,
    OfficeKind,
    Role,
    SeatState,
)
from groups.models.organisations import Organisation, OrganisationAdministrator, Sector, WithdrawnMark
from groups.models.territories import (
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
