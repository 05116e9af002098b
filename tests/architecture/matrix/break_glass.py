"""Who may do what with break glasss."""

from tests.architecture.matrix.people import NOBODY, always, only, people

# Emergency access to a restricted thread.
GLASS_STATES = ("asked", "expired", "active", "over", "refused", "withdrawn")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The administrator asked.
    "break_glass": dict.fromkeys(GLASS_STATES, people("administrator rescuer coordinator dpo")),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "break_glass.read": SEES["break_glass"],
    "break_glass.ask": always(
        NOBODY, GLASS_STATES
    ),  # it has no object yet: tests/groups/break_glass/test_break_glass.py
    "break_glass.approve": only("asked", people("coordinator dpo"), GLASS_STATES),
    "break_glass.refuse": only("asked", people("rescuer coordinator dpo"), GLASS_STATES),
    "break_glass.end": {
        **always(NOBODY, GLASS_STATES),
        "asked": people("administrator"),
        "active": people("administrator rescuer coordinator dpo"),
    },
}
