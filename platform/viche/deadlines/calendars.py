"""What stands in people's calendars: a domain registers what is due for somebody."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import override

from viche.accounts.models import User
from viche.accounts.standing import lacks_factor
from viche.accounts.token_secrets import digest_of
from viche.deadlines.models import CalendarFeed
from viche.kernel.actor import Actor
from viche.kernel.clock import now

KEPT = timedelta(days=60)
"""So long what is past stays: calendars delete what is no longer named."""

MOST = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of a calendar, in the words of the language that is active.

    `path` is the page that it leads to, `version` grows with each change of it.
    """

    id: UUID
    day: date
    title: str
    text: str
    path: str
    version: int
    changed_at: datetime


Entries = Callable[[Actor, date, int], Iterable[Entry]]
CALENDARS: dict[str, Entries] = {}


def calendar(kind: str, entries: Entries) -> None:
    """Register what is due for people: `entries(actor, since, most)` from a day on, the nearest first.

    The answer goes to programs of others: it names nothing that only some of a group may read.
    """
    CALENDARS[kind] = entries


def find_feed(secret: str) -> CalendarFeed | None:
    """The feed at an address, of somebody whose account is in use and lacks no factor."""
    known = CalendarFeed.objects.filter(digest=digest_of(secret), person__is_active=True)
    feed = known.select_related("person").first()
    return None if feed is None or lacks_factor(feed.person) else feed


def entries_of(person: User) -> list[Entry]:
    """What is due for a person, in their language, by its day."""
    since = (now() - KEPT).astimezone(ZoneInfo(person.time_zone)).date()
    actor = Actor.for_person(person.pk)
    with override(person.language):
        found = [entry for entries in CALENDARS.values() for entry in entries(actor, since, MOST)]
    return sorted(found, key=lambda entry: (entry.day, entry.id))[:MOST]
