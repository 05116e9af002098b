"""Queries of meetings, narrowed to what the reader may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from dialogue.meetings.models import AgendaItem, Attendance, ItemDecision, ItemNote, Meeting, MeetingSeries
from dialogue.meetings.policies import GroupMeetingsPolicy, MeetingPolicy, MeetingsAction
from dialogue.meetings.presence import HeldSeat, join_mandate, load_presence
from dialogue.meetings.quorum import Quorum
from dialogue.meetings.states import MeetingAction
from dialogue.threads.selectors import filter_visible_thread_ids
from groups.models import InitiativeGroup, Role
from groups.selectors import list_seats_in, list_seats_of, prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.policy import load

LATEST_FIRST = ("-starts_at", "-id")


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything that a page of a meeting shows to one reader."""

    meeting: Meeting
    agenda: Sequence[AgendaItem]
    readable: Collection[UUID]
    seats: Sequence[HeldSeat]
    quorum: Quorum
    mine: Sequence[UUID]


def get_group(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """Return a group whose meetings the actor may list. Raises SignedOut, NotFound."""
    return load(GroupMeetingsPolicy(), actor, group_id, MeetingsAction.READ)


def list_meetings(group: InitiativeGroup, state: str | None = None) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(group=group).select_related("group")
    return rows if state is None else rows.filter(state=state)


def list_series(group: InitiativeGroup) -> QuerySet[MeetingSeries]:
    return MeetingSeries.objects.filter(group=group).order_by("-is_active", "starts_on", "id")


def get_meeting(actor: Actor, meeting_id: UUID, action: MeetingAction = MeetingAction.READ) -> Meeting:
    """Return a meeting. Raises SignedOut, NotFound, Forbidden."""
    return load(MeetingPolicy(), actor, meeting_id, action)


def get_meeting_page(actor: Actor, meeting_id: UUID) -> MeetingPage:
    """Return a meeting with its agenda, seats and quorum. Raises SignedOut, NotFound."""
    get_meeting(actor, meeting_id)
    rows = Meeting.objects.select_related("group", *join_mandate("chair"), *join_mandate("secretary"))
    meeting = rows.get(pk=meeting_id)
    agenda = list(list_agenda(meeting))
    prefetch_principals((one.proposed_by_id, one.mandate) for one in agenda)
    restricted = {one.thread_id for one in agenda if one.is_restricted and one.thread_id is not None}
    seats, quorum = load_presence(meeting)
    held = [] if actor.person_id is None else list_seats_of(actor.person_id, meeting.group_id)
    known = {one.membership.pk for one in seats}
    return MeetingPage(
        meeting=meeting,
        agenda=agenda,
        readable=filter_visible_thread_ids(actor, restricted),
        seats=seats,
        quorum=quorum,
        mine=[one.membership.pk for one in held if one.membership.pk in known],
    )


def list_unanswered_meeting_ids(actor: Actor, meetings: Iterable[Meeting]) -> set[UUID]:
    """Return ids of the meetings among some that a seat of the actor has not answered; in two queries."""
    groups = {one.pk: one.group_id for one in meetings}
    if actor.person_id is None or not groups:
        return set()
    seats: dict[UUID, set[UUID]] = {}
    for seat in list_seats_in(actor.person_id, set(groups.values())):
        if seat.role != Role.OBSERVER:
            seats.setdefault(seat.membership.group_id, set()).add(seat.membership.pk)
    answered = set(
        Attendance.objects.filter(meeting__in=groups).exclude(answer="").values_list("meeting", "membership")
    )
    return {
        pk
        for pk, group_id in groups.items()
        if any((pk, seat) not in answered for seat in seats.get(group_id, ()))
    }


def list_agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items in their order, those that are only proposed last, with all that they hold."""
    notes = ItemNote.objects.select_related("author", "speaker").order_by("at", "id")
    decisions = ItemDecision.objects.select_related("decision__thread").order_by("id")
    rows = meeting.agenda.select_related("thread", "proposed_by", "mandate__organisation")
    rows = rows.prefetch_related(
        "papers", "speakers", Prefetch("notes", notes), Prefetch("decisions", decisions)
    )
    return rows.order_by("position", "proposed_at", "id")


def get_note(meeting_id: UUID, note_id: UUID) -> ItemNote:
    """Return a note, of which the actor was just refused the version. Raises NotFound."""
    rows = ItemNote.objects.filter(item__meeting=meeting_id, pk=note_id).select_related("author")
    note = rows.first()
    if note is None:
        raise NotFound
    return note
