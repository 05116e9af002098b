"""Who may do what with groups, their dialogue and their register of action items."""

from tests.architecture.matrix.people import (
    COORDINATOR,
    LEADER,
    LEADER_READS,
    NOBODY,
    READERS,
    READING_TOKEN,
    RECORDERS,
    SPEAKERS,
    always,
    only,
)

GROUP_STATES = ("active", "proposed", "suspended", "dissolved")
# In a suspended group nobody leads: its coordinator alone seats people.
SEATING = {
    "proposed": LEADER | COORDINATOR,
    "active": LEADER | COORDINATOR,
    "suspended": COORDINATOR,
    "dissolved": NOBODY,
}

SEES: dict[str, dict[str, frozenset[str]]] = {
    "group": dict.fromkeys(GROUP_STATES, READERS | COORDINATOR),
    "dialogue": dict.fromkeys(GROUP_STATES, READERS),
    "register": dict.fromkeys(GROUP_STATES, READERS),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "group.read": always(READERS | COORDINATOR, GROUP_STATES),
    "group.see_access": always(READERS | COORDINATOR, GROUP_STATES),
    # What its people see: for who leads it, which nobody does while it rests.
    "group.see_sight": {
        **dict.fromkeys(("active", "proposed"), LEADER_READS | COORDINATOR),
        **dict.fromkeys(("suspended", "dissolved"), COORDINATOR),
    },
    "group.edit": SEATING,
    "group.add_member": SEATING,
    "group.invite": SEATING,
    "group.change_role": SEATING,
    "group.end_membership": SEATING,
    "group.require_seats": SEATING,
    "group.set_milestones": SEATING,
    "group.found_subgroup": only("proposed active suspended", COORDINATOR, GROUP_STATES),
    "group.reach_milestone": {
        **SEATING,
        "proposed": RECORDERS | COORDINATOR,
        "active": RECORDERS | COORDINATOR,
    },
    "group.activate": only("proposed suspended", COORDINATOR, GROUP_STATES),
    "group.suspend": only("active", COORDINATOR, GROUP_STATES),
    "group.dissolve": only("proposed active suspended", COORDINATOR, GROUP_STATES),
    "group.clear_page": always(COORDINATOR, GROUP_STATES),
    "dialogue.read": always(READERS, GROUP_STATES),
    "dialogue.start": only("proposed active", SPEAKERS, GROUP_STATES),
    "dialogue.start_restricted": only("proposed active", LEADER, GROUP_STATES),
    "dialogue.set_charter": only("proposed active", LEADER, GROUP_STATES),
    "register.read": always(READERS, GROUP_STATES),
    # A proposal talks and gives no action items.
    "register.make": only("active", RECORDERS, GROUP_STATES),
    "register.see_outside": only("proposed active", RECORDERS | READING_TOKEN, GROUP_STATES),
    "register.keep_outside": only("proposed active", RECORDERS, GROUP_STATES),
    "register.set_ladder": only("proposed active", LEADER, GROUP_STATES),
}
