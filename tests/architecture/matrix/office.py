"""Who may do what with offices."""

from tests.architecture.matrix.people import ADMINISTRATOR, NOBODY, SIGNED_IN

OFFICE_STATES = ("held", "ended")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # That of the coordinator.
    "office": {"held": SIGNED_IN, "ended": ADMINISTRATOR},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "office.read": SEES["office"],
    "office.end": {"held": ADMINISTRATOR, "ended": NOBODY},
}
