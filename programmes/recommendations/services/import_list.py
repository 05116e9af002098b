"""Import of a list of recommendations: all rows exactly as previewed, or none."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.list_import.parsed_rows import check_row_count, check_unchanged
from programmes.kit.dossiers.loaders import lock_visible_dossier
from programmes.recommendations.import_plans import ImportEntry, plan_import
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import DossierRecommendationsPolicy
from programmes.recommendations.services.draft import make_recommendation
from programmes.recommendations.states import RecommendationsAction
from viche.kernel.actor import Actor
from viche.kernel.services import service


@service(RecommendationsAction.MAKE)
def import_recommendations(
    *, actor: Actor, dossier_id: UUID, entries: Sequence[ImportEntry]
) -> list[Recommendation]:
    """Draft each entry in a dossier. Raises NotFound, Forbidden, Invalid at `/rows` for none or too many.

    Raises Conflict with the rows (`/rows/3`, from 0) that have become invalid; then nothing is made.
    """
    scopes = DossierRecommendationsPolicy().scopes_of(RecommendationsAction.MAKE)
    dossier = lock_visible_dossier(actor, dossier_id, scopes).dossier
    check_row_count(entries, _("A list has 1 to %(most)d recommendations."))
    planned = check_unchanged(plan_import(dossier, entries), entries, lambda _planned, _entry: None)
    return [make_recommendation(actor=actor, dossier_id=dossier_id, **one.fields) for one in planned]
