"""Set the theme of one or of several recommendations: it groups them, and is none of their words."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.events import RecommendationChanged
from programmes.recommendations.loaders import event_fields_of, lock_recommendation
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.policies import RecommendationPolicy, is_permitted
from programmes.recommendations.states import RecommendationAction
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import check_scopes
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

MAX_AT_ONCE = 100


@service(RecommendationAction.SET_THEME)
def set_theme(
    *, actor: Actor, recommendation_id: UUID, expected_version: int, theme: Theme
) -> Recommendation:
    """Set the theme of a recommendation, also of one that was issued. Raises NotFound, Forbidden, Stale."""
    action = RecommendationAction.SET_THEME
    row = lock_recommendation(actor, recommendation_id, action, expected_version).row
    _set(actor, row, theme)
    return row


@service(RecommendationAction.SET_THEME)
def set_themes(*, actor: Actor, recommendation_ids: Sequence[UUID], theme: Theme) -> list[Recommendation]:
    """Set the theme of several recommendations, of all or of none.

    Raises Invalid at the first that the actor may not read (`/recommendations/3`, from 0), Forbidden when
    their role does not permit it for one of them.
    """
    if actor.is_unidentified:
        raise SignedOut
    policy, action = RecommendationPolicy(), RecommendationAction.SET_THEME
    check_scopes(actor, *policy.scopes_of(action))
    wanted = list(dict.fromkeys(recommendation_ids))
    if not 1 <= len(wanted) <= MAX_AT_ONCE:
        raise Invalid.field("/recommendations", "length", _("Choose 1 to 100 recommendations."))
    rows = Recommendation.objects.select_related("dossier__group", "group").filter(pk__in=wanted)
    held = {one.pk: one for one in rows.select_for_update(of=("self",), no_key=True).order_by("pk")}
    access = ActorRecommendationAccess.of(actor)
    access.load_workers(held.values())
    for place, pk in enumerate(wanted):
        roles = access.roles_for(held[pk]) if pk in held else frozenset()
        if not roles:
            unknown = _("There is no such recommendation.")
            raise Invalid.field(f"/recommendations/{place}", "unknown", unknown)
        if not is_permitted(action, held[pk], roles):
            raise policy.refusal(actor, action, held[pk])
    for pk in wanted:
        _set(actor, held[pk], theme)
    return [held[pk] for pk in wanted]


def _set(actor: Actor, row: Recommendation, theme: Theme) -> None:
    if row.theme == theme:
        return
    row.theme = theme
    save_new_version(row, "theme")
    record(actor, RecommendationChanged(**event_fields_of(row), fields=("theme",)))
