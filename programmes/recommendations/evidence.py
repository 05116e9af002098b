"""Evidence of recommendations: who adds it, and what it changes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from programmes.kit.dossiers.loaders import LockedDossier, get_child
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.access import ActorRecommendationAccess
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import RecommendationPolicy, is_permitted
from programmes.recommendations.states import OVER, RecommendationAction, Response, Step
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.lifecycle import Requirement
from viche.kernel.versions import save_new_version


def authorise_evidence(locked: LockedDossier, subject_id: UUID) -> list[SpeakingSeat]:
    """Return the seats from which the actor may add evidence, those of the addressee first.

    Raises NotFound for a recommendation that the locked dossier does not hold, Forbidden.
    """
    row = _lock(locked.dossier, subject_id)
    access, action = ActorRecommendationAccess(locked.access), RecommendationAction.ADD_EVIDENCE
    if not is_permitted(action, row, access.list_roles(row)):
        raise RecommendationPolicy().refusal(locked.actor, action, row)
    seats = locked.access.seats_for(row.dossier)
    return access.seats_for_addressee(row) or sorted(
        seats, key=lambda seat: seat.mandate.pk != row.dossier.lead_id
    )


def update_evidence_count(actor: Actor, dossier: Dossier, subject_id: UUID, count: int) -> None:
    """Keep how many pieces there are. The version changes: whoever verifies must have seen them."""
    row = _lock(dossier, subject_id)
    row.evidence_count = count
    save_new_version(row, "evidence_count")


def find_settled(subject_ids: Collection[UUID]) -> set[UUID]:
    """Return the recommendations that are over, superseded, or done already as the addressee answered."""
    rows = Recommendation.objects.filter(pk__in=subject_ids)
    proven = Q(implementation__in=OVER) | Q(superseded_by__isnull=False) | Q(response=Response.ALREADY_DONE)
    return set(rows.filter(proven).values_list("pk", flat=True))


def find_missing_evidence(row: Recommendation, step: Step) -> Conflict | None:
    """Return the error of a step that requires evidence, where there is none."""
    if Requirement.EVIDENCE not in step.requires or row.evidence_count:
        return None
    if step.action == RecommendationAction.VERIFY:
        gone = _("All evidence was withdrawn or hidden: return the recommendation.")
        return Conflict("evidence_required", gone)
    return Conflict(
        "evidence_required",
        pgettext_lazy("recommendation", "Add evidence first: show how others can tell that it is done."),
    )


def _lock(dossier: Dossier, pk: UUID) -> Recommendation:
    row = get_child(dossier, Recommendation.objects.select_for_update(of=("self",), no_key=True), pk)
    row.group = dossier.group
    return row
