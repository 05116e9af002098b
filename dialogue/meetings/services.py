"""Services of meetings: plan, change, convene, start, end and cancel them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, ngettext

from dialogue.charters.selectors import get_charter
from dialogue.common.text_validation import validate_text
from dialogue.meetings.events import (
    MeetingChanged,
    MeetingMoved,
    MeetingPlanned,
    MeetingReminded,
    record_meeting,
)
from dialogue.meetings.items import close_agenda
from dialogue.meetings.loaders import find_mandate, lock_meeting, renew_invitation
from dialogue.meetings.models import Meeting, MeetingReminder, MeetingState
from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingsAction
from dialogue.meetings.reminders import cancel_reminders, schedule_reminders
from dialogue.meetings.series import plan_next_meeting
from dialogue.meetings.states import LIFECYCLE, MeetingAction
from dialogue.meetings.validation import FARTHEST, TEXTS, check_facts, validate_facts
from dialogue.threads.limits import REASON_LENGTH
from groups.initiative_groups.models import WORKING_STATES
from groups.models import InitiativeGroup
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.versions import save_new_version

LONGEST = timedelta(hours=24)
TIMES = frozenset({"starts_at", "ends_at"})
INVITED_TO = TIMES | {*TEXTS, "video_url"}


@service(MeetingsAction.PLAN)
def plan_meeting(
    *,
    actor: Actor,
    group_id: UUID,
    title_uk: str,
    starts_at: datetime,
    ends_at: datetime,
    title_en: str = "",
    place: str = "",
    video_url: str = "",
) -> Meeting:
    """Plan a meeting that belongs to no series. Raises NotFound, Forbidden, Invalid, PersonalData."""
    group = load(GroupMeetingsPolicy(), actor, group_id, MeetingsAction.PLAN)
    facts = {"title_uk": title_uk, "title_en": title_en, "place": place, "video_url": video_url}
    meeting = Meeting(group=group, starts_at=starts_at, ends_at=ends_at, **validate_facts(facts))
    _check_times(meeting)
    actor = check_facts(actor, facts)
    meeting.save(force_insert=True)
    record_meeting(actor, MeetingPlanned, meeting)
    return meeting


@service(MeetingAction.EDIT)
def edit_meeting(
    *, actor: Actor, meeting_id: UUID, expected_version: int, changes: dict[str, Any]
) -> Meeting:
    """Change a meeting; those who were invited to a convened one are told of another time or place.

    Another time makes the answers outdated. `chair_id` and `secretary_id` are mandates that speak in the
    group. Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict for an earlier time with too
    little notice.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.EDIT, expected_version)
    before = {name: getattr(meeting, name) for name in INVITED_TO}
    facts = validate_facts({name: value for name, value in changes.items() if name in INVITED_TO - TIMES})
    facts |= {name: value for name, value in changes.items() if name in TIMES}
    for office in ("chair", "secretary"):
        if f"{office}_id" in changes:
            facts[office] = find_mandate(meeting, changes[f"{office}_id"], f"/{office}_id")
    for name, value in facts.items():
        setattr(meeting, name, value)
    if any(getattr(meeting, name) != before[name] for name in TIMES):
        _check_new_times(meeting, before["starts_at"], changes.get("extraordinary", ""))
    actor = check_facts(actor, facts, [before[name] for name in TEXTS])
    actor = check_disclosure(actor, {"/extraordinary": changes.get("extraordinary", "")})
    reinvites = meeting.state == MeetingState.CONVENED and any(
        getattr(meeting, name) != value for name, value in before.items()
    )
    invitation = renew_invitation(meeting) if reinvites else ()
    save_new_version(meeting, *facts, *invitation, "extraordinary")
    if reinvites:
        schedule_reminders(meeting)
    if reinvites and any(getattr(meeting, name) != before[name] for name in TIMES):
        meeting.attendance.update(answer="", answered_at=None)
    fields = tuple(sorted(changes))
    record_meeting(actor, MeetingChanged, meeting, fields=fields, reinvites=reinvites)
    return meeting


@service(*(one.action for one in LIFECYCLE.transitions))
def move_meeting(
    *,
    actor: Actor,
    meeting_id: UUID,
    to: str,
    expected_version: int,
    reason: str = "",
    number: int | None = None,
) -> Meeting:
    """Convene a meeting, start, end or cancel it.

    `reason`: why it is cancelled; or why it is convened with less notice than the charter demands. `number`:
    that of the meeting that is convened, where the count continues one that was kept elsewhere. Raises
    NotFound, Forbidden, Stale, PersonalData, Invalid without a reason to cancel, and Conflict for too little
    notice, or for a start before its day.
    """
    step = LIFECYCLE.transitions_by_name[to]
    meeting = lock_meeting(actor, meeting_id, step.action, expected_version)
    actor = check_disclosure(actor, {"/reason": reason})
    before, meeting.state = meeting.state, step.target
    meeting.number = number or meeting.number
    fields = EFFECTS[step.action](actor, meeting, reason)
    save_new_version(meeting, "state", *fields)
    mandate = get_mandate_in_group(actor, meeting.group_id)
    record_meeting(
        actor,
        MeetingMoved,
        meeting,
        before=before,
        after=meeting.state,
        mandate_id=mandate.pk if mandate is not None else None,
    )
    if meeting.state in LIFECYCLE.final_states and meeting.series is not None:
        plan_next_meeting(actor=actor, series=meeting.series)
    return meeting


