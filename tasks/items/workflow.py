"""The workflow of action items as data: its transitions, and the roles and states of all other actions.

Read by policies, services, the API and tests.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from tasks.items.states import (
    ACTIVE_STATES,
    CHANGEABLE_STATES,
    OPEN_STATES,
    STATES_BY_PHASE,
    UNFINISHED_STATES,
    VERIFIED_STATES,
    State,
)
from viche.kernel.lifecycle import Lifecycle, Requirement, State as LifecycleState, Transition


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

    On a restricted item, a seat makes a SPEAKER, OWNER, VERIFIER, SECRETARY or FACILITATOR only of people who
    may speak about the item or in its thread, or who were asked to work on it.
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


Step = Transition[Action, ItemRole]
Roles = AbstractSet[ItemRole]
OWNERS: Roles = {ItemRole.OWNER}
OWNERS_AND_LINKS: Roles = {ItemRole.OWNER, ItemRole.LINK}
VERIFIERS: Roles = {ItemRole.VERIFIER}
FACILITATORS: Roles = {ItemRole.FACILITATOR}
RECORDERS: Roles = {ItemRole.FACILITATOR, ItemRole.SECRETARY}
REASON, EVIDENCE = {Requirement.REASON}, {Requirement.EVIDENCE}

WORKFLOW = Lifecycle(
    states=tuple(
        LifecycleState(one, one.label, phase) for phase, states in STATES_BY_PHASE.items() for one in states
    ),
    transitions=(
        Step(Action.ACCEPT, {State.PROPOSED}, State.ACCEPTED, OWNERS_AND_LINKS),
        Step(Action.DECLINE, {State.PROPOSED}, State.DECLINED, OWNERS_AND_LINKS, requires=REASON),
        Step(Action.START, {State.ACCEPTED, State.BLOCKED}, State.IN_PROGRESS, OWNERS_AND_LINKS),
        Step(Action.BLOCK, {State.IN_PROGRESS}, State.BLOCKED, OWNERS, requires=REASON),
        Step(Action.COMPLETE, {State.IN_PROGRESS}, State.DONE, OWNERS_AND_LINKS, requires=EVIDENCE),
        Step(
            Action.WITHDRAW_COMPLETION,
            {State.DONE},
            State.IN_PROGRESS,
            OWNERS_AND_LINKS | {ItemRole.RECENT_RECORDER},
            to="completion_withdrawn",
        ),
        Step(Action.VERIFY, {State.DONE}, State.VERIFIED, VERIFIERS, requires=EVIDENCE),
        Step(
            Action.WITHDRAW_VERIFICATION,
            {State.VERIFIED},
            State.DONE,
            {ItemRole.RECENT_VERIFIER},
            to="verification_withdrawn",
        ),
        Step(Action.CLOSE, {State.VERIFIED}, State.CLOSED, RECORDERS),
        Step(Action.RETURN, {State.DONE}, State.IN_PROGRESS, VERIFIERS, requires=REASON, to="returned"),
        Step(Action.CANCEL, CHANGEABLE_STATES, State.CANCELLED, FACILITATORS, requires=REASON),
    ),
)


@dataclass(frozen=True, slots=True)
class ActionRule:
    """The roles that may take an action, and the states in which it is possible."""

    roles: Roles
    states: AbstractSet[str]


ALL_STATES = frozenset(State)
RULES: dict[Action, ActionRule] = {
    **{one.action: ActionRule(one.roles, one.sources) for one in WORKFLOW.transitions},
    Action.READ: ActionRule({ItemRole.READER, ItemRole.LINK}, ALL_STATES),
    Action.SEE_ACCESS: ActionRule({ItemRole.SEATED}, ALL_STATES),
    Action.EDIT: ActionRule(RECORDERS, CHANGEABLE_STATES),
    Action.WIDEN: ActionRule(FACILITATORS, ALL_STATES),
    Action.RELATE: ActionRule(OWNERS | RECORDERS, CHANGEABLE_STATES),
    Action.TICK: ActionRule(OWNERS | FACILITATORS, UNFINISHED_STATES),
    Action.REPORT: ActionRule(OWNERS_AND_LINKS, ACTIVE_STATES - {State.DONE}),
    Action.ADD_EVIDENCE: ActionRule(OWNERS_AND_LINKS | {ItemRole.SPEAKER}, ACTIVE_STATES),
    Action.REMIND: ActionRule(OWNERS | FACILITATORS, OPEN_STATES),
    Action.ACKNOWLEDGE: ActionRule(OWNERS | VERIFIERS | FACILITATORS, OPEN_STATES),
    Action.DISCUSS: ActionRule({ItemRole.HOST}, ALL_STATES),
    Action.WATCH: ActionRule({ItemRole.READER}, ALL_STATES),
    Action.REMIND_ME: ActionRule({ItemRole.READER}, OPEN_STATES),
    Action.SET_LADDER: ActionRule(FACILITATORS, OPEN_STATES),
    Action.ASK_HELP: ActionRule(OWNERS, UNFINISHED_STATES),
    Action.ANSWER_HELP: ActionRule(RECORDERS, OPEN_STATES),
    Action.SHARE: ActionRule(FACILITATORS, CHANGEABLE_STATES),
    Action.LOG: ActionRule(FACILITATORS, UNFINISHED_STATES),
    Action.SEE_LINK: ActionRule(FACILITATORS, ALL_STATES),
    Action.MAKE_LINK: ActionRule(FACILITATORS, CHANGEABLE_STATES),
    Action.REVOKE_LINK: ActionRule(FACILITATORS, ALL_STATES),
    Action.PUBLISH: ActionRule(FACILITATORS, ACTIVE_STATES | VERIFIED_STATES | {State.CANCELLED}),
    # A public item may be unpublished at any time, even in a dissolved group.
    Action.TAKE_BACK: ActionRule({ItemRole.HEAD}, ALL_STATES),
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
