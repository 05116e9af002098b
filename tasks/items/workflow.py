"""The workflow of action items as data: transitions, their roles and requirements.

Read by policies and services.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tasks.items.states import FINAL_STATES, OPEN_STATES, UNFINISHED_STATES, VERIFIED_STATES, State


class Action(StrEnum):
    """Actions on an action item."""

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
    WITHDRAW_COMPLETION = "action.withdraw_completion"
    VERIFY = "action.verify"
    WITHDRAW_VERIFICATION = "action.withdraw_verification"
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


class ItemRole(StrEnum):
    """Role of an actor in one action item.

    READER: may read it, perhaps as a guest. SEATED: has a seat in its group. SPEAKER: speaks in the group for
    any organisation, and may add evidence. HOST: may open its discussion: every speaker if the group reads
    the item, else the facilitators. OWNER: speaks for an organisation that owns it, or is a guest who was
    asked to work on it. VERIFIER: speaks for another organisation (the named one, if one is named) and is not
    involved (see `tasks.items.verification`). RECENT_VERIFIER: verified it less than UNDO_TIME ago, and
    still speaks in the group through the same mandate. RECENT_RECORDER: logged for the owner less than
    UNDO_TIME ago that it is done, and still leads the group. HEAD: has the facilitator's seat, even in a
    group that no longer works. LINK: uses a guest link that opens the item, and has no other role.
    """

    READER = "reader"
    SEATED = "seated"
    SPEAKER = "speaker"
    HOST = "host"
    OWNER = "owner"
    VERIFIER = "verifier"
    RECENT_VERIFIER = "recent_verifier"
    RECENT_RECORDER = "recent_recorder"
    SECRETARY = "secretary"
    FACILITATOR = "facilitator"
    HEAD = "head"
    LINK = "link"


UNDO_TIME = timedelta(minutes=10)
"""How long a verification, and a logged completion, may be withdrawn by the person who took the step."""


class StepRequirement(StrEnum):
    """What a step requires besides the role and the state."""

    REASON = "reason"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class ActionRule:
    """The roles that may take an action, and the states in which it is possible."""

    parts: tuple[ItemRole, ...]
    states: frozenset[State]


ALL_STATES = frozenset(State)
OWNER_ROLES, VERIFIER_ROLES = (ItemRole.OWNER,), (ItemRole.VERIFIER,)
OWNER_OR_LINK_ROLES = (ItemRole.OWNER, ItemRole.LINK)
FACILITATOR_ROLES, RECORDER_ROLES = (ItemRole.FACILITATOR,), (ItemRole.FACILITATOR, ItemRole.SECRETARY)
ACTIVE_STATES = frozenset({State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED, State.DONE})
CHANGEABLE_STATES = OPEN_STATES | {State.DECLINED}

RULES: dict[Action, ActionRule] = {
    Action.READ: ActionRule((ItemRole.READER, ItemRole.LINK), ALL_STATES),
    Action.SEE_ACCESS: ActionRule((ItemRole.SEATED,), ALL_STATES),
    Action.EDIT: ActionRule(RECORDER_ROLES, CHANGEABLE_STATES),
    Action.WIDEN: ActionRule(FACILITATOR_ROLES, ALL_STATES),
    Action.RELATE: ActionRule((ItemRole.OWNER, *RECORDER_ROLES), CHANGEABLE_STATES),
    Action.ACCEPT: ActionRule(OWNER_OR_LINK_ROLES, frozenset({State.PROPOSED})),
    Action.DECLINE: ActionRule(OWNER_OR_LINK_ROLES, frozenset({State.PROPOSED})),
    Action.START: ActionRule(OWNER_OR_LINK_ROLES, frozenset({State.ACCEPTED, State.BLOCKED})),
    Action.BLOCK: ActionRule(OWNER_ROLES, frozenset({State.IN_PROGRESS})),
    Action.COMPLETE: ActionRule(OWNER_OR_LINK_ROLES, frozenset({State.IN_PROGRESS})),
    Action.WITHDRAW_COMPLETION: ActionRule(
        (*OWNER_OR_LINK_ROLES, ItemRole.RECENT_RECORDER), frozenset({State.DONE})
    ),
    Action.VERIFY: ActionRule(VERIFIER_ROLES, frozenset({State.DONE})),
    Action.WITHDRAW_VERIFICATION: ActionRule((ItemRole.RECENT_VERIFIER,), frozenset({State.VERIFIED})),
    Action.RETURN: ActionRule(VERIFIER_ROLES, frozenset({State.DONE})),
    Action.CLOSE: ActionRule(RECORDER_ROLES, frozenset({State.VERIFIED})),
    Action.CANCEL: ActionRule(FACILITATOR_ROLES, CHANGEABLE_STATES),
    Action.TICK: ActionRule((ItemRole.OWNER, ItemRole.FACILITATOR), UNFINISHED_STATES),
    Action.REPORT: ActionRule(OWNER_OR_LINK_ROLES, ACTIVE_STATES - {State.DONE}),
    Action.ADD_EVIDENCE: ActionRule((*OWNER_OR_LINK_ROLES, ItemRole.SPEAKER), ACTIVE_STATES),
    Action.REMIND: ActionRule((ItemRole.OWNER, ItemRole.FACILITATOR), OPEN_STATES),
    Action.ACKNOWLEDGE: ActionRule((ItemRole.OWNER, ItemRole.VERIFIER, ItemRole.FACILITATOR), OPEN_STATES),
    Action.DISCUSS: ActionRule((ItemRole.HOST,), ALL_STATES),
    Action.WATCH: ActionRule((ItemRole.READER,), ALL_STATES),
    Action.REMIND_ME: ActionRule((ItemRole.READER,), OPEN_STATES),
    Action.SET_LADDER: ActionRule(FACILITATOR_ROLES, OPEN_STATES),
    Action.ASK_HELP: ActionRule(OWNER_ROLES, UNFINISHED_STATES),
    Action.ANSWER_HELP: ActionRule(RECORDER_ROLES, OPEN_STATES),
    Action.SHARE: ActionRule(FACILITATOR_ROLES, CHANGEABLE_STATES),
    Action.LOG: ActionRule(FACILITATOR_ROLES, UNFINISHED_STATES),
    Action.SEE_LINK: ActionRule(FACILITATOR_ROLES, ALL_STATES),
    Action.MAKE_LINK: ActionRule(FACILITATOR_ROLES, CHANGEABLE_STATES),
    Action.REVOKE_LINK: ActionRule(FACILITATOR_ROLES, ALL_STATES),
    Action.PUBLISH: ActionRule(FACILITATOR_ROLES, ACTIVE_STATES | VERIFIED_STATES | {State.CANCELLED}),
    # A public item may be unpublished at any time, even in a dissolved group.
    Action.TAKE_BACK: ActionRule((ItemRole.HEAD,), ALL_STATES),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition of the workflow.

    `to` is its name in the API; `after` is the state that it leads to. The names differ where the work
    continues: “returned” is no state.
    """

    to: str
    action: Action
    after: State
    needs: frozenset[StepRequirement] = frozenset()

    @property
    def before(self) -> frozenset[State]:
        return RULES[self.action].states

    @property
    def ends(self) -> bool:
        """Whether the transition leads to a final state."""
        return self.after in FINAL_STATES

    @property
    def resumes(self) -> bool:
        """Whether the transition leads out of a final state."""
        return not self.ends and self.before <= FINAL_STATES


