"""The workflow as data: which step leads where, who takes it and what it needs.

Policies and services read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tasks.items.states import OPEN, OVER, PROVED, UNFINISHED, State


class Action(StrEnum):
    """What can be done with an action item."""

    READ = "action.read"
    SEE_ACCESS = "action.see_access"
    EDIT = "action.edit"
    WIDEN = "action.widen"
    RELATE = "action.relate"
    ACCEPT = "action.accept"
    DECLINE = "action.decline"
    START = "action.start"
    BLOCK = "action.block"
    COMPLETE = "action.complete"
    VERIFY = "action.verify"
    RETURN = "action.return"
    CLOSE = "action.close"
    CANCEL = "action.cancel"
    TICK = "action.tick"
    REPORT = "action.report"
    ADD_EVIDENCE = "action.add_evidence"
    REMIND = "action.remind"
    ACKNOWLEDGE = "action.acknowledge"
    DISCUSS = "action.discuss"
    WATCH = "action.watch"
    REMIND_ME = "action.remind_me"
    SET_LADDER = "action.set_ladder"
    ASK_HELP = "action.ask_help"
    ANSWER_HELP = "action.answer_help"
    SHARE = "action.share"
    LOG = "action.log"
    SEE_LINK = "action.see_link"
    MAKE_LINK = "action.make_link"
    REVOKE_LINK = "action.revoke_link"
    PUBLISH = "action.publish"
    TAKE_BACK = "action.take_back"


class Part(StrEnum):
    """What somebody is to one action item.

    A reader may be a guest; whoever is seated sits in its group. A speaker takes part in the group for
    whichever organisation: they too may show how something is known. A host begins the talk about it: every
    speaker where the group reads the item, else who leads the group.
    The owner's people speak in the group for the organisation that owns it; a guest who was asked to work
    on it is one of them. A verifier speaks for another organisation (the named one, if one is named) and
    is not involved in the item (see `tasks.items.verification`). Whoever has a link that
    opens the item is that, and nothing else.
    """

    READER = "reader"
    SEATED = "seated"
    SPEAKER = "speaker"
    HOST = "host"
    OWNER = "owner"
    VERIFIER = "verifier"
    SECRETARY = "secretary"
    FACILITATOR = "facilitator"
    HEAD = "head"
    LINK = "link"


class Need(StrEnum):
    """What a step needs besides the right person and state."""

    REASON = "reason"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something, and in which states."""

    parts: tuple[Part, ...]
    states: frozenset[State]


EVERY_STATE = frozenset(State)
OWNER, VERIFIER = (Part.OWNER,), (Part.VERIFIER,)
OWNER_OR_LINK = (Part.OWNER, Part.LINK)
LEADS, RECORDS = (Part.FACILITATOR,), (Part.FACILITATOR, Part.SECRETARY)
AT_WORK = frozenset({State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED, State.DONE})
CHANGEABLE = OPEN | {State.DECLINED}

