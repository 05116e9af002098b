"""When people are reminded of an action item without anybody asking for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tasks.models import ADVANCE, OPEN, UNFINISHED, ActionItem, Reminder, ReminderAudience, ReminderRule
from viche.kernel.clock import now

HOUR = time(9)
"""When planned reminders come, by the clock of the group."""

Occurrence = tuple[ReminderRule, ReminderAudience, datetime]


def morning(day: date, zone: str) -> datetime:
    """The instant (UTC) at which reminders of `day` come in `zone`, an IANA name."""
    return datetime.combine(day, HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _occurrences(item: ActionItem) -> Iterator[Occurrence]:
    """What the rules ask for while the owner is not finished."""
    if item.state not in UNFINISHED:
        return
    zone, after = item.group.time_zone, item.due_on + timedelta(days=1)
    yield ReminderRule.BEFORE_DUE, ReminderAudience.OWNER, morning(item.due_on - ADVANCE, zone)
    yield ReminderRule.ON_DUE, ReminderAudience.OWNER, morning(item.due_on, zone)
    yield ReminderRule.OVERDUE, ReminderAudience.OWNER, morning(after, zone)
    yield ReminderRule.OVERDUE, ReminderAudience.FACILITATOR, morning(after, zone)


def plan_reminders(item: ActionItem) -> None:
    """Make the reminders to come what the item asks for now. What has been fired stays as it was.

    A moment that has passed is not caught up: whoever moves the day sees it. A row that is being fired
    right now is waited for and then left alone. Belongs inside a service that holds the item.
    """
    moment = now()
    wanted = {one for one in _occurrences(item) if one[2] > moment}
    present: set[Occurrence] = set()
    for row in Reminder.objects.select_for_update(no_key=True).filter(action=item, fired_at=None):
        occurrence = (ReminderRule(row.rule), ReminderAudience(row.audience), row.due_at)
        present.add(occurrence)
        stays = item.state in OPEN if row.rule == ReminderRule.CUSTOM else occurrence in wanted
        if not stays:
            row.delete()
    rows = [
        Reminder(action=item, rule=rule, audience=audience, due_at=at)
        for rule, audience, at in wanted - present
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
