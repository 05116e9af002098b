"""The permission matrix, written by hand. It is the specification: never derive it from the policies.

Who sees an object in a state is in SEES; who may do what is in MAY. Whoever sees and may not gets 403.
Whoever does not see gets 404, as if the object did not exist; a token without the scope gets 403, whether or
not there is one.

Roles are the people of tests/cast.py and `guest` reads one thread and one action item by a share,
`speaking_guest` speaks in the thread, `helper` works on the item; `rescuer`, an administrator, reads the
restricted thread by emergency access; `chair` of the school leads every thread and no group. `coordinator`
and `dpo` (data protection officer) hold offices of the territory without a seat, `part_coordinator` one of a
village there in which the police work, too, `appointer` is administrator of the police organisation and sits
nowhere, `stranger` leads the group of another hromada, `neighbour` sits in another group of this one,
`anonymous` is nobody. `deputy` stands in for the officer, `early_deputy` will in a week, `late_deputy` did;
`acting` stands in for the facilitator. Members once: `former` left the seat, the mandate of `retired` ended,
that of `resting` rests, the account of `deactivated` is switched off. `affiliated` speaks for the school and
has a suspended mandate of the council. The tokens are the facilitator's: `token` reaches everything,
`reading_token` reading alone, `blind_token` neither groups nor what is in them.

The group's objects: an action item belongs to the council (the secretary and the councillor are its people);
the restricted thread names police and the organisation of the facilitator.

Each kind of object has a file of its own in `matrix/`; here they are put together.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.architecture import matrix

SEES: dict[str, dict[str, frozenset[str]]] = {}
MAY: dict[str, dict[str, frozenset[str]]] = {}
for found in iter_modules(matrix.__path__):
    rows = import_module(f"{matrix.__name__}.{found.name}")
    for whole, part in ((SEES, getattr(rows, "SEES", {})), (MAY, getattr(rows, "MAY", {}))):
        assert not whole.keys() & part.keys(), f"{found.name} repeats a row"
        whole.update(part)


def usual(kind: str) -> str:
    """The state in which most can be done with a thing."""
    states = SEES[kind]
    return next((one for one in ("active", "open") if one in states), next(iter(states)))


# Actions without an object, with the test that holds them.
ELSEWHERE = {
    "system": "tests/accounts, tests/config",
    "file": "tests/architecture/test_matrix_over_files.py, tests/files",
    "share": "the policy of the shared thing decides: thread.share, action.share",
    "realtime": "tests/realtime",
    "topic": "tests/architecture/test_matrix_over_sockets.py, tests/realtime",
}
