"""When reminders of an answer that does not come are due."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from programmes.recommendations.models import AgeBand, AnswerReminder, Recommendation
from tasks.reminders.schedule import get_reminder_time

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
