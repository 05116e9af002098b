"""Renders calendar entries as iCalendar (RFC 5545, RFC 7986), deterministically."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _, override
from icalendar import Calendar, Event

from viche.deadlines.calendars import CalendarEntry

REFRESH_INTERVAL = timedelta(hours=1)


def render_calendar(entries: Sequence[CalendarEntry], language: str) -> bytes:
    """Return a calendar of all-day events that do not block time."""
    made = Calendar()
    made.add("prodid", "-//Viche//Viche//UK")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    with override(language):
        name = _("Viche: what is due")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH_INTERVAL, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_build_event(entry))
    return bytes(made.to_ical())


def _build_event(entry: CalendarEntry) -> Event:
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
