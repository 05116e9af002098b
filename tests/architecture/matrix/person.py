"""Who may do what with accounts."""

from tests.architecture.matrix.people import ADMINISTRATOR, TEACHER, always, only

# The teacher's account, and one that was switched off.
ACCOUNT_STATES = ("active", "inactive")

SEES: dict[str, dict[str, frozenset[str]]] = {
    "person": {"active": TEACHER | ADMINISTRATOR, "inactive": ADMINISTRATOR},
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "person.read": SEES["person"],
    "person.edit": only("active", TEACHER, ACCOUNT_STATES),
    "person.set_password": only("active", TEACHER, ACCOUNT_STATES),
    "person.change_email": only("active", TEACHER, ACCOUNT_STATES),
    "person.sign_in": only("active", TEACHER, ACCOUNT_STATES),
    "person.manage_factors": only("active", TEACHER, ACCOUNT_STATES),
    "person.link_identity": only("active", TEACHER, ACCOUNT_STATES),
    **{
        f"person.{one}": {"active": TEACHER | ADMINISTRATOR, "inactive": ADMINISTRATOR}
        for one in ("sign_out", "revoke_keys")
    },
    **dict.fromkeys(
        "person.create person.invite person.deactivate person.reactivate person.reset_factors person.rename "
        "person.make_administrator person.unmake_administrator".split(),
        always(ADMINISTRATOR, ACCOUNT_STATES),
    ),
}