@service(Reason.SYSTEM)
def send_due_reminders(*, actor: Actor, rows: Sequence[MeetingReminder]) -> None:
    """Remind of the meetings that are still to come, each stage once."""
    stages = {row.meeting_id: row.stage for row in sorted(rows, key=lambda row: row.due_at)}
    meetings = Meeting.objects.filter(pk__in=stages, state=MeetingState.CONVENED, starts_at__gt=now())
    for meeting in meetings.filter(group__state__in=WORKING_STATES).order_by("pk"):
        record_meeting(actor, MeetingReminded, meeting, stage=stages[meeting.pk])


def _convene(_actor: Actor, meeting: Meeting, reason: str) -> tuple[str, ...]:
    group = InitiativeGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.group_id)
    charter = get_charter(group)
    if meeting.starts_at <= now():
        raise Conflict("meeting_past", _("The time of this meeting is over: choose another one first."))
    _check_notice(meeting, charter.notice_days, reason)
    last = Meeting.objects.filter(group=group).aggregate(last=Max("number"))["last"] or 0
    meeting.number = meeting.number or last + 1
    meeting.convened_at = meeting.invited_at = now()
    meeting.quorum = group.quorum
    meeting.present_sectors, meeting.asked_sectors = charter.present_sectors, charter.asked_sectors
    schedule_reminders(meeting)
    rule = ("quorum", "present_sectors", "asked_sectors")
    return ("number", "convened_at", "invited_at", "extraordinary", *rule)


def _start(actor: Actor, meeting: Meeting, _reason: str) -> tuple[str, ...]:
    day = _get_day(meeting)
    if day > today(meeting.group.time_zone):
        words = _("This meeting is on %(day)s. To meet earlier, change its time first: all invited are told.")
        raise Conflict("too_early", words % {"day": date_format(day)})
    meeting.started_at, meeting.check_in_key = now(), secrets.token_hex(32)
    cancel_reminders(meeting)
    meeting.chair = meeting.chair or get_mandate_in_group(actor, meeting.group_id)
    return ("started_at", "check_in_key", "chair")


def _end(_actor: Actor, meeting: Meeting, _reason: str) -> tuple[str, ...]:
    meeting.ended_at, meeting.check_in_key = now(), ""
    close_agenda(meeting)
    meeting.current_item = None
    return ("ended_at", "check_in_key", "current_item")


def _cancel(_actor: Actor, meeting: Meeting, reason: str) -> tuple[str, ...]:
    meeting.state_reason = validate_text("/reason", reason, REASON_LENGTH)
    cancel_reminders(meeting)
    return ("state_reason", *renew_invitation(meeting))


EFFECTS: dict[MeetingAction, Callable[[Actor, Meeting, str], tuple[str, ...]]] = {
    MeetingAction.CONVENE: _convene,
    MeetingAction.START: _start,
    MeetingAction.END: _end,
    MeetingAction.CANCEL: _cancel,
}


def _get_day(meeting: Meeting) -> date:
    """Return the day of the group on which a meeting begins."""
    return meeting.starts_at.astimezone(ZoneInfo(meeting.group.time_zone)).date()


def _check_times(meeting: Meeting) -> None:
    if meeting.starts_at <= now():
        raise Invalid.field("/starts_at", "past", _("A meeting is planned for a moment to come."))
    if meeting.starts_at > now() + FARTHEST:
        raise Invalid.field("/starts_at", "too_far", _("A meeting is planned two years ahead at most."))
    if not meeting.starts_at < meeting.ends_at <= meeting.starts_at + LONGEST:
        raise Invalid.field("/ends_at", "order", _("A meeting ends after it began, within a day."))


def _check_new_times(meeting: Meeting, before: datetime, extraordinary: str) -> None:
    if meeting.state == MeetingState.RUNNING:
        raise Conflict("meeting_runs", _("The meeting runs: its time is not changed any more."))
    _check_times(meeting)
    if meeting.state == MeetingState.CONVENED and meeting.starts_at < before:
        _check_notice(meeting, get_charter(meeting.group).notice_days, extraordinary)


def _check_notice(meeting: Meeting, notice_days: int, reason: str) -> None:
    """Raise Conflict when the meeting comes too soon and no reason says why."""
    if (_get_day(meeting) - today(meeting.group.time_zone)).days >= notice_days:
        return
    if not reason.strip() and not meeting.extraordinary:
        words = ngettext(
            "The charter demands %(days)d day of notice. Say why this meeting is extraordinary.",
            "The charter demands %(days)d days of notice. Say why this meeting is extraordinary.",
            notice_days,
        )
        raise Conflict("too_little_notice", words % {"days": notice_days})
    if reason.strip():
        meeting.extraordinary = validate_text("/reason", reason, REASON_LENGTH)
