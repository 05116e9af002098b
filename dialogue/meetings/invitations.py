"""Meetings as entries of calendars: invitations in e-mails, and the calendar feed of a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dialogue.common.dates import beginning_of
from dialogue.meetings.models import Meeting, MeetingState
from dialogue.meetings.policies import MeetingPolicy
from groups.models import InitiativeGroupUserPermission
from groups.policies import SPEAK, has_grant_q
from viche.accounts.models import User
from viche.deadlines.calendars import CalendarEntry, EntryTime
from viche.deadlines.ics import Invited, render_invitation
from viche.kernel.actor import Actor
from viche.kernel.text import translate_field
from viche.notifications.registry import MailFile


def build_entry(meeting: Meeting) -> CalendarEntry:
    """Return the entry of a meeting, in the active language. Needs its group."""
    is_cancelled = meeting.state == MeetingState.CANCELLED
    place = ", ".join(one for one in (meeting.place, meeting.video_url) if one)
    return CalendarEntry(
        id=meeting.pk,
        day=meeting.starts_at.astimezone(ZoneInfo(meeting.group.time_zone)).date(),
        title=name_meeting(meeting),
        text=meeting.state_reason if is_cancelled else translate_field(meeting.group, "name"),
        path=f"/meetings/{meeting.pk}",
        version=meeting.sequence,
        changed_at=meeting.invited_at or meeting.starts_at,
        time=EntryTime(meeting.starts_at, meeting.ends_at, place, is_cancelled),
    )


def name_meeting(meeting: Meeting) -> str:
    """Return the title of a meeting with its number, in the active language."""
    title = translate_field(meeting, "title")
    if meeting.number is None:
        return title
    return _("No. %(number)d: %(title)s") % {"number": meeting.number, "title": title}


def build_invitation(meeting: Meeting, reader: User) -> MailFile:
    """Return the file that a calendar program takes as invitation, update or cancellation."""
    invited = Invited(
        name=translate_field(reader, "name"),
        email=reader.email,
        organiser=translate_field(meeting.group, "name"),
    )
    entry = build_entry(meeting)
    method = "CANCEL" if meeting.state == MeetingState.CANCELLED else "REQUEST"
    content = render_invitation(entry, invited)
    return MailFile("invitation.ics", content, f"text/calendar; method={method}")


def list_calendar_entries(actor: Actor, since: date, most: int) -> Iterator[CalendarEntry]:
    """Yield the meetings to which the seats of a person were invited, cancelled ones as such."""
    invited = has_grant_q(InitiativeGroupUserPermission, actor, SPEAK, of="group")
    rows = MeetingPolicy().visible_to(actor).filter(invited, number__isnull=False)
    rows = rows.filter(starts_at__gte=beginning_of(since, "UTC")).order_by("starts_at", "id")
    return map(build_entry, rows[:most])
