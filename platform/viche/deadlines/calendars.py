"""Calendar entries of people; domains register what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import override

from viche.accounts.factor_enforcement import is_lacking_factor
from viche.accounts.models import User
from viche.accounts.token_secrets import digest_of
from viche.deadlines.models import CalendarFeed
from viche.kernel.actor import Actor
from viche.kernel.clock import now

PAST_PERIOD = timedelta(days=60)
"""How long past entries stay: calendar programs delete entries that are no longer listed."""

MAX_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class EntryTime:
    """When and where something is held that people attend, or was to be."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A calendar entry, in the active language: of a whole day, or of a `time`.

    `path` is its page; `version` grows with each change.
    """

    id: UUID
    day: date
    title: str
    text: str
    path: str
    version: int
    changed_at: datetime
    time: EntryTime | None = None


EntryLister = Callable[[Actor, date, int], Iterable[CalendarEntry]]
CALENDARS: dict[str, EntryLister] = {}


def register_calendar(kind: str, entries: EntryLister) -> None:
    """Register what is due: `entries(actor, since, most)` from a day on, the nearest first.

    Third-party programs read the feed: entries must not reveal what only some of a group may read.
    """
    CALENDARS[kind] = entries


def find_feed(secret: str) -> CalendarFeed | None:
    """Return the feed of a secret, if its owner's account is active and lacks no required factor."""
    known = CalendarFeed.objects.filter(digest=digest_of(secret), person__is_active=True)
    feed = known.select_related("person").first()
    return None if feed is None or is_lacking_factor(feed.person) else feed


def list_entries(person: User) -> list[CalendarEntry]:
    """Return the calendar entries of a person in their language, by day."""
    since = (now() - PAST_PERIOD).astimezone(ZoneInfo(person.time_zone)).date()
    actor = Actor.for_person(person.pk)
    with override(person.language):
        found = [entry for entries in CALENDARS.values() for entry in entries(actor, since, MAX_ENTRIES)]
    return sorted(found, key=lambda entry: (entry.day, entry.id))[:MAX_ENTRIES]
