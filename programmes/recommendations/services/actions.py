"""Action items that follow from a recommendation. What happens to them moves nothing here by itself."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.recommendations.fields import BECAME
from programmes.recommendations.loaders import lock_recommendation
from programmes.recommendations.states import RecommendationAction
from tasks.items.policies import ActionItemPolicy
from tasks.lifecycle.services.create import make_action_item
from tasks.models import ActionItem
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.object_links import link
from viche.kernel.services import service


@service(RecommendationAction.MAKE_ACTION)
def make_action_of_recommendation(
    *, actor: Actor, recommendation_id: UUID, due_on: date, **facts: Any
) -> ActionItem:
    """Propose an action item that follows from a recommendation, by default to its addressee.

    `facts` are those of `make_action_item`; title and target groups are taken from the recommendation unless
    they are given. Raises NotFound, Forbidden, Invalid.
    """
    row = lock_recommendation(actor, recommendation_id, RecommendationAction.MAKE_ACTION, None).row
    defaults: dict[str, Any] = {"title_uk": row.title_uk, "target_groups": row.target_groups}
    if "title_uk" not in facts:
        defaults["title_en"] = row.title_en
    if facts.keys().isdisjoint({"owner_organisation_id", "outside_body_id"}):
        defaults["owner_organisation_id"] = row.addressee_organisation_id
        defaults["outside_body_id"] = row.outside_body_id
    item = make_action_item(actor=actor, group_id=row.group_id, due_on=due_on, **(defaults | facts))
    link(actor, BECAME, source=("recommendation", row.pk), target=("action", item.pk))
    return item


@service(RecommendationAction.MAKE_ACTION)
def link_action(*, actor: Actor, recommendation_id: UUID, action_id: UUID) -> ActionItem:
    """Say that an existing action item follows from a recommendation. Idempotent.

    The item belongs to the same register. Raises NotFound, Forbidden, Invalid for an unknown item.
    """
    row = lock_recommendation(actor, recommendation_id, RecommendationAction.MAKE_ACTION, None).row
    item = ActionItemPolicy().visible_to(actor).filter(pk=action_id, register=row.register_id).first()
    if item is None:
        raise Invalid.field("/action", "unknown", _("There is no such action item in this register."))
    link(actor, BECAME, source=("recommendation", row.pk), target=("action", item.pk))
    return item
