"""Reminders of answers that do not come."""

from __future__ import annotations

from collections.abc import Sequence

from programmes.recommendations.events import RecommendationReminded
from programmes.recommendations.loaders import event_fields_of
from programmes.recommendations.models import AnswerReminder, Recommendation
from programmes.recommendations.states import Response
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def dispatch_reminders(*, actor: Actor, rows: Sequence[AnswerReminder]) -> None:
    """Record a reminder for each row whose recommendation still waits for an answer in a working group."""
    waiting = Recommendation.objects.issued().filter(
        pk__in=[one.recommendation_id for one in rows], response=Response.PENDING
    )
    known = {one.pk: one for one in waiting.select_related("dossier__group")}
    for one in rows:
        row = known.get(one.recommendation_id)
        if row is not None and row.dossier.group.is_working:
            record(actor, RecommendationReminded(**event_fields_of(row), band=one.band))
