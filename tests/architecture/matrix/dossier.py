"""Who may do what with dossiers of every kind, and who begins them."""

from tests.architecture.matrix.group import GROUP_STATES
from tests.architecture.matrix.people import (
    COUNCIL,
    GUEST,
    GUESTS,
    LEADER,
    NOBODY,
    READERS,
    RESCUER,
    SPEAKERS,
    TEACHER,
    always,
    only,
)

# The teacher leads it, the council answers it. Of a restricted one the group knows that it is there; of a
# sealed one not even that.
DOSSIER_STATES = ("open", "settled", "closed", "restricted", "sealed")
SHARED = "open settled"
LED = TEACHER | LEADER

SEES: dict[str, dict[str, frozenset[str]]] = {
    "dossier": {
        **dict.fromkeys(("open", "settled", "closed"), READERS | GUEST),
        "restricted": TEACHER | COUNCIL | RESCUER,
        "sealed": TEACHER | COUNCIL,
    },
    "programmes": dict.fromkeys(GROUP_STATES, READERS),
}


def by_leaders(states: str) -> dict[str, frozenset[str]]:
    """Who leads the group leads a dossier in these states; what is not for the group its lead alone."""
    led = only(states, LED, DOSSIER_STATES)
    return {state: who & TEACHER if state in ("restricted", "sealed") else who for state, who in led.items()}


MAY: dict[str, dict[str, frozenset[str]]] = {
    "dossier.read": SEES["dossier"],
    "dossier.see_access": {state: who - GUESTS for state, who in SEES["dossier"].items()},
    **{
        f"dossier.{one}": by_leaders(f"{SHARED} restricted sealed")
        for one in ("edit", "name_participants", "hand_over", "share")
    },
    "dossier.widen": by_leaders("restricted sealed"),
    "dossier.add_evidence": only(f"{SHARED} restricted sealed", TEACHER | COUNCIL, DOSSIER_STATES),
    # A dossier of recommendations is followed up from its beginning: what was found is in another one.
    "dossier.record_finding": always(NOBODY, DOSSIER_STATES),
    "dossier.make_edition": by_leaders(" ".join(DOSSIER_STATES)),
    "dossier.publish_edition": by_leaders(f"{SHARED} closed restricted"),
    "dossier.withdraw_edition": by_leaders(" ".join(DOSSIER_STATES)),
    # It has no reviewers: tests/programmes/kit/test_sign_offs.py.
    **{f"dossier.{one}_sign_off": always(NOBODY, DOSSIER_STATES) for one in ("ask", "decide")},
    # Nor are people named in it who declare interests: tests/programmes/kit/test_interests.py.
    **{f"dossier.{one}": always(NOBODY, DOSSIER_STATES) for one in ("declare_interests", "decide_tie")},
    # Nor has it a form: tests/programmes/kit/test_forms.py.
    **{f"dossier.{one}_form": always(NOBODY, DOSSIER_STATES) for one in ("answer", "complete")},
    "programmes.read": always(READERS, GROUP_STATES),
    "programmes.begin_dossier": only("active", SPEAKERS, GROUP_STATES),
}
