"""Helpers shared by this app's notifications: bilingual texts, formatted moments, recorded objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.common.periods import COUNTRY_ZONE, find_ended_day
from groups.common.texts import DAY_FORMAT
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, render_bilingual

HOME_URL = "/"


def format_moment(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")


def format_end(end: datetime, zone: str) -> str:
    """Return the end as text: a moment, or for midnight the day that ends then."""
    day = find_ended_day(end, zone)
    if day is None:
        return format_moment(end, zone)
    return _("the end of %(day)s") % {"day": date_format(day, DAY_FORMAT)}


def get_time_zone_of(reader: Actor) -> str:
    if reader.person_id is None:
        return COUNTRY_ZONE
    return (
        User.objects.values_list("time_zone", flat=True).filter(pk=reader.person_id).first() or COUNTRY_ZONE
    )


def load_recorded(notifications: Sequence[Notification], key: str, rows: QuerySet[Any]) -> dict[UUID, Any]:
    """Return the object of each notification, by the id that its event recorded under `key`."""
    ids = {one.id: UUID(one.event.data[key]) for one in notifications}
    known = {row.pk: row for row in rows.filter(pk__in=set(ids.values()))}
    return {pk: known[row_id] for pk, row_id in ids.items() if row_id in known}


def list_concerned_recipients(event: Event) -> Iterable[Recipient]:
    """Return the person whom the event is about."""
    return [Recipient(UUID(event.data["person_id"]), "concerns_you")]


def build_personal_words(
    title: Callable[[], str], body: Callable[[], str], url: str = HOME_URL
) -> NotificationText:
    reason = render_bilingual(lambda: _("This concerns you personally."))
    return NotificationText(
        title=render_bilingual(title), body=render_bilingual(body), reason=reason, url=url
    )


def describe_given_reason(reason: str) -> str:
    return _("Reason: %(reason)s") % {"reason": reason}
