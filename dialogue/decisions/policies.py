"""Policy of decisions: the rights of the thread in which they are made, or else of the group."""

from __future__ import annotations

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.decisions.access import (
    RELATIONS,
    ActorDecisionAccess,
    Roles,
    in_visible_group_q,
    in_visible_thread_q,
)
from dialogue.decisions.lifecycle import COUNTED, EVERY_STATE, OPEN, STEPS, DecisionRole, Step
from dialogue.decisions.models import Decision, DecisionState as State
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import AccessRule, Level, Policy

ANSWERS_OVER = _("The time to answer is over: answers are no longer taken.")


class Action(StrEnum):
    """Actions on a decision."""

    READ = "decision.read"
    EDIT = "decision.edit"
    OPEN = "decision.open"
    CLOSE = "decision.close"
    WITHDRAW = "decision.withdraw"
    VOTE = "decision.vote"
    RECORD_VOTE = "decision.record_vote"
    ASK_SECTOR = "decision.ask_sector"
    REPLY = "decision.reply"
    COUNT_PAPER = "decision.count_paper"
    WRITE_OUTCOME = "decision.write_outcome"
    PUBLISH = "decision.publish"


@dataclass(frozen=True, slots=True)
class Rule:
    """The role that may take an action, and in which states.

    `is_open_vote`: not with secret ballots; `has_roll`: not with ballots of paper; `is_paper`: with them.
    """

    role: DecisionRole
    states: AbstractSet[str]
    is_open_vote: bool = False
    has_roll: bool = False
    is_paper: bool = False


RULES: dict[StrEnum, Rule] = {
    Action.READ: Rule(DecisionRole.READER, EVERY_STATE),
    Action.EDIT: Rule(DecisionRole.LEADER, frozenset({State.DRAFT})),
    Action.OPEN: Rule(DecisionRole.LEADER, STEPS[Step.OPEN].sources),
    Action.CLOSE: Rule(DecisionRole.LEADER, STEPS[Step.ADOPT].sources),
    Action.WITHDRAW: Rule(DecisionRole.LEADER, STEPS[Step.WITHDRAW].sources),
    Action.VOTE: Rule(DecisionRole.VOTER, OPEN, has_roll=True),
    Action.RECORD_VOTE: Rule(DecisionRole.RECORDER, OPEN, is_open_vote=True, has_roll=True),
    Action.ASK_SECTOR: Rule(DecisionRole.LEADER, OPEN, has_roll=True),
    Action.REPLY: Rule(DecisionRole.SPEAKER, OPEN, is_open_vote=True, has_roll=True),
    Action.COUNT_PAPER: Rule(DecisionRole.RECORDER, OPEN, is_paper=True),
    Action.WRITE_OUTCOME: Rule(DecisionRole.LEADER, COUNTED - {State.SUPERSEDED}),
    Action.PUBLISH: Rule(DecisionRole.HEAD, COUNTED),
}


def is_allowed_in_state(action: StrEnum, row: Decision) -> bool:
    """Return whether the state and the rule of a decision allow the action for any actor."""
    rule = RULES[action]
    if action == Action.PUBLISH and not row.is_shared_with_group:
        return False
    if (rule.is_open_vote and row.secret) or (rule.has_roll and row.on_paper):
        return False
    return row.state in rule.states and (row.on_paper or not rule.is_paper)


def list_allowed_actions(actor: Actor, row: Decision, roles: Roles) -> list[str]:
    """Return the short names of the actions open to these roles, for `allowed` in the API."""
    open_now = (one for one in Action if is_allowed_in_state(one, row) and RULES[one].role in roles)
    return DecisionPolicy().short_names_of(actor, open_now)


class DecisionPolicy(Policy[Decision]):
    """Policy of decisions."""

    model = Decision
    domain = "dialogue"
    every = Action
    url_parameter = "decision_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("thread", _("You see the thread of this decision."), in_visible_thread_q),
        AccessRule("group", _("You see the group."), in_visible_group_q),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Decision]:
        if not actor.has_scope(self.scope_of(Action.READ)):
            return Decision.objects.none()
        return Decision.objects.filter(self.visible_by_ways_q(actor)).select_related(*RELATIONS)

    def permits(self, actor: Actor, action: StrEnum, obj: Decision) -> bool:
        return bool(self.permitted(actor, action, [obj]))

    def permitted(self, actor: Actor, action: StrEnum, rows: Sequence[Decision]) -> Sequence[Decision]:
        access = ActorDecisionAccess.load(actor, rows)
        return [
            one
            for one in rows
            if is_allowed_in_state(action, one) and RULES[action].role in access.roles[one.pk]
        ]

    def allowed(self, actor: Actor, obj: Decision) -> list[str]:
        return list_allowed_actions(actor, obj, ActorDecisionAccess.load(actor, [obj]).roles[obj.pk])

    def refuse(self, actor: Actor, action: StrEnum, obj: Decision) -> Forbidden:
        if not obj.group.is_working:
            return Forbidden(
                "group_not_working", _("The group is suspended or dissolved: it can only be read.")
            )
        if RULES[action].role in ActorDecisionAccess.load(actor, [obj]).roles[obj.pk]:
            if action in (Action.VOTE, Action.RECORD_VOTE) and obj.is_closed:
                return Forbidden("closed", ANSWERS_OVER)
            return Forbidden("decision_state", _("This step does not fit the state or rule of the decision."))
        if action == Action.VOTE:
            return Forbidden("no_voter", _("You have no seat in the roll of this decision."))
        return Forbidden()
