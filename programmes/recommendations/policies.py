"""Policies of recommendations, and of the transitions of dossiers that hold nothing else."""

from __future__ import annotations

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.policies import Readers
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import (
    DOMAIN,
    GROUP_RESTS,
    LEADERS,
    WORKERS,
    DossierPolicy,
    DossiersSeen,
    TransitionPolicy,
)
from programmes.kit.registry import DossierRole
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.lifecycle import Action
from programmes.recommendations.models import Recommendation
from programmes.recommendations.states import (
    AXES,
    DOSSIER_KIND,
    OVER,
    RecommendationAction,
    RecommendationRole,
    RecommendationsAction,
)
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy

KIND = DOSSIER_KIND

WRONG_STATE = _("This step does not fit the present state of the recommendation.")
NOT_ANOTHER = _(
    "Another organisation verifies: neither the addressee, its parent or its units, nor whoever took a step "
    "of the addressee or added evidence."
)


class RecommendationDossierPolicy(TransitionPolicy):
    """Policy of the transitions of a dossier of recommendations."""

    model = Dossier
    kind = KIND
    every = Action


class Stage(StrEnum):
    """Stage of a recommendation. Once superseded, it does not move any more."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class Rule:
    """The roles that may take an action, and when: at which stages, in which states of one axis.

    `open_only`: not in a dossier that is closed. `allowed_after_closing`: still in a closed one of another
    kind, which does not reopen. `gives_work`: only if the whole group reads the dossier, and gives action
    items.
    """

    roles: AbstractSet[RecommendationRole]
    stages: AbstractSet[Stage] = frozenset({Stage.IN_FORCE})
    axis: str = "implementation"
    states: AbstractSet[str] | None = None
    open_only: bool = True
    allowed_after_closing: bool = False
    gives_work: bool = False


EVERY_STAGE, DRAFT = frozenset(Stage), frozenset({Stage.DRAFT})
LEAD = frozenset({RecommendationRole.LEAD})
AUTHORS = LEAD | {RecommendationRole.TEAM}
NOT_OVER = frozenset(one.name for one in AXES["implementation"].states) - OVER

RULES: dict[RecommendationAction, Rule] = {
    **{
        step.action: Rule(step.roles, axis=axis, states=step.sources, allowed_after_closing=True)
        for axis, lifecycle in AXES.items()
        for step in lifecycle.transitions
    },
    RecommendationAction.READ: Rule({RecommendationRole.READER}, EVERY_STAGE, open_only=False),
    RecommendationAction.EDIT: Rule(AUTHORS, DRAFT),
    RecommendationAction.DISCARD: Rule(AUTHORS, DRAFT),
    RecommendationAction.ISSUE: Rule(LEAD, DRAFT),
    RecommendationAction.SUPERSEDE: Rule(LEAD, states=NOT_OVER),
    RecommendationAction.SET_THEME: Rule(AUTHORS, EVERY_STAGE, open_only=False),
    RecommendationAction.LOG: Rule(LEAD, allowed_after_closing=True),
    RecommendationAction.MAKE_LINK: Rule(LEAD),
    RecommendationAction.ADD_EVIDENCE: Rule(
        AUTHORS | {RecommendationRole.ADDRESSEE}, states=NOT_OVER, allowed_after_closing=True
    ),
    RecommendationAction.MAKE_ACTION: Rule(
        {RecommendationRole.RECORDER}, states=NOT_OVER, allowed_after_closing=True, gives_work=True
    ),
}


class RecommendationPolicy(Policy[Recommendation]):
    """Policy of recommendations: whoever reads the dossier reads them."""

    model = Recommendation
    domain = DOMAIN
    every = RecommendationAction
    url_parameter = "recommendation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({RecommendationAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Recommendation]:
        rows = Recommendation.objects.select_related("dossier__group", "group")
        return rows.filter(ActorRecommendationAccess(ActorDossierAccess.of(actor)).reads_q())

    def permits(self, actor: Actor, action: StrEnum, obj: Recommendation) -> bool:
        roles = ActorRecommendationAccess.of(actor).roles_for(obj)
        return is_permitted(RecommendationAction(action), obj, roles)

    def permitted(
        self, actor: Actor, action: StrEnum, rows: Sequence[Recommendation]
    ) -> Sequence[Recommendation]:
        """Return the rows on which the actor may do the action. Loads the actor's access once."""
        access, rule = ActorRecommendationAccess.of(actor), RecommendationAction(action)
        access.load_workers(rows)
        return [one for one in rows if is_permitted(rule, one, access.roles_for(one))]

    def allowed(self, actor: Actor, obj: Recommendation) -> list[str]:
        return list_allowed_actions(actor, obj, ActorRecommendationAccess.of(actor).roles_for(obj))

    def refuse(self, actor: Actor, action: StrEnum, obj: Recommendation) -> Forbidden:
        if not obj.dossier.group.is_working:
            return Forbidden("group_not_working", GROUP_RESTS)
        roles = ActorRecommendationAccess.of(actor).roles_for(obj)
        if not roles.isdisjoint(RULES[RecommendationAction(action)].roles):
            return Forbidden("recommendation_state", WRONG_STATE)
        if action in (RecommendationAction.VERIFY, RecommendationAction.RETURN):
            return Forbidden("not_another", NOT_ANOTHER)
        return Forbidden()

    def readers(self, obj: Recommendation) -> Readers:
        return DossierPolicy().readers(obj.dossier)


