"""Services of minutes: make them, write their lines, and move them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.charters.selectors import get_charter
from dialogue.meetings.events import MeetingChanged, record_meeting
from dialogue.meetings.loaders import find_mandate, lock_meeting
from dialogue.meetings.models import Meeting
from dialogue.meetings.states import MeetingAction
from dialogue.minutes.checks import build_same_person_error, check_has_no_minutes
from dialogue.minutes.events import MinutesLineChanged, MinutesMade, MinutesMoved, record_minutes
from dialogue.minutes.lines import append_line, get_line, validate_line
from dialogue.minutes.loaders import compute_content_digest, get_item_of, lock_minutes
from dialogue.minutes.models import WHOLE_KINDS, LineKind, Minutes, MinutesLine, RemarkState, SignerRole
from dialogue.minutes.policies import LIFECYCLE, MinutesAction
from dialogue.minutes.record import build_lines
from dialogue.threads.loaders import require_person
from groups.models import InitiativeGroup, Mandate
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(MeetingAction.MAKE_MINUTES)
def make_minutes(
    *,
    actor: Actor,
    meeting_id: UUID,
    chair_id: UUID | None = None,
    secretary_id: UUID | None = None,
    number: int | None = None,
) -> Minutes:
    """Make the minutes of a meeting that ended, from its record.

    `chair_id` and `secretary_id` are the mandates that chaired the meeting and kept its record, by default as
    the meeting has them; without a secretary the actor is it. They sign. `number` continues
    a register of this year that was kept elsewhere before. Raises NotFound, Forbidden, Conflict where there
    are minutes already, and Invalid for the same person twice or a mandate without a seat.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.MAKE_MINUTES)
    check_has_no_minutes(meeting)
    group = InitiativeGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.group_id)
    own = get_mandate_in_group(actor, meeting.group_id)
    chair = _choose_officer(meeting, SignerRole.CHAIR, chair_id) or own
    secretary = _choose_officer(meeting, SignerRole.SECRETARY, secretary_id) or own
    if chair is None or secretary is None or chair.person_id == secretary.person_id:
        raise build_same_person_error("/secretary_id")
    year = meeting.starts_at.astimezone(ZoneInfo(group.time_zone)).year
    last = Minutes.objects.filter(group=group, year=year).aggregate(last=Max("number"))["last"] or 0
    minutes = Minutes.objects.create(
        meeting=meeting,
        group=group,
        year=year,
        number=number or last + 1,
        chair=chair,
        secretary=secretary,
        made_by_id=require_person(actor),
    )
    MinutesLine.objects.bulk_create(build_lines(minutes))
    record_minutes(actor, MinutesMade, minutes)
    _keep_offices(actor, meeting, chair=chair, secretary=secretary)
    return minutes


def _choose_officer(meeting: Meeting, role: SignerRole, mandate_id: UUID | None) -> Mandate | None:
    """Return who is named, or who it was by the record of the meeting, even if the seat was lost since."""
    known: Mandate | None = getattr(meeting, role)
    if known is not None and mandate_id in (None, known.pk):
        return known
    return find_mandate(meeting, mandate_id, f"/{role}_id")


def _keep_offices(actor: Actor, meeting: Meeting, **offices: Mandate) -> None:
    """Let the meeting say who chaired it and kept its record, whoever signs in their place afterwards."""
    changed = [name for name, mandate in offices.items() if getattr(meeting, name) != mandate]
    if not changed:
        return
    for name in changed:
        setattr(meeting, name, offices[name])
    save_new_version(meeting, *changed)
    record_meeting(actor, MeetingChanged, meeting, fields=tuple(changed))


