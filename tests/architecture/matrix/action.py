"""Who may do what with action items."""

from tests.architecture.matrix.people import (
    GUEST,
    GUESTS,
    HELPER,
    LEADER,
    LEADER_READS,
    NAMED,
    NAMED_READ,
    NOBODY,
    OFFICER,
    OTHERS,
    OWNERS,
    READERS,
    READING_TOKEN,
    RECORDERS,
    RESCUER,
    SPEAKERS,
    always,
    only,
)

ACTION_STATES = tuple(
    "proposed accepted declined in_progress blocked done verified closed cancelled restricted".split()
)
UNFINISHED = "proposed accepted in_progress blocked done restricted"
AT_WORK = "accepted in_progress blocked done"
CLOSED = dict.fromkeys(("declined", "verified", "closed", "cancelled"), NOBODY)

SEES: dict[str, dict[str, frozenset[str]]] = {
    # Made from the restricted thread: its readers, and the owner who has to do it.
    "action": {
        **dict.fromkeys(ACTION_STATES, READERS | GUEST | HELPER),
        "restricted": NAMED_READ | OWNERS | RESCUER,
    },
}

MAY: dict[str, dict[str, frozenset[str]]] = {
    "action.read": SEES["action"],
    "action.see_access": {state: who - GUESTS for state, who in SEES["action"].items()},
    "action.edit": only(f"{UNFINISHED} declined", RECORDERS, ACTION_STATES),
    "action.relate": only(f"{UNFINISHED} declined", OWNERS | RECORDERS, ACTION_STATES),
    "action.widen": only("restricted", LEADER, ACTION_STATES),
    **dict.fromkeys(("action.accept", "action.decline"), only("proposed restricted", OWNERS, ACTION_STATES)),
    "action.start": only("accepted blocked", OWNERS, ACTION_STATES),
    "action.block": only("in_progress", OWNERS, ACTION_STATES),
    "action.complete": only("in_progress", OWNERS, ACTION_STATES),
    **dict.fromkeys(("action.verify", "action.return"), only("done", OTHERS, ACTION_STATES)),
    "action.withdraw_completion": only("done", OWNERS, ACTION_STATES),
    # Whoever verified it, for ten minutes.
    "action.withdraw_verification": only("verified", OFFICER, ACTION_STATES),
    "action.close": only("verified", RECORDERS, ACTION_STATES),
    "action.cancel": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    "action.tick": only("proposed accepted in_progress blocked restricted", OWNERS | LEADER, ACTION_STATES),
    "action.add_evidence": only(AT_WORK, SPEAKERS | HELPER, ACTION_STATES),
    "action.remind": only(UNFINISHED, OWNERS | LEADER, ACTION_STATES),
    "action.acknowledge": {
        **only(f"{AT_WORK} proposed", OWNERS | OTHERS, ACTION_STATES),
        "restricted": OWNERS | NAMED,
    },
    "action.discuss": {**always(SPEAKERS, ACTION_STATES), "restricted": LEADER},
    "action.watch": {one: who - READING_TOKEN for one, who in SEES["action"].items()},
    "action.remind_me": {one: who - READING_TOKEN for one, who in SEES["action"].items()} | CLOSED,
    "action.set_ladder": only(UNFINISHED, LEADER, ACTION_STATES),
    "action.ask_help": only("proposed accepted in_progress blocked restricted", OWNERS, ACTION_STATES),
    "action.answer_help": only(UNFINISHED, RECORDERS, ACTION_STATES),
    "action.report": only("accepted in_progress blocked", OWNERS, ACTION_STATES),
    # What whoever has a link may do: tests/tasks/external_assignees/test_links.py.
    "action.log": only("proposed accepted in_progress blocked restricted", LEADER, ACTION_STATES),
    "action.see_link": always(LEADER_READS, ACTION_STATES),
    "action.make_link": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    "action.revoke_link": always(LEADER, ACTION_STATES),
    "action.share": only(f"{UNFINISHED} declined", LEADER, ACTION_STATES),
    # What is not for the whole group is not for everybody.
    "action.publish": only(f"{AT_WORK} verified closed cancelled", LEADER, ACTION_STATES),
    "action.take_back": always(LEADER, ACTION_STATES),
}