def get_stage(row: Recommendation) -> Stage:
    if not row.is_issued:
        return Stage.DRAFT
    return Stage.SUPERSEDED if row.is_superseded else Stage.IN_FORCE


def is_allowed_in_state(action: RecommendationAction, row: Recommendation) -> bool:
    """Return whether a recommendation and its dossier allow the action now, for any actor."""
    rule = RULES[action]
    allowed_after_closing = rule.allowed_after_closing and row.dossier.kind != DOSSIER_KIND
    if rule.open_only and row.dossier.is_closed and not allowed_after_closing:
        return False
    if rule.gives_work and not (row.dossier.is_shared_with_group and row.group.gives_work):
        return False
    if action == RecommendationAction.MAKE_LINK and row.outside_body_id is None:
        return False
    fits = rule.states is None or getattr(row, rule.axis) in rule.states
    return fits and get_stage(row) in rule.stages


def is_permitted(
    action: RecommendationAction, row: Recommendation, roles: AbstractSet[RecommendationRole]
) -> bool:
    """Return whether one of the roles may take the action now."""
    return is_allowed_in_state(action, row) and not roles.isdisjoint(RULES[action].roles)


def list_allowed_actions(
    actor: Actor, row: Recommendation, roles: AbstractSet[RecommendationRole]
) -> list[str]:
    """Return the short names of the actions open to these roles, for `allowed` in the API."""
    open_now = (action for action in RecommendationAction if is_permitted(action, row, roles))
    return RecommendationPolicy().short_names_of(actor, open_now)


class DossierRecommendationsPolicy(DossiersSeen):
    """Policy of the recommendations of a dossier: its readers list them, those who work on it make them."""

    model = Dossier
    every = RecommendationsAction
    url_parameter = "dossier_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({RecommendationsAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Dossier]:
        return super().visible_to(actor).select_related("group")

    def permits(self, actor: Actor, action: StrEnum, obj: Dossier) -> bool:
        roles = ActorDossierAccess.of(actor).roles_for(obj)
        if action == RecommendationsAction.READ:
            return bool(roles)
        return not obj.is_closed and self.may(roles, action, obj)

    def may(self, roles: AbstractSet[DossierRole], action: StrEnum, dossier: Dossier) -> bool:
        return not roles.isdisjoint(LEADERS | WORKERS)