@service(MinutesAction.EDIT)
def add_line(
    *,
    actor: Actor,
    minutes_id: UUID,
    kind: LineKind,
    text_uk: str,
    text_en: str = "",
    item_id: UUID | None = None,
) -> Minutes:
    """Add a line as the last of its item, or of the whole meeting (invited, annex).

    Raises NotFound, Forbidden, Conflict, PersonalData, and Invalid for an item that is not of this meeting.
    """
    minutes = lock_minutes(actor, minutes_id, MinutesAction.EDIT)
    if (item_id is None) != (kind in WHOLE_KINDS):
        raise Invalid.field("/item_id", "item", _("Only what is said belongs to an item of the agenda."))
    item = None if item_id is None else get_item_of(minutes, item_id)
    actor, texts = validate_line(actor, {"text_uk": text_uk, "text_en": text_en})
    line = append_line(minutes, kind=kind, item=item, **texts)
    save_new_version(minutes)
    record_minutes(actor, MinutesLineChanged, minutes, line_id=line.pk, change="added")
    return minutes


@service(MinutesAction.EDIT)
def change_line(
    *, actor: Actor, minutes_id: UUID, line_id: UUID, expected_version: int, changes: dict[str, Any]
) -> MinutesLine:
    """Change the texts of a line. Raises NotFound, Forbidden, Stale, Invalid, PersonalData."""
    minutes = lock_minutes(actor, minutes_id, MinutesAction.EDIT)
    line = get_line(minutes, line_id)
    check_version(line, expected_version)
    before = [line.text_uk, line.text_en]
    actor, texts = validate_line(actor, changes, before)
    for name, value in texts.items():
        setattr(line, name, value)
    save_new_version(line, *texts)
    save_new_version(minutes)
    record_minutes(actor, MinutesLineChanged, minutes, line_id=line.pk, change="changed")
    return line


@service(MinutesAction.EDIT)
def remove_line(*, actor: Actor, minutes_id: UUID, line_id: UUID, expected_version: int) -> Minutes:
    """Remove a line. Raises NotFound, Forbidden, Stale."""
    minutes = lock_minutes(actor, minutes_id, MinutesAction.EDIT)
    line = get_line(minutes, line_id)
    check_version(line, expected_version)
    save_new_version(minutes)
    record_minutes(actor, MinutesLineChanged, minutes, line_id=line.pk, change="removed")
    line.delete()
    return minutes


@service(MinutesAction.ASK_REMARKS, MinutesAction.SEND, MinutesAction.REOPEN)
def move_minutes(*, actor: Actor, minutes_id: UUID, to: str, expected_version: int) -> Minutes:
    """Ask those who attended for remarks, send the minutes for signature, or reopen the draft.

    Raises NotFound, Forbidden, Stale, and Conflict while remarks are taken or one waits for an answer.
    """
    step = LIFECYCLE.transitions_by_name[to]
    minutes = lock_minutes(actor, minutes_id, step.action, expected_version)
    before, minutes.state = minutes.state, step.target
    EFFECTS[step.action](minutes)
    save_new_version(minutes, "state", "remarks_until", "content_sha256")
    record_minutes(actor, MinutesMoved, minutes, before=before)
    return minutes


def _ask_remarks(minutes: Minutes) -> None:
    minutes.remarks_until = now() + timedelta(days=get_charter(minutes.group).remarks_days)


def _send(minutes: Minutes) -> None:
    if minutes.remarks_until is not None and minutes.remarks_until > now():
        raise Conflict("remarks_taken", _("Remarks are still taken: the days for them are not over."))
    open_one = minutes.remarks.filter(state=RemarkState.OPEN).order_by("number").first()
    if open_one is not None:
        words = _("First answer remark %(number)d.") % {"number": open_one.number}
        raise Conflict("remarks_open", words)
    minutes.content_sha256 = compute_content_digest(minutes)


def _reopen(minutes: Minutes) -> None:
    minutes.signatures.all().delete()
    minutes.remarks_until, minutes.content_sha256 = None, ""


EFFECTS: dict[MinutesAction, Callable[[Minutes], None]] = {
    MinutesAction.ASK_REMARKS: _ask_remarks,
    MinutesAction.SEND: _send,
    MinutesAction.REOPEN: _reopen,
}
