"""Who may do what with steps that take a second person."""

from tests.architecture.matrix.people import ADMINISTRATOR, COORDINATOR, only, people

# The coordinator asks to represent the police; the administrator decided.
APPROVAL_STATES = ("pending", "confirmed", "declined", "withdrawn", "lapsed")
DECIDED = COORDINATOR | people("administrator")

SEES: dict[str, dict[str, frozenset[str]]] = {
    "approval": {
        "pending": COORDINATOR | ADMINISTRATOR,
        "confirmed": DECIDED,
        "declined": DECIDED,
        "withdrawn": COORDINATOR,
        "lapsed": COORDINATOR,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "approval.read": SEES["approval"],
    "approval.confirm": only("pending", ADMINISTRATOR, APPROVAL_STATES),
    "approval.decline": only("pending", ADMINISTRATOR, APPROVAL_STATES),
    "approval.withdraw": only("pending", COORDINATOR, APPROVAL_STATES),
    # Late seats alone are asked about again: tests/dialogue/seat_admission/test_renewal.py.
    "approval.renew": only("declined", people(""), APPROVAL_STATES),
}
