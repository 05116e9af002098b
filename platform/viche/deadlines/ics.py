"""Entries of a calendar as iCalendar (RFC 5545, RFC 7986). The same entries are the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _, override
from icalendar import Calendar, Event

from viche.deadlines.calendars import Entry

AGAIN = timedelta(hours=1)


def calendar_of(entries: Sequence[Entry], language: str) -> bytes:
    """A calendar of whole days that take up nobody's time."""
    made = Calendar()
    made.add("prodid", "-//Viche//Viche//UK")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    with override(language):
        name = _("Viche: what is due")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.version)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    event.add("url", urljoin(settings.BASE_URL, entry.path))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
