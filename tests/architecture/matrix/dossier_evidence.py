"""Who may do what with a piece of evidence in a dossier."""

from tests.architecture.matrix.people import (
    LEADER,
    LEADER_READS,
    NOBODY,
    READERS,
    always,
    only,
    people,
)

# The officer's, of a dossier of the facilitator in which the police are the counterpart. `old`: added more
# than 15 minutes ago; `closed`: of a closed dossier; `restricted`: of one for its participants alone;
# `sealed`: the facilitator's, of one that the group may not know of.
DOSSIER_EVIDENCE_STATES = ("fresh", "old", "withdrawn", "hidden", "closed", "restricted", "sealed")
PRESENT = "fresh old closed restricted"
OFFICER = people("dpo")
# The officer of the territory knows of no sealed dossier.
SEALED = people("facilitator acting token")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The officer of the territory sees that it is there, and not what it is.
    "dossier_evidence": {
        **always(READERS | OFFICER, DOSSIER_EVIDENCE_STATES),
        "restricted": LEADER_READS | people("officer deputy") | OFFICER,
        "sealed": LEADER_READS,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "dossier_evidence.read": SEES["dossier_evidence"],
    "dossier_evidence.withdraw": {
        **dict.fromkeys(DOSSIER_EVIDENCE_STATES, NOBODY),
        "fresh": people("officer"),
        "restricted": people("officer"),
        "sealed": people("facilitator token"),
    },
    "dossier_evidence.hide": {
        **only(PRESENT, LEADER | OFFICER, DOSSIER_EVIDENCE_STATES),
        "sealed": SEALED,
    },
}
