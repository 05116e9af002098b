"""Who may do what with invitations."""

from tests.architecture.matrix.people import COORDINATOR, LEADER, LEADER_READS

SEES: dict[str, dict[str, frozenset[str]]] = {
    "invitation": {"any": LEADER_READS | COORDINATOR},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "invitation.read": SEES["invitation"],
    "invitation.send": {"any": LEADER | COORDINATOR},
    "invitation.revoke": {"any": LEADER | COORDINATOR},
}
