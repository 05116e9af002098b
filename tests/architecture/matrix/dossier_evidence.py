"""Who may do what with a piece of evidence in a dossier."""

from tests.architecture.matrix.people import (
    LEADER,
    NOBODY,
    READERS,
    READING_TOKEN,
    always,
    only,
    people,
)

# The officer's, of a dossier of the facilitator in which the police are the counterpart. `old`: added more
# than 15 minutes ago; `closed`: of a closed dossier; `restricted`: of one for its participants alone;
# `sealed`: the facilitator's, of one that the group may not know of.
DOSSIER_EVIDENCE_STATES = ("fresh", "old", "withdrawn", "hidden", "closed", "restricted", "sealed")
PRESENT = "fresh old closed"
OFFICER = people("dpo")
# Whoever acts for a facilitator leads the group, and not what its facilitator leads in person. The officer of
# the territory knows of no sealed dossier.
LEAD = people("facilitator token")
POLICE = people("officer deputy")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The officer of the territory sees that it is there, and not what it is.
    "dossier_evidence": {
        **always(READERS | OFFICER, DOSSIER_EVIDENCE_STATES),
        "restricted": LEAD | READING_TOKEN | POLICE | OFFICER,
        "sealed": LEAD | READING_TOKEN,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "dossier_evidence.read": SEES["dossier_evidence"],
    "dossier_evidence.withdraw": {
        **dict.fromkeys(DOSSIER_EVIDENCE_STATES, NOBODY),
        "fresh": people("officer"),
        "restricted": people("officer"),
        "sealed": LEAD,
    },
    "dossier_evidence.hide": {
        **only(PRESENT, LEADER | OFFICER, DOSSIER_EVIDENCE_STATES),
        "restricted": LEAD | OFFICER,
        "sealed": LEAD,
    },
}
