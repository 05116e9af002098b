"""Make an action item of a recommendation. What happens to it there moves nothing here by itself."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from programmes.recommendations.loaders import lock_recommendation
from programmes.recommendations.services.draft import BECAME
from programmes.recommendations.states import RecommendationAction
from tasks.lifecycle.services.create import make_action_item
from tasks.models import ActionItem
from viche.kernel.actor import Actor
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
