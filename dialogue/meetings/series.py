"""Services of series: agree on a rhythm, change it, and plan the next meeting by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.events import MeetingChanged, MeetingPlanned, MeetingSeriesChanged, record_meeting
from dialogue.meetings.models import Meeting, MeetingSeries, MeetingState, RhythmUnit
from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingsAction
from dialogue.meetings.rhythm import find_next_start
from dialogue.meetings.states import OPEN_STATES
from dialogue.meetings.validation import FARTHEST, TEXTS, check_facts, validate_facts
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.versions import check_version, save_new_version

SHARED = ("title_uk", "title_en", "place", "video_url")


@service(MeetingsAction.PLAN)
def adopt_series(*, actor: Actor, group_id: UUID, rhythm: dict[str, Any]) -> MeetingSeries:
    """Adopt a rhythm of meetings, and plan the first one.

    Raises NotFound, Forbidden, Invalid, PersonalData.
    """
    group = load(GroupMeetingsPolicy(), actor, group_id, MeetingsAction.PLAN)
    series = MeetingSeries(group=group, **rhythm | validate_facts(rhythm))
    _check_rhythm(series)
    actor = check_facts(actor, rhythm)
    series.save(force_insert=True)
    _record_change(actor, series)
    plan_next_meeting(actor=actor, series=series)
    return series


@service(MeetingsAction.PLAN)
def change_series(
    *, actor: Actor, group_id: UUID, series_id: UUID, expected_version: int, changes: dict[str, Any]
) -> MeetingSeries:
    """Change or end (`is_active`) a rhythm. A meeting of it that is only planned follows.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    group = load(GroupMeetingsPolicy(), actor, group_id, MeetingsAction.PLAN)
    rows = MeetingSeries.objects.filter(group=group, pk=series_id)
    series = rows.select_for_update(of=("self",), no_key=True).first()
    if series is None:
        raise NotFound
    check_version(series, expected_version)
    before = [getattr(series, name) for name in TEXTS]
    for name, value in {**changes, **validate_facts(changes)}.items():
        setattr(series, name, value)
    _check_rhythm(series)
    actor = check_facts(actor, changes, before)
    save_new_version(series, whole=True)
    _record_change(actor, series)
    _move_planned(actor, series)
    plan_next_meeting(actor=actor, series=series)
    return series


@service(Reason.STEP)
def plan_next_meeting(*, actor: Actor, series: MeetingSeries) -> None:
    """Plan the next meeting of an active series, unless one is to come. It locks the series."""
    series = MeetingSeries.objects.select_for_update(of=("self",), no_key=True).get(pk=series.pk)
    to_come = series.meetings.filter(state__in=OPEN_STATES, ends_at__gt=now())
    if not series.is_active or to_come.exists():
        return
    meeting = Meeting(group=series.group, series=series)
    meeting.starts_at = meeting.slot_at = _find_start(series, series.meetings.all())
    _copy_facts(series, meeting)
    meeting.save(force_insert=True)
    record_meeting(actor, MeetingPlanned, meeting, series_id=series.pk)


def _move_planned(actor: Actor, series: MeetingSeries) -> None:
    """Let the meeting that is only planned follow its series."""
    rows = series.meetings.filter(state=MeetingState.PLANNED, starts_at__gt=now())
    for meeting in rows.select_for_update(of=("self",), no_key=True).order_by("starts_at")[:1]:
        if series.is_active:
            others = series.meetings.exclude(pk=meeting.pk)
            meeting.starts_at = meeting.slot_at = _find_start(series, others)
        _copy_facts(series, meeting)
        save_new_version(meeting, "starts_at", "slot_at", "ends_at", *SHARED)
        record_meeting(actor, MeetingChanged, meeting, fields=("ends_at", "starts_at", *SHARED))


def _copy_facts(series: MeetingSeries, meeting: Meeting) -> None:
    for name in SHARED:
        setattr(meeting, name, getattr(series, name))
    meeting.ends_at = meeting.starts_at + timedelta(minutes=series.minutes)


def _find_start(series: MeetingSeries, held: QuerySet[Meeting]) -> datetime:
    """Return the next moment of the rhythm after those that its meetings took, whenever they were held."""
    last = held.aggregate(last=Max("slot_at"))["last"] or now()
    return find_next_start(series, max(last, now()), series.group.time_zone)


def _record_change(actor: Actor, series: MeetingSeries) -> None:
    record(
        actor,
        MeetingSeriesChanged(series_id=series.pk, group_id=series.group_id, is_active=series.is_active),
    )


def _check_rhythm(series: MeetingSeries) -> None:
    if (series.unit == RhythmUnit.MONTH) != (series.nth is not None):
        raise Invalid.field(
            "/nth", "unit", _("Say which weekday of the month it is; for weeks leave it empty.")
        )
    if series.starts_on > today(series.group.time_zone) + FARTHEST:
        words = _("A meeting is planned two years ahead at most.")
        raise Invalid.field("/starts_on", "too_far", words)
