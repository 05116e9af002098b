"""Who may do what with organisations."""

from tests.architecture.matrix.people import (
    ADMINISTRATOR,
    APPOINTER,
    COORDINATOR,
    COORDINATORS,
    SIGNED_IN,
    always,
    only,
)

ORGANISATION_STATES = ("unverified", "verified")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # That of the police.
    "organisation": dict.fromkeys(ORGANISATION_STATES, SIGNED_IN),
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "organisation.read": SEES["organisation"],
    "organisation.see_record": always(COORDINATORS | APPOINTER, ORGANISATION_STATES),
    "organisation.edit": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.edit_contacts": always(COORDINATORS | APPOINTER, ORGANISATION_STATES),
    "organisation.verify": only("unverified", COORDINATOR | ADMINISTRATOR, ORGANISATION_STATES),
    # The mark is the system's; who coordinates a part takes back their own: test_whose_organisations.py.
    "organisation.withdraw_mark": only("verified", COORDINATOR | ADMINISTRATOR, ORGANISATION_STATES),
    "organisation.set_administrators": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.set_parent": always(COORDINATOR, ORGANISATION_STATES),
    "organisation.appoint": always(COORDINATORS | APPOINTER, ORGANISATION_STATES),
}
