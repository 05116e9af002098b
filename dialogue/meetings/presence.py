"""Who takes part in a meeting: its seats with a voice, and the quorum that they make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models import Attendance, Meeting
from dialogue.meetings.quorum import Quorum, assess_quorum
from groups.models import Membership, Role
from groups.selectors import list_occupied_seats
from viche.kernel.errors import Conflict


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat with a voice, and its attendance if there is any."""

    membership: Membership
    attendance: Attendance | None


def load_presence(meeting: Meeting) -> tuple[list[HeldSeat], Quorum]:
    """Return the seats with a voice, by sector and name, and the quorum; in two queries."""
    rows = meeting.attendance.select_related(*join_mandate("membership__mandate"), "deputy")
    attendance = {one.membership_id: one for one in rows}
    seats = list_occupied_seats(meeting.seats_at).filter(group=meeting.group_id)
    found = {
        one.pk: one for one in seats.exclude(role=Role.OBSERVER).select_related(*join_mandate("mandate"))
    }
    # Who was there and has lost the seat since stays in the record, but makes no quorum.
    came = {one.membership_id: one.membership for one in rows if one.checked_in_at is not None}
    held = [HeldSeat(seat, attendance.get(pk)) for pk, seat in {**came, **found}.items()]
    present = [attendance[pk] for pk in found if pk in attendance]
    invited = {one.mandate.organisation.sector for one in found.values()}
    return sorted(held, key=_order_seat), assess_quorum(meeting, present, invited)


def find_quorum_end(meeting: Meeting, seats: Sequence[HeldSeat]) -> datetime | None:
    """Return until when a meeting had the quorum that it lacks at its end; None when it never had one."""
    rows = _list_attendance(seats)
    ends = {end for row in rows for end in (row.left_at, row.membership.until) if end is not None}
    return next((at for at in sorted(ends, reverse=True) if has_quorum(meeting, seats, at)), None)


def has_quorum(meeting: Meeting, seats: Sequence[HeldSeat], at: datetime) -> bool:
    """Return whether a meeting had its quorum at a moment, by who was there until then."""
    rows = _list_attendance(seats)
    invited = {one.membership.mandate.organisation.sector for one in seats}
    return assess_quorum(meeting, rows, invited, [row for row in rows if _is_there_until(row, at)]).is_met


def build_no_quorum_error() -> Conflict:
    return Conflict("no_quorum", _("The meeting has no quorum: it may talk, but not decide."))


def _list_attendance(seats: Sequence[HeldSeat]) -> list[Attendance]:
    return [one.attendance for one in seats if one.attendance is not None]


def _is_there_until(row: Attendance, at: datetime) -> bool:
    ends = (row.left_at, row.membership.until)
    return (
        row.checked_in_at is not None
        and row.checked_in_at <= at
        and all(end is None or end >= at for end in ends)
    )


def _order_seat(one: HeldSeat) -> tuple[object, ...]:
    organisation = one.membership.mandate.organisation
    return organisation.sector, organisation.name_key, one.membership.pk


def join_mandate(path: str) -> tuple[str, ...]:
    """Return the relations to select for the mandate at a path: its person and organisation."""
    return (f"{path}__person", f"{path}__organisation")
