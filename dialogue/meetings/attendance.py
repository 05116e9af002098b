"""Services of attendance: answer the invitation, check in, and record who is present."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.check_in_codes import is_right_code
from dialogue.meetings.checks import PRESENCE_CHECKS
from dialogue.meetings.events import InvitationAnswered, PresenceRecorded, record_meeting
from dialogue.meetings.loaders import choose_seat, get_seat, lock_meeting, resolve_moment
from dialogue.meetings.models import Attendance, AttendanceAnswer, CheckInWay, Meeting
from dialogue.meetings.states import MeetingAction
from groups.models import Deputyship, Membership
from groups.seats.deputies import acting_deputyship_q
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.services import service

MAX_WRONG_CODES = 5


@service(MeetingAction.ANSWER)
def answer_invitation(
    *, actor: Actor, meeting_id: UUID, answer: AttendanceAnswer, membership_id: UUID | None = None
) -> Meeting:
    """Answer the invitation for a seat that the actor occupies, also as a deputy.

    Idempotent. Raises NotFound, Forbidden without a seat, Invalid for a seat of somebody else.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.ANSWER)
    row = _get_row(meeting, choose_seat(actor, meeting, membership_id).membership)
    if row.answer != answer:
        row.answer, row.answered_at = answer, now()
        row.save(update_fields=["answer", "answered_at"])
        record_meeting(actor, InvitationAnswered, meeting, membership_id=row.membership_id, answer=answer)
    return meeting


@service(MeetingAction.CHECK_IN)
def check_in(
    *,
    actor: Actor,
    meeting_id: UUID,
    code: str,
    membership_id: UUID | None = None,
    at: datetime | None = None,
) -> bool:
    """Check in by the code that is shown in the room, for a seat that the actor occupies.

    `at`: when it was typed without a connection; the code of that moment is taken, too. Return whether the
    code is right; a wrong one is counted. Raises NotFound, Forbidden without a seat, and Conflict after too
    many wrong codes.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.CHECK_IN)
    seat = choose_seat(actor, meeting, membership_id)
    row = _get_row(meeting, seat.membership)
    if row.is_present:
        return True
    if row.wrong_codes >= MAX_WRONG_CODES:
        raise Conflict("too_many_codes", _("Too many wrong codes: ask the secretary to check you in."))
    moments = (resolve_moment(meeting, at), now())
    moment = next((one for one in moments if is_right_code(meeting.check_in_key, code, one)), None)
    if moment is None:
        row.wrong_codes += 1
        row.save(update_fields=["wrong_codes"])
        return False
    if not _has_left_since(row, moment):
        row.deputy_id = actor.person_id if seat.acting else None
        _set_present(actor, meeting, row, CheckInWay.SELF_CODE, moment)
    return True


@service(MeetingAction.RECORD_PRESENCE)
def record_presence(
    *,
    actor: Actor,
    meeting_id: UUID,
    membership_id: UUID,
    is_present: bool,
    way: CheckInWay = CheckInWay.SECRETARY,
    by_deputy: bool = False,
    at: datetime | None = None,
) -> Meeting:
    """Record that a seat came, in the room or by video, or left. Idempotent.

    `at`: when, where it was entered without a connection; that a seat came before it left is no news then.
    Raises NotFound, Forbidden, Conflict once minutes are signed, and Invalid where no deputy acts for the
    holder.
    """
    meeting = _lock_for_presence(actor, meeting_id)
    row = _get_row(meeting, get_seat(meeting, membership_id))
    moment = resolve_moment(meeting, at)
    if is_present and not row.is_present and not _has_left_since(row, moment):
        row.deputy_id = _find_deputy(row.membership) if by_deputy else None
        _set_present(actor, meeting, row, way, moment)
    elif not is_present and row.is_present:
        row.left_at = max(moment, row.checked_in_at or moment)
        row.save(update_fields=["left_at"])
        _record(actor, meeting, row)
    return meeting


@service(MeetingAction.RECORD_PRESENCE)
def delete_presence(*, actor: Actor, meeting_id: UUID, membership_id: UUID) -> Meeting:
    """Take back a check-in that was a mistake. Idempotent. Raises NotFound, Forbidden, Conflict."""
    meeting = _lock_for_presence(actor, meeting_id)
    row = meeting.attendance.filter(membership=membership_id).first()
    if row is not None and row.checked_in_at is not None:
        row.checked_in_at = row.left_at = row.deputy_id = None
        row.way = ""
        row.save(update_fields=["checked_in_at", "left_at", "deputy", "way"])
        _record(actor, meeting, row)
    return meeting


def _lock_for_presence(actor: Actor, meeting_id: UUID) -> Meeting:
    meeting = lock_meeting(actor, meeting_id, MeetingAction.RECORD_PRESENCE)
    for check in PRESENCE_CHECKS:
        check(meeting)
    return meeting


def _get_row(meeting: Meeting, seat: Membership) -> Attendance:
    row, _made = Attendance.objects.get_or_create(meeting=meeting, membership=seat)
    return row


def _has_left_since(row: Attendance, at: datetime) -> bool:
    return row.left_at is not None and at < row.left_at


def _set_present(actor: Actor, meeting: Meeting, row: Attendance, way: CheckInWay, at: datetime) -> None:
    row.checked_in_at, row.left_at, row.way = row.checked_in_at or at, None, way
    row.save(update_fields=["checked_in_at", "left_at", "way", "deputy"])
    _record(actor, meeting, row)


def _record(actor: Actor, meeting: Meeting, row: Attendance) -> None:
    record_meeting(
        actor,
        PresenceRecorded,
        meeting,
        membership_id=row.membership_id,
        is_present=row.is_present,
        way=row.way,
    )


def _find_deputy(seat: Membership) -> UUID:
    acting = Deputyship.objects.filter(
        acting_deputyship_q(now()), mandate=seat.mandate_id, deputy__is_active=True
    )
    deputy: UUID | None = acting.order_by("starts_at").values_list("deputy", flat=True).first()
    if deputy is None:
        raise Invalid.field("/by_deputy", "no_deputy", _("Nobody stands in for this person now."))
    return deputy
