"""Who may do what with decisions."""

from tests.architecture.matrix.people import (
    CHAIR,
    GUEST,
    LEADER,
    NAMED,
    NAMED_READ,
    NOBODY,
    READERS,
    RECORDERS,
    RESCUER,
    SPEAKERS,
    SPEAKING_GUEST,
    THREAD_LEADERS,
    only,
)

# Of the group; `threaded` is open in an open thread, which the chair leads; `restricted` in the one for few.
# `secret` and `paper` are open, too, by a secret ballot and by ballots of paper.
DECISION_STATES = (
    *("draft", "open", "secret", "paper", "adopted", "rejected", "withdrawn", "superseded"),
    *("threaded", "restricted"),
)
IN_GROUP = tuple(one for one in DECISION_STATES if one not in ("threaded", "restricted"))

SEES: dict[str, dict[str, frozenset[str]]] = {
    "decision": {
        **dict.fromkeys(IN_GROUP, READERS),
        "threaded": READERS | GUEST | SPEAKING_GUEST,
        "restricted": NAMED_READ | RESCUER,
    },
}


def rows(
    states: str, who: frozenset[str], threaded: frozenset[str] = NOBODY, restricted: frozenset[str] = NOBODY
) -> dict[str, frozenset[str]]:
    """`who` in these states of decisions of the group, and who in those of threads."""
    return {**only(states, who, DECISION_STATES), "threaded": threaded, "restricted": restricted}


MAY: dict[str, dict[str, frozenset[str]]] = {
    "decision.read": SEES["decision"],
    "decision.edit": rows("draft", LEADER),
    "decision.open": rows("draft", LEADER),
    "decision.close": rows("open secret paper", LEADER, THREAD_LEADERS, THREAD_LEADERS),
    "decision.withdraw": rows("draft open secret paper", LEADER, THREAD_LEADERS, THREAD_LEADERS),
    # A guest speaks in the thread, and has no seat.
    "decision.vote": rows("open secret", SPEAKERS, SPEAKERS, NAMED),
    "decision.record_vote": rows("open", RECORDERS, RECORDERS | CHAIR, THREAD_LEADERS),
    "decision.ask_sector": rows("open secret", LEADER, THREAD_LEADERS, THREAD_LEADERS),
    "decision.reply": rows("open", SPEAKERS, SPEAKERS | SPEAKING_GUEST, NAMED),
    "decision.count_paper": rows("paper", RECORDERS),
    "decision.write_outcome": rows("adopted rejected", LEADER),
    "decision.publish": rows("adopted rejected superseded", LEADER),
}
