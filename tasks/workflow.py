"""The workflow as data: which step leads where, who takes it and what it needs.

Policies and services read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tasks.models import CLOSED, OPEN, State


class Action(StrEnum):
    """What can be done with an action item."""

    READ = "action.read"
    SEE_ACCESS = "action.see_access"
    EDIT = "action.edit"
    WIDEN = "action.widen"
    ACCEPT = "action.accept"
    DECLINE = "action.decline"
    START = "action.start"
    BLOCK = "action.block"
    COMPLETE = "action.complete"
    VERIFY = "action.verify"
    RETURN = "action.return"
    CANCEL = "action.cancel"
    ADD_EVIDENCE = "action.add_evidence"
    REMIND = "action.remind"
    ACKNOWLEDGE = "action.acknowledge"
    SHARE = "action.share"


class Part(StrEnum):
    """What somebody is to one action item.

    A reader may be a guest; whoever is seated sits in its group. A speaker takes part in the group for
    whichever organisation: they too may show how something is known.
    The owner's people speak in the group for the organisation that owns it; a guest who was asked to work
    on it is one of them. A verifier speaks for another organisation (the named one, if one is named), does
    not act for the owner's in any way and did not add the last evidence.
    """

    READER = "reader"
    SEATED = "seated"
    SPEAKER = "speaker"
    OWNER = "owner"
    VERIFIER = "verifier"
    SECRETARY = "secretary"
    FACILITATOR = "facilitator"


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
LEADS, RECORDS = (Part.FACILITATOR,), (Part.FACILITATOR, Part.SECRETARY)
AT_WORK = frozenset({State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED, State.DONE})
CHANGEABLE = OPEN | {State.DECLINED}

RULES: dict[Action, Rule] = {
    Action.READ: Rule((Part.READER,), EVERY_STATE),
    Action.SEE_ACCESS: Rule((Part.SEATED,), EVERY_STATE),
    Action.EDIT: Rule(RECORDS, CHANGEABLE),
    Action.WIDEN: Rule(LEADS, EVERY_STATE),
    Action.ACCEPT: Rule(OWNER, frozenset({State.PROPOSED})),
    Action.DECLINE: Rule(OWNER, frozenset({State.PROPOSED})),
    Action.START: Rule(OWNER, frozenset({State.ACCEPTED, State.BLOCKED})),
    Action.BLOCK: Rule(OWNER, frozenset({State.IN_PROGRESS})),
    Action.COMPLETE: Rule(OWNER, frozenset({State.IN_PROGRESS})),
    Action.VERIFY: Rule(VERIFIER, frozenset({State.DONE})),
    Action.RETURN: Rule(VERIFIER, frozenset({State.DONE})),
    Action.CANCEL: Rule(LEADS, CHANGEABLE),
    Action.ADD_EVIDENCE: Rule((Part.OWNER, Part.SPEAKER), AT_WORK),
    Action.REMIND: Rule((Part.OWNER, Part.FACILITATOR), OPEN),
    Action.ACKNOWLEDGE: Rule((Part.OWNER, Part.VERIFIER, Part.FACILITATOR), EVERY_STATE - CLOSED),
    Action.SHARE: Rule(LEADS, CHANGEABLE),
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
        Transition("returned", Action.RETURN, State.IN_PROGRESS, REASON),
        Transition("cancelled", Action.CANCEL, State.CANCELLED, REASON),
    )
}
