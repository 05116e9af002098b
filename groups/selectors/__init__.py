"""What is read about groups: lists narrowed to the reader, who sits where, and for whom somebody speaks.

Import from here.
"""

from groups.selectors.access import Ground, Reader, grounds_for, readers_of
from groups.selectors.balance import LATELY, Present, SectorBalance, balance_of
from groups.selectors.groups import (
    GroupFigures,
    Member,
    SeatCount,
    figures_of,
    get_group_for,
    get_known_group,
    get_public_group,
    groups_for,
    groups_known_to,
    member,
    members_of,
    state_changes_of,
)
from groups.selectors.mandates import (
    HeldMandate,
    mandates_held_by,
)
from groups.selectors.organisations import (
    get_organisation_for,
    organisations_for,
)
from groups.selectors.seats import (
    LocalDay,
    Seat,
    chosen_mandate,
    facilitators_of,
    holding,
    mandate_for,
    people_of,
    represents,
    roles_of,
    seated,
    seats_in,
    seats_of,
    seats_taken_by,
    standing_in,
    voices_in,
)
from groups.selectors.territories import (
    get_territory_for,
    territories_for,
)

__all__ = [
    "LATELY",
    "Ground",
    "GroupFigures",
    "HeldMandate",
    "LocalDay",
    "Member",
    "Present",
    "Reader",
    "Seat",
    "SeatCount",
    "SectorBalance",
    "balance_of",
    "chosen_mandate",
    "facilitators_of",
    "figures_of",
    "get_group_for",
    "get_known_group",
    "get_organisation_for",
    "get_public_group",
    "get_territory_for",
    "grounds_for",
    "groups_for",
    "groups_known_to",
    "holding",
    "mandate_for",
    "mandates_held_by",
    "member",
    "members_of",
    "organisations_for",
    "people_of",
    "readers_of",
    "represents",
    "roles_of",
    "seated",
    "seats_in",
    "seats_of",
    "seats_taken_by",
    "standing_in",
    "state_changes_of",
    "territories_for",
    "voices_in",
]
