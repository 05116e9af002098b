"""Notices of meetings: convened, changed, cancelled, reminded of; with invitations to calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _

from dialogue.meetings import events
from dialogue.meetings.invitations import build_invitation, name_meeting
from dialogue.meetings.models import Attendance, AttendanceAnswer, Meeting, MeetingState
from dialogue.meetings.policies import MeetingPolicy
from dialogue.meetings.selectors import list_unanswered_meeting_ids
from dialogue.threads.loaders import require_person
from groups.models import SPEAKING_ROLES
from groups.selectors import list_participant_ids, list_seats_of
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    MailFile,
    Notice,
    NoticeContext,
    Recipient,
    Template,
    Topic,
    build_recipients,
    register_notices,
)

SEATED = "seated"
REASONS: dict[str, Template] = {SEATED: _("You get this because you are in the group.")}
OPEN_MEETING = _("Open the meeting")


@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting for one reader, and whether they still have to answer."""

    meeting: Meeting
    is_unanswered: bool


Context = NoticeContext[Invitation]


def load_invitations(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, Invitation]:
    ids = {one.event.subject_id for one in notifications}
    rows = MeetingPolicy().visible_to(reader).in_bulk(ids)
    unanswered = list_unanswered_meeting_ids(reader, rows.values())
    return {
        one.pk: Invitation(rows[pk], pk in unanswered)
        for one in notifications
        if (pk := one.event.subject_id) in rows
    }


# ---- recipients --------------------------------------------------------------------------------------------


def list_members(event: Event) -> list[Recipient]:
    return build_recipients(SEATED, list_participant_ids(UUID(event.data["group_id"])))


def find_moved_recipients(event: Event) -> Iterable[Recipient]:
    """Return everybody in the group when it is convened, or cancelled after that."""
    data = event.data
    is_cancelled = data["after"] == MeetingState.CANCELLED and data["before"] == MeetingState.CONVENED
    return list_members(event) if is_cancelled or data["after"] == MeetingState.CONVENED else []


def find_changed_recipients(event: Event) -> Iterable[Recipient]:
    return list_members(event) if event.data["reinvites"] else []


def find_reminded_recipients(event: Event) -> Iterable[Recipient]:
    """Return the people with a seat, without those who answered for all of theirs that they do not come."""
    group_id = UUID(event.data["group_id"])
    absent = set(
        Attendance.objects.filter(meeting=event.subject_id, answer=AttendanceAnswer.NOT).values_list(
            "membership", flat=True
        )
    )
    people = list_participant_ids(group_id, roles=SPEAKING_ROLES)
    coming = people if not absent else [pk for pk in people if _has_seat_beside(pk, group_id, absent)]
    return build_recipients(SEATED, coming)


def _has_seat_beside(person_id: UUID, group_id: UUID, absent: set[UUID]) -> bool:
    return any(one.membership.pk not in absent for one in list_seats_of(person_id, group_id))


# ---- texts -------------------------------------------------------------------------------------------------


def describe(context: Context) -> Mapping[str, object]:
    meeting = context.row.meeting
    starts_at = meeting.starts_at.astimezone(ZoneInfo(meeting.group.time_zone))
    return {
        "meeting": name_meeting(meeting),
        "when": f"{date_format(starts_at, 'MONTH_DAY_FORMAT')}, {time_format(starts_at)}",
        "where": ", ".join(one for one in (meeting.place, meeting.video_url) if one),
        "group": translate_field(meeting.group, "name"),
    }


def get_body(context: Context) -> Template:
    meeting = context.row.meeting
    if meeting.extraordinary:
        return meeting.extraordinary
    return _("Group: %(group)s. Where: %(where)s.") if describe(context)["where"] else _("Group: %(group)s.")


def get_moved_title(context: Context) -> Template:
    if context.event.data["after"] == MeetingState.CANCELLED:
        return _("The meeting on %(when)s is cancelled: %(meeting)s")
    if context.row.meeting.extraordinary:
        return _("Extraordinary meeting on %(when)s: %(meeting)s")
    return _("Meeting on %(when)s: %(meeting)s")


def get_moved_body(context: Context) -> Template:
    is_cancelled = context.event.data["after"] == MeetingState.CANCELLED
    return context.row.meeting.state_reason if is_cancelled else get_body(context)


def get_action(context: Context) -> Template:
    return _("Answer whether you come") if is_unanswered(context) else OPEN_MEETING


def is_present_state(context: Context) -> bool:
    return bool(context.row.meeting.state == context.event.data["after"])


def is_convened(context: Context) -> bool:
    return context.row.meeting.state == MeetingState.CONVENED


def is_unanswered(context: Context) -> bool:
    return context.row.is_unanswered and is_convened(context)


def attach_invitation(context: Context) -> MailFile:
    reader = User.objects.get(pk=require_person(context.reader))
    return build_invitation(context.row.meeting, reader)


build_notice: Callable[..., Notice[Invitation]] = partial(
    Notice[Invitation],
    topic=Topic.DIALOGUE,
    load=load_invitations,
    fields=describe,
    reason=REASONS,
    url=lambda context: f"/meetings/{context.row.meeting.pk}",
    action=get_action,
    needs_answer=is_unanswered,
    attaches=attach_invitation,
)

register_notices(
    build_notice(
        events.MeetingMoved.kind,
        recipients=find_moved_recipients,
        title=get_moved_title,
        body=get_moved_body,
        still_true=is_present_state,
    ),
    build_notice(
        events.MeetingChanged.kind,
        recipients=find_changed_recipients,
        title=_("Time or place changed: %(meeting)s, on %(when)s"),
        body=get_body,
        still_true=is_convened,
    ),
    build_notice(
        events.MeetingReminded.kind,
        recipients=find_reminded_recipients,
        title=_("Meeting on %(when)s: %(meeting)s"),
        body=lambda context: (
            _("Answer whether you come, so that the quorum is known.")
            if context.row.is_unanswered
            else get_body(context)
        ),
        still_true=is_convened,
        attaches=None,
    ),
)
