"""Drafts of recommendations: make, edit and discard one."""

from __future__ import annotations

from typing import Unpack
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.loaders import choose_mandate, lock_visible_dossier
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.events import (
    RecommendationChanged,
    RecommendationDiscarded,
    RecommendationMade,
)
from programmes.recommendations.fields import BECAME, SOURCES, Fields, set_fields
from programmes.recommendations.loaders import event_fields_of, lock_recommendation
from programmes.recommendations.models import Recommendation, Theme
from programmes.recommendations.policies import DossierRecommendationsPolicy
from programmes.recommendations.states import RecommendationAction, RecommendationsAction
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.models import Link
from viche.kernel.object_links import LINKABLE, Reference, describe, link
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

MAX_IN_DOSSIER = 200


@service(RecommendationsAction.MAKE)
def make_recommendation(
    *,
    actor: Actor,
    dossier_id: UUID,
    mandate_id: UUID | None = None,
    source: Reference | None = None,
    **fields: Unpack[Fields],
) -> Recommendation:
    """Draft a recommendation in a dossier, addressed to one organisation or outside body.

    `source` is the finding, decision, message or thread that it follows from. Raises NotFound, Forbidden,
    Invalid, Conflict when the dossier is full.
    """
    policy = DossierRecommendationsPolicy()
    locked = lock_visible_dossier(actor, dossier_id, policy.scopes_of(RecommendationsAction.MAKE))
    dossier = locked.dossier
    if not policy.permits(actor, RecommendationsAction.MAKE, dossier):
        raise policy.refusal(actor, RecommendationsAction.MAKE, dossier)
    if dossier.recommendations.count() >= MAX_IN_DOSSIER:
        raise Conflict("too_many", _("A dossier has at most 200 recommendations."))
    row = Recommendation(dossier=dossier, group=dossier.group, register_id=dossier.register_id)
    row.proposed_through = choose_mandate(locked.access.seats_for(dossier), mandate_id)
    set_fields(row, {"title_uk": "", "text_uk": "", "theme": Theme.OTHER, **fields})
    row.save(force_insert=True)
    if source is not None:
        _link_source(actor, row, source)
    mandate_pk = row.proposed_through.pk if row.proposed_through is not None else None
    record(actor, RecommendationMade(**event_fields_of(row), mandate_id=mandate_pk))
    return row


def _link_source(actor: Actor, row: Recommendation, source: Reference) -> None:
    kind, pk = source
    if kind not in SOURCES or kind not in LINKABLE or source not in describe(actor, [source]):
        raise Invalid.field("/follows_from", "unknown", _("This is not there, or not for you."))
    link(actor, BECAME, source=(kind, pk), target=("recommendation", row.pk))


@service(RecommendationAction.EDIT)
def edit_recommendation(
    *, actor: Actor, recommendation_id: UUID, expected_version: int, changes: Fields
) -> Recommendation:
    """Change the given fields of a draft. Raises NotFound, Forbidden, Stale, Invalid."""
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.EDIT, expected_version)
    row = locked.row
    set_fields(row, changes)
    save_new_version(row, whole=True)
    record(actor, RecommendationChanged(**event_fields_of(row), fields=tuple(sorted(changes))))
    return row


@service(RecommendationAction.DISCARD)
def delete_recommendation(*, actor: Actor, recommendation_id: UUID, expected_version: int) -> Dossier:
    """Discard a draft for good. Raises NotFound, Forbidden, Stale."""
    locked = lock_recommendation(actor, recommendation_id, RecommendationAction.DISCARD, expected_version)
    row = locked.row
    Link.objects.filter(target_type="recommendation", target_id=row.pk).delete()
    record(actor, RecommendationDiscarded(**event_fields_of(row)))
    row.delete()
    return row.dossier
