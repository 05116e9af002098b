"""Who may do what with mandates."""

from tests.architecture.matrix.people import (
    APPOINTER,
    COORDINATOR,
    COORDINATORS,
    READERS,
    always,
    only,
    people,
)

MANDATE_STATES = ("active", "resting", "ended")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The officer's: whoever sits at a table with them knows it, the coordinators and who appoints; and who
    # stands in or will.
    "mandate": {
        **dict.fromkeys(MANDATE_STATES, READERS | COORDINATORS | APPOINTER | people("early_deputy")),
        "ended": READERS - people("deputy") | COORDINATORS | APPOINTER,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "mandate.read": SEES["mandate"],
    # Who coordinates a part of where the organisation works takes no step: test_whose_mandates.py.
    "mandate.see_deputies": always(people("officer coordinator appointer"), MANDATE_STATES),
    "mandate.edit": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.rest": only("active", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.resume": only("resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.pass_on": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.end": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.name_deputy": only("active resting", COORDINATOR | APPOINTER, MANDATE_STATES),
    "mandate.appoint_deputy": only("active", people("officer coordinator appointer"), MANDATE_STATES),
    "mandate.end_deputyship": always(people("officer coordinator appointer"), MANDATE_STATES),
}
