"""Events of meetings; they carry references and codes, no text. The topic of the group gets them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from dialogue.meetings.models import Meeting
from viche.kernel.actor import Actor
from viche.kernel.events import Payload, record


class MeetingPayload(Payload):
    """A fact about a meeting in its state; `row_version` is its version."""

    meeting_id: UUID
    group_id: UUID
    state: str
    row_version: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "meeting", self.meeting_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


class MeetingPlanned(MeetingPayload, kind="dialogue.meeting_planned", discloses=True):
    """A meeting was planned: by a facilitator, or as the next of a series."""

    series_id: UUID | None = None


class MeetingChanged(MeetingPayload, kind="dialogue.meeting_changed", discloses=True):
    """`fields` names what changed. `reinvites`: those who were invited are told."""

    fields: tuple[str, ...]
    reinvites: bool = False


class MeetingMoved(MeetingPayload, kind="dialogue.meeting_moved", discloses=True):
    """A meeting was convened, started, ended or cancelled."""

    before: str
    after: str
    mandate_id: UUID | None = None


class MeetingReminded(MeetingPayload, kind="dialogue.meeting_reminded"):
    """The moment came to remind the people of a meeting: `stage`."""

    stage: str


class AgendaItemChanged(MeetingPayload, kind="dialogue.meeting_agenda_changed", discloses=True):
    """An item was proposed, changed, removed, became the current one (`current`), or got a paper.

    `change` is ordered when the whole agenda was.
    """

    change: str
    item_id: UUID | None = None


class InvitationAnswered(MeetingPayload, kind="dialogue.meeting_answered"):
    """A seat answered the invitation."""

    membership_id: UUID
    answer: str


class PresenceRecorded(MeetingPayload, kind="dialogue.meeting_presence_recorded"):
    """A seat came (`is_present`) or left; `way` says who recorded it."""

    membership_id: UUID
    is_present: bool
    way: str


class FloorChanged(MeetingPayload, kind="dialogue.meeting_floor_changed"):
    """A seat asked for the floor, withdrew, got it or ended."""

    item_id: UUID
    membership_id: UUID
    change: str


class NoteWritten(MeetingPayload, kind="dialogue.meeting_note_written", discloses=True):
    """A note was added, changed or removed."""

    item_id: UUID
    note_id: UUID
    change: str


class MeetingSeriesChanged(Payload, kind="dialogue.meeting_series_changed", discloses=True):
    """The rhythm of a group's meetings was agreed or changed."""

    series_id: UUID
    group_id: UUID
    is_active: bool

    @property
    def subject(self) -> tuple[str, UUID]:
        return "meeting_series", self.series_id

    @property
    def topics(self) -> tuple[str, ...]:
        return (f"group:{self.group_id}",)


def record_meeting(actor: Actor, kind: type[MeetingPayload], meeting: Meeting, **facts: Any) -> None:
    """Record an event about a meeting as it is now."""
    place: dict[str, Any] = {"meeting_id": meeting.pk, "group_id": meeting.group_id, "state": meeting.state}
    record(actor, kind(**place, row_version=meeting.version, **facts))
