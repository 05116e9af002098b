"""Renders calendar entries as iCalendar (RFC 5545, RFC 7986), and invitations (RFC 5546)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from email.utils import parseaddr
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _, override
from icalendar import Calendar, Event, vCalAddress, vText

from viche.deadlines.calendars import CalendarEntry

REFRESH_INTERVAL = timedelta(hours=1)


def render_calendar(entries: Sequence[CalendarEntry], language: str) -> bytes:
    """Return a calendar: what is due on a day blocks no time."""
    made = _build_calendar("PUBLISH")
    with override(language):
        name = _("Viche: what is due")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", REFRESH_INTERVAL, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_build_event(entry))
    return bytes(made.to_ical())


@dataclass(frozen=True, slots=True)
class Invited:
    """The reader of an invitation, and the group that invites."""

    name: str
    email: str
    organiser: str


def render_invitation(entry: CalendarEntry, invited: Invited) -> bytes:
    """Return the invitation to something that is held, its update or its cancellation (RFC 5546).

    It asks for no answer by the calendar program: people answer on the page.
    """
    is_cancelled = entry.time is not None and entry.time.is_cancelled
    made = _build_calendar("CANCEL" if is_cancelled else "REQUEST")
    event = _build_event(entry)
    organiser = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = vText(invited.organiser)
    event.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{invited.email}")
    attendee.params |= {"CN": vText(invited.name), "ROLE": vText("REQ-PARTICIPANT"), "RSVP": vText("FALSE")}
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    event.add("attendee", attendee)
    made.add_component(event)
    return bytes(made.to_ical())


def _build_calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Viche//Viche//UK")
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _build_event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.version)
    _add_time(event, entry)
    event.add("summary", entry.title)
    if entry.text:
        event.add("description", entry.text)
    event.add("url", urljoin(settings.BASE_URL, entry.path))
    event.add("class", "PRIVATE")
    return event


def _add_time(event: Event, entry: CalendarEntry) -> None:
    """Add the whole day, which blocks no time, or the time of something that is held."""
    if entry.time is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", entry.time.starts_at.astimezone(UTC))
    event.add("dtend", entry.time.ends_at.astimezone(UTC))
    if entry.time.place:
        event.add("location", entry.time.place)
    event.add("status", "CANCELLED" if entry.time.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.time.is_cancelled else "OPAQUE")
