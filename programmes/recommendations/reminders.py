"""Reminders of answers that do not come: when they are due, and what is recorded then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from programmes.recommendations.events import RecommendationReminded
from programmes.recommendations.loaders import event_fields_of
from programmes.recommendations.models import AgeBand, AnswerReminder, Recommendation
from programmes.recommendations.states import Response
from tasks.reminders.schedule import get_reminder_time
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service

AGES = {AgeBand.DAYS_90: 90, AgeBand.DAYS_180: 180, AgeBand.DAYS_365: 365}
"""Days since a recommendation was issued, by band."""


def schedule_reminders(row: Recommendation) -> None:
    """Schedule the reminders of a recommendation that is issued now: on the due day, then by its age."""
    if row.issued_at is None or row.due_on is None:
        return
    zone = row.dossier.group.time_zone
    issued_on = row.issued_at.astimezone(ZoneInfo(zone)).date()
    days: dict[AgeBand, date] = {AgeBand.DUE: row.due_on}
    days |= {band: issued_on + timedelta(days=age) for band, age in AGES.items()}
    AnswerReminder.objects.bulk_create(
        AnswerReminder(recommendation=row, band=band, due_at=get_reminder_time(day, zone))
        for band, day in days.items()
    )


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
