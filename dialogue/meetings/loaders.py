"""Helpers that the services of meetings share: locking, event fields, seats and moments."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import AgendaItem, Meeting
from dialogue.meetings.policies import MeetingPolicy
from dialogue.meetings.states import MeetingAction
from dialogue.threads.selectors import filter_visible_thread_ids
from groups.models import Mandate, Membership, Role
from groups.selectors import Seat, find_speaking_mandate, list_occupied_seats, list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, Invalid, NotFound
from viche.kernel.policy import load
from viche.kernel.versions import check_version


def lock_meeting(
    actor: Actor, meeting_id: UUID, action: MeetingAction, expected_version: int | None = None
) -> Meeting:
    """Lock a meeting and authorise an action. Raises SignedOut, NotFound, Forbidden, Stale."""
    meeting = load(MeetingPolicy(), actor, meeting_id, action, lock=True)
    check_version(meeting, expected_version)
    return meeting


def renew_invitation(meeting: Meeting) -> tuple[str, ...]:
    """Make the invitations to a meeting outdated, and return the fields to save."""
    meeting.sequence, meeting.invited_at = meeting.sequence + 1, now()
    return ("sequence", "invited_at")


def get_item(actor: Actor, meeting: Meeting, item_id: UUID) -> AgendaItem:
    """Return an item of a locked meeting, to be read or written by the actor.

    Raises NotFound, and Forbidden for an item of a restricted thread that they may not read.
    """
    item = meeting.agenda.select_related("thread").filter(pk=item_id).first()
    if item is None:
        raise NotFound
    if item.is_restricted and not filter_visible_thread_ids(actor, {cast("UUID", item.thread_id)}):
        raise Forbidden("item_restricted", _("Only the readers of its thread know what this item says."))
    return item


def choose_seat(actor: Actor, meeting: Meeting, membership_id: UUID | None) -> Seat:
    """Return the seat with a voice that a person occupies now: the one named, or their first.

    Raises Forbidden for somebody without one, and Invalid at /membership_id for a seat that is not theirs.
    """
    seats = [] if actor.person_id is None else list_seats_of(actor.person_id, meeting.group_id)
    seats = [one for one in seats if one.role != Role.OBSERVER]
    if not seats:
        raise Forbidden
    chosen = [one for one in seats if membership_id in (None, one.membership.pk)]
    if not chosen:
        raise Invalid.field("/membership_id", "not_yours", _("You do not take part here through this seat."))
    return chosen[0]


def find_mandate(meeting: Meeting, mandate_id: UUID | None, pointer: str) -> Mandate | None:
    """Return a mandate that speaks in the group of a meeting; None for none. Raises Invalid."""
    return None if mandate_id is None else get_mandate(meeting, mandate_id, pointer)


def get_mandate(meeting: Meeting, mandate_id: UUID, pointer: str) -> Mandate:
    """Return a mandate that speaks in the group of a meeting. Raises Invalid."""
    found = find_speaking_mandate(meeting.group_id, mandate_id)
    if found is None:
        raise Invalid.field(pointer, "no_seat", _("Choose somebody who has a seat in this group."))
    return found


def get_seat(meeting: Meeting, membership_id: UUID) -> Membership:
    """Return a seat with a voice that takes part in a meeting, or did until it was lost. Raises NotFound."""
    rows = list_occupied_seats(meeting.seats_at).filter(group=meeting.group_id).exclude(role=Role.OBSERVER)
    seat = rows.filter(pk=membership_id).first()
    if seat is not None:
        return seat
    came = meeting.attendance.filter(membership=membership_id, checked_in_at__isnull=False)
    row = came.select_related("membership").first()
    if row is None:
        raise NotFound
    held: Membership = row.membership
    return held


def resolve_moment(meeting: Meeting, at: datetime | None) -> datetime:
    """Return when something happened that was perhaps entered without a connection; None: now.

    A moment outside the meeting becomes its start or its end: the clock of a phone may be wrong.
    """
    latest = meeting.ended_at or now()
    return latest if at is None else max(meeting.started_at or latest, min(at, latest))
