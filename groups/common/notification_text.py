"""What the notices of this room share: words in both languages, moments, and what an event was about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.common.periods import COUNTRY_ZONE, day_over
from groups.common.texts import DAY_AS_SAID
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Words, in_both

HOME = "/"


def moment(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")


def until(end: datetime, zone: str) -> str:
    """A moment, or of midnight the day that it ends."""
    day = day_over(end, zone)
    if day is None:
        return moment(end, zone)
    return _("the end of %(day)s") % {"day": date_format(day, DAY_AS_SAID)}


def zone_of(reader: Actor) -> str:
    if reader.person_id is None:
        return COUNTRY_ZONE
    return (
        User.objects.values_list("time_zone", flat=True).filter(pk=reader.person_id).first() or COUNTRY_ZONE
    )


def recorded(notifications: Sequence[Notification], key: str, rows: QuerySet[Any]) -> dict[UUID, Any]:
    """The object of each notification, whose id its event recorded under `key`."""
    ids = {one.id: UUID(one.event.data[key]) for one in notifications}
    known = {row.pk: row for row in rows.filter(pk__in=set(ids.values()))}
    return {pk: known[row_id] for pk, row_id in ids.items() if row_id in known}


def concerned(event: Event) -> Iterable[Recipient]:
    """The person whom the event is about."""
    return [Recipient(UUID(event.data["person_id"]), "concerns_you")]


def told(title: Callable[[], str], body: Callable[[], str], url: str = HOME) -> Words:
    reason = in_both(lambda: _("This concerns you personally."))
    return Words(title=in_both(title), body=in_both(body), reason=reason, url=url)


def because(reason: str) -> str:
    return _("Reason: %(reason)s") % {"reason": reason}