NEEDS_REASON, NEEDS_EVIDENCE = frozenset({StepRequirement.REASON}), frozenset({StepRequirement.EVIDENCE})

TRANSITIONS: dict[str, Transition] = {
    step.to: step
    for step in (
        Transition("accepted", Action.ACCEPT, State.ACCEPTED),
        Transition("declined", Action.DECLINE, State.DECLINED, NEEDS_REASON),
        Transition("in_progress", Action.START, State.IN_PROGRESS),
        Transition("blocked", Action.BLOCK, State.BLOCKED, NEEDS_REASON),
        Transition("done", Action.COMPLETE, State.DONE, NEEDS_EVIDENCE),
        Transition("completion_withdrawn", Action.WITHDRAW_COMPLETION, State.IN_PROGRESS),
        Transition("verified", Action.VERIFY, State.VERIFIED, NEEDS_EVIDENCE),
        Transition("verification_withdrawn", Action.WITHDRAW_VERIFICATION, State.DONE),
        Transition("closed", Action.CLOSE, State.CLOSED),
        Transition("returned", Action.RETURN, State.IN_PROGRESS, NEEDS_REASON),
        Transition("cancelled", Action.CANCEL, State.CANCELLED, NEEDS_REASON),
    )
}

RECORDABLE_BY_FACILITATOR = frozenset(
    {Action.ACCEPT, Action.DECLINE, Action.START, Action.COMPLETE, Action.REPORT}
)
"""Steps of the owner that a facilitator may record on the owner's report. Never steps of other roles."""

EXCLUDES_FROM_VERIFYING = frozenset(
    {
        Action.ACCEPT,
        Action.START,
        Action.BLOCK,
        Action.COMPLETE,
        Action.WITHDRAW_COMPLETION,
        Action.TICK,
        Action.REPORT,
        Action.ADD_EVIDENCE,
    }
)
"""Steps that make the person who takes them for the owner one of those who worked on the item."""
