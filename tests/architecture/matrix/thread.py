"""Who may do what with threads."""

from tests.architecture.matrix.people import (
    CHAIR,
    GUEST,
    GUESTS,
    LEADER,
    LEADER_READS,
    NAMED,
    NAMED_READ,
    NOBODY,
    READERS,
    READING_TOKEN,
    RECORDERS,
    RESCUER,
    SPEAKERS,
    SPEAKING_GUEST,
    THREAD_LEADERS,
    always,
    only,
)

# Of an announced one the whole group knows that it is there, and nothing else.
RESTRICTED = ("restricted", "announced")
THREAD_STATES = ("draft", "open", "summarising", "closed", *RESTRICTED)
OPENED = "open summarising closed restricted announced"
TALKS = "open summarising restricted announced"
TALK = "open summarising"

SEES: dict[str, dict[str, frozenset[str]]] = {
    "thread": {
        "draft": LEADER_READS | CHAIR,
        "open": READERS | GUEST | SPEAKING_GUEST,
        "summarising": READERS | GUEST | SPEAKING_GUEST,
        "closed": READERS | GUEST | SPEAKING_GUEST,
        "restricted": NAMED_READ | RESCUER,
        "announced": NAMED_READ,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "thread.read": SEES["thread"],
    # Who else reads it, and what each has seen, is said to those who sit at the table, not to guests.
    "thread.see_access": {state: who - GUESTS for state, who in SEES["thread"].items()},
    **{
        f"thread.{one}": {state: who - READING_TOKEN for state, who in SEES["thread"].items()}
        for one in ("mark_read", "follow", "keep_draft")
    },
    **{
        f"thread.{one}": only("open summarising", SPEAKERS | SPEAKING_GUEST, THREAD_STATES)
        | dict.fromkeys(RESTRICTED, NAMED)
        for one in ("post", "support", "propose_question")
    },
    **{
        f"thread.{one}": {state: who - READING_TOKEN for state, who in SEES["thread"].items()}
        | {"draft": NOBODY}
        for one in ("acknowledge", "report")
    },
    "thread.make_must_read": only(OPENED, THREAD_LEADERS, THREAD_STATES),
    **dict.fromkeys(
        ("thread.make_action", "thread.moderate"),
        only("open summarising closed", RECORDERS | CHAIR, THREAD_STATES)
        | dict.fromkeys(RESTRICTED, THREAD_LEADERS),
    ),
    "thread.edit": only(f"draft {TALKS}", THREAD_LEADERS, THREAD_STATES),
    "thread.open": only("draft", THREAD_LEADERS, THREAD_STATES),
    "thread.summarise": only("open restricted announced", THREAD_LEADERS, THREAD_STATES),
    **{f"thread.{one}": only(TALKS, THREAD_LEADERS, THREAD_STATES) for one in ("close", "keep_floor")},
    **{f"thread.{one}": only(TALKS, THREAD_LEADERS, THREAD_STATES) for one in ("hand_over", "sum_up")},
    "thread.move": only("open summarising closed", LEADER, THREAD_STATES),
    "thread.publish": only(TALK, LEADER, THREAD_STATES),
    "thread.reopen": only("summarising closed", THREAD_LEADERS, THREAD_STATES),
    "thread.set_audience": always(THREAD_LEADERS, THREAD_STATES),
    **{f"thread.{it}": only(OPENED, THREAD_LEADERS, THREAD_STATES) for it in ("share", "pin", "take_back")},
    **{f"thread.{it}": only(TALK, THREAD_LEADERS, THREAD_STATES) for it in ("split", "merge")},
}