RULES: dict[Action, Rule] = {
    Action.READ: Rule((Part.READER, Part.LINK), EVERY_STATE),
    Action.SEE_ACCESS: Rule((Part.SEATED,), EVERY_STATE),
    Action.EDIT: Rule(RECORDS, CHANGEABLE),
    Action.WIDEN: Rule(LEADS, EVERY_STATE),
    Action.RELATE: Rule((Part.OWNER, *RECORDS), CHANGEABLE),
    Action.ACCEPT: Rule(OWNER_OR_LINK, frozenset({State.PROPOSED})),
    Action.DECLINE: Rule(OWNER_OR_LINK, frozenset({State.PROPOSED})),
    Action.START: Rule(OWNER_OR_LINK, frozenset({State.ACCEPTED, State.BLOCKED})),
    Action.BLOCK: Rule(OWNER, frozenset({State.IN_PROGRESS})),
    Action.COMPLETE: Rule(OWNER_OR_LINK, frozenset({State.IN_PROGRESS})),
    Action.VERIFY: Rule(VERIFIER, frozenset({State.DONE})),
    Action.RETURN: Rule(VERIFIER, frozenset({State.DONE})),
    Action.CLOSE: Rule(RECORDS, frozenset({State.VERIFIED})),
    Action.CANCEL: Rule(LEADS, CHANGEABLE),
    Action.TICK: Rule((Part.OWNER, Part.FACILITATOR), UNFINISHED),
    Action.REPORT: Rule(OWNER_OR_LINK, AT_WORK - {State.DONE}),
    Action.ADD_EVIDENCE: Rule((*OWNER_OR_LINK, Part.SPEAKER), AT_WORK),
    Action.REMIND: Rule((Part.OWNER, Part.FACILITATOR), OPEN),
    Action.ACKNOWLEDGE: Rule((Part.OWNER, Part.VERIFIER, Part.FACILITATOR), OPEN),
    Action.DISCUSS: Rule((Part.HOST,), EVERY_STATE),
    Action.WATCH: Rule((Part.READER,), EVERY_STATE),
    Action.REMIND_ME: Rule((Part.READER,), OPEN),
    Action.SET_LADDER: Rule(LEADS, OPEN),
    Action.ASK_HELP: Rule(OWNER, UNFINISHED),
    Action.ANSWER_HELP: Rule(RECORDS, OPEN),
    Action.SHARE: Rule(LEADS, CHANGEABLE),
    Action.LOG: Rule(LEADS, UNFINISHED),
    Action.SEE_LINK: Rule(LEADS, EVERY_STATE),
    Action.MAKE_LINK: Rule(LEADS, CHANGEABLE),
    Action.REVOKE_LINK: Rule(LEADS, EVERY_STATE),
    Action.PUBLISH: Rule(LEADS, AT_WORK | PROVED | {State.CANCELLED}),
    # What everybody may read is taken back at any time, also in a group that is over.
    Action.TAKE_BACK: Rule((Part.HEAD,), EVERY_STATE),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One step.

    `to` is its name outside (“returned” is no state: the work goes on), `after` the state it leads to.
    """

    to: str
    action: Action
    after: State
    needs: frozenset[Need] = frozenset()

    @property
    def before(self) -> frozenset[State]:
        return RULES[self.action].states

    @property
    def ends(self) -> bool:
        """Whether nothing is left to be done about the item."""
        return self.after in OVER


REASON, EVIDENCE = frozenset({Need.REASON}), frozenset({Need.EVIDENCE})

TRANSITIONS: dict[str, Transition] = {
    step.to: step
    for step in (
        Transition("accepted", Action.ACCEPT, State.ACCEPTED),
        Transition("declined", Action.DECLINE, State.DECLINED, REASON),
        Transition("in_progress", Action.START, State.IN_PROGRESS),
        Transition("blocked", Action.BLOCK, State.BLOCKED, REASON),
        Transition("done", Action.COMPLETE, State.DONE, EVIDENCE),
        Transition("verified", Action.VERIFY, State.VERIFIED),
        Transition("closed", Action.CLOSE, State.CLOSED),
        Transition("returned", Action.RETURN, State.IN_PROGRESS, REASON),
        Transition("cancelled", Action.CANCEL, State.CANCELLED, REASON),
    )
}

LOGGED = frozenset({Action.ACCEPT, Action.DECLINE, Action.START, Action.COMPLETE, Action.REPORT})
"""Steps of the owner that who leads writes down for them, when told of them. Never those of others."""

AT_WORK_ON_IT = frozenset(
    {
        Action.ACCEPT,
        Action.START,
        Action.BLOCK,
        Action.COMPLETE,
        Action.TICK,
        Action.REPORT,
        Action.ADD_EVIDENCE,
    }
)
"""What makes whoever does it for the owner one of those who worked on the item."""
