"""Services of the speakers' list of the current item: first-time speakers before others."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.events import FloorChanged, record_meeting
from dialogue.meetings.loaders import choose_seat, get_seat, lock_meeting
from dialogue.meetings.models import Meeting, Speaker
from dialogue.meetings.policies import MeetingPolicy
from dialogue.meetings.states import MeetingAction
from groups.models import Membership
from groups.selectors import list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.services import service


@service(MeetingAction.ASK_FLOOR)
def ask_for_floor(*, actor: Actor, meeting_id: UUID, membership_id: UUID | None = None) -> Meeting:
    """Put a seat on the speakers' list of the current item: one's own, or any for who keeps the list.

    Idempotent. Raises NotFound, Forbidden without a seat, Invalid, and Conflict without a current item.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.ASK_FLOOR)
    if meeting.current_item is None:
        raise Conflict("no_item", _("The meeting is at no item of its agenda now."))
    seat = _choose_seat(actor, meeting, membership_id)
    row, made = Speaker.objects.get_or_create(item=meeting.current_item, membership=seat, ended_at=None)
    if made:
        _record(actor, meeting, row, "asked")
    return meeting


@service(MeetingAction.ASK_FLOOR)
def withdraw_from_floor(*, actor: Actor, meeting_id: UUID, speaker_id: UUID) -> Meeting:
    """Take a seat off the list before it has the floor. Raises NotFound, Forbidden, Conflict."""
    meeting = lock_meeting(actor, meeting_id, MeetingAction.ASK_FLOOR)
    row = _get_speaker(meeting, speaker_id)
    if not MeetingPolicy().can(actor, MeetingAction.KEEP_FLOOR, meeting):
        seats = list_seats_of(actor.person_id, meeting.group_id) if actor.person_id is not None else []
        if row.membership_id not in {one.membership.pk for one in seats}:
            raise Forbidden
    if row.began_at is not None:
        raise Conflict("has_floor", _("This seat has the floor already."))
    _record(actor, meeting, row, "withdrew")
    row.delete()
    return meeting


@service(MeetingAction.KEEP_FLOOR)
def give_floor(*, actor: Actor, meeting_id: UUID, speaker_id: UUID | None) -> Meeting:
    """Give the floor to somebody on the list, or to nobody; who had it ends. Idempotent.

    Raises NotFound, Forbidden, and Conflict for somebody on the list of another item.
    """
    meeting = lock_meeting(actor, meeting_id, MeetingAction.KEEP_FLOOR)
    speaking = Speaker.objects.filter(item__meeting=meeting, began_at__isnull=False, ended_at=None)
    row = None if speaker_id is None else _get_speaker(meeting, speaker_id)
    if row is not None and row.item_id != meeting.current_item_id:
        raise Conflict("not_current", _("Take up this item first."))
    for other in speaking if row is None else speaking.exclude(pk=row.pk):
        other.ended_at = now()
        other.save(update_fields=["ended_at"])
        _record(actor, meeting, other, "ended")
    if row is not None and row.began_at is None:
        row.began_at = now()
        row.save(update_fields=["began_at"])
        _record(actor, meeting, row, "began")
    return meeting


def _choose_seat(actor: Actor, meeting: Meeting, membership_id: UUID | None) -> Membership:
    if membership_id is not None and MeetingPolicy().can(actor, MeetingAction.KEEP_FLOOR, meeting):
        return get_seat(meeting, membership_id)
    return choose_seat(actor, meeting, membership_id).membership


def _get_speaker(meeting: Meeting, speaker_id: UUID) -> Speaker:
    rows = Speaker.objects.filter(pk=speaker_id, item__meeting=meeting, ended_at=None)
    row = rows.select_for_update(of=("self",), no_key=True).first()
    if row is None:
        raise NotFound
    return row


def _record(actor: Actor, meeting: Meeting, row: Speaker, change: str) -> None:
    record_meeting(
        actor, FloorChanged, meeting, item_id=row.item_id, membership_id=row.membership_id, change=change
    )
