"""Who may do what with access requests."""

from tests.architecture.matrix.people import CHAIR, LEADER_READS, TEACHER, THREAD_LEADERS, only

# The teacher asks to read the announced thread.
ACCESS_STATES = ("pending", "granted", "declined", "withdrawn", "over")

SEES: dict[str, dict[str, frozenset[str]]] = {
    "access_request": dict.fromkeys(ACCESS_STATES, LEADER_READS | CHAIR | TEACHER),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "access_request.read": SEES["access_request"],
    "access_request.grant": only("pending", THREAD_LEADERS, ACCESS_STATES),
    "access_request.decline": only("pending", THREAD_LEADERS, ACCESS_STATES),
    "access_request.withdraw": only("pending", TEACHER, ACCESS_STATES),
}
