"""Who may do what with a piece of evidence."""

from tests.architecture.matrix.people import (
    GUEST,
    HELPER,
    LEADER,
    NAMED_READ,
    OWNERS,
    READERS,
    RESCUER,
    always,
    only,
    people,
)

# The councillor's, of an item that is worked on. `old`: added more than 15 minutes ago; `verified`: fresh, of
# work that was verified; `restricted`: fresh, of an item of the restricted thread.
EVIDENCE_STATES = ("fresh", "old", "withdrawn", "hidden", "hidden_by_officer", "verified", "restricted")
PRESENT = "fresh old verified restricted"
OFFICER = people("dpo")

SEES: dict[str, dict[str, frozenset[str]]] = {
    # The officer sees that it is there, and not what it is.
    "evidence": {
        **always(READERS | GUEST | HELPER | OFFICER, EVIDENCE_STATES),
        "restricted": NAMED_READ | OWNERS | RESCUER | OFFICER,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "evidence.read": SEES["evidence"],
    "evidence.withdraw": only("fresh restricted", people("councillor"), EVIDENCE_STATES),
    "evidence.hide": only(PRESENT, LEADER | OFFICER, EVIDENCE_STATES),
    "evidence.restore": {
        **only("hidden", LEADER, EVIDENCE_STATES),
        "hidden_by_officer": OFFICER,
    },
}
