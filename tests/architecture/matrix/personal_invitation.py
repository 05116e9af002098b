"""Who may do what with personal invitations."""

from tests.architecture.matrix.people import COORDINATOR

SEES: dict[str, dict[str, frozenset[str]]] = {
    # Another coordinator's, to administer the police: for who may name its administrators, too.
    "personal_invitation": {"any": COORDINATOR},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "personal_invitation.read": SEES["personal_invitation"],
    "personal_invitation.send": SEES["personal_invitation"],
    "personal_invitation.revoke": SEES["personal_invitation"],
}
