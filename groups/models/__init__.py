"""Tables of the groups room. Import models from here."""

from groups.models.access import GrantDue, GuestShare, InitiativeGroupUserPermission, ShareAccess
from groups.models.break_glass import BreakGlass, Capacity, GlassStanding, GlassState
from groups.models.grant import Grant
from groups.models.groups import (
    ESSENTIAL,
    GroupState,
    GroupStateChange,
    InitiativeGroup,
    Milestone,
    RequiredSeat,
    Visibility,
)
from groups.models.joining import ARRIVAL, INVITATION, Invitation, JoinRequest, RequestState
from groups.models.mandates import (
    Deputyship,
    Mandate,
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
    "MandateState",
    "Membership",
    "Milestone",
    "Office",
    "OfficeKind",
    "Organisation",
    "OrganisationAdministrator",
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
    "WithdrawnMark",
]
