"""Who may do what with join requests."""

from tests.architecture.matrix.people import COORDINATOR, LEADER, LEADER_READS, only, people

# The outsider asks for a seat.
JOINING_STATES = ("pending", "admitted", "declined", "withdrawn")

SEES: dict[str, dict[str, frozenset[str]]] = {
    "join_request": dict.fromkeys(JOINING_STATES, LEADER_READS | COORDINATOR | people("outsider")),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "join_request.read": SEES["join_request"],
    "join_request.admit": only("pending", LEADER | COORDINATOR, JOINING_STATES),
    "join_request.decline": only("pending", LEADER | COORDINATOR, JOINING_STATES),
    "join_request.withdraw": only("pending", people("outsider"), JOINING_STATES),
}
