"""Schemas of meetings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, TypedDict
from uuid import UUID

from dialogue.decisions.schemas import StateName
from groups.common.schemas import GroupRef, OrganisationRef, PersonRef, RoleName, SectorName, Voice
from viche.kernel.api import ActionOn
from viche.kernel.text import Text

MeetingStateName = Literal["planned", "convened", "running", "ended", "cancelled"]
AgendaKindName = Literal["question", "decision", "action", "report", "other"]
AgendaStateName = Literal["proposed", "accepted", "done", "postponed"]
AnswerName = Literal["comes", "by_video", "deputy", "not"]
WayName = Literal["self_code", "secretary", "video"]
NoteKindName = Literal["listened", "spoke", "resolved", "action"]
UnitName = Literal["week", "month"]


class MeetingSeriesOut(TypedDict):
    """The rhythm of a group's meetings: see `POST /groups/{id}/meeting-series`."""

    id: UUID
    group_id: UUID
    title: Text
    unit: UnitName
    every: int
    weekday: int
    nth: int | None
    starts_on: date
    time: str
    minutes: int
    place: str
    video_url: str
    is_active: bool
    version: int


class MeetingCard(TypedDict):
    """A meeting in a list.

    `number` is null until it is convened. `reason`: why it was cancelled; `extraordinary`: why it was
    convened with less notice than the charter demands.
    """

    id: UUID
    group: GroupRef
    series_id: UUID | None
    number: int | None
    title: Text
    place: str
    video_url: str
    starts_at: datetime
    ends_at: datetime
    state: MeetingStateName
    reason: str
    extraordinary: str
    convened_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    version: int


class SectorQuorumOut(TypedDict):
    """What a sector owes to the quorum: to be present, or to have been asked."""

    sector: SectorName
    demand: Literal["present", "asked"]
    state: Literal["present", "left", "invited", "missing"]
    is_met: bool


class MeetingQuorumOut(TypedDict):
    """Seats that are present now, of those that are needed. A meeting without quorum decides nothing."""

    needed: int
    present: int
    sectors: list[SectorQuorumOut]
    is_met: bool


class SeatAtMeeting(TypedDict):
    """A seat with a voice: its answer to the invitation, and its presence.

    `deputy` sat there in place of the holder.
    """

    membership_id: UUID
    role: RoleName
    person: PersonRef
    organisation: OrganisationRef
    position: Text
    answer: AnswerName | None
    answered_at: datetime | None
    is_present: bool
    checked_in_at: datetime | None
    left_at: datetime | None
    way: WayName | None
    deputy: PersonRef | None


class MeetingSpeakerOut(TypedDict):
    """A seat on the speakers' list. Those who wait come in the order in which they get the floor."""

    id: UUID
    membership_id: UUID
    asked_at: datetime
    began_at: datetime | None
    ended_at: datetime | None


class ItemNoteOut(TypedDict):
    id: UUID
    item_id: UUID
    kind: NoteKindName
    text: str
    speaker_id: UUID | None
    client_id: UUID
    author: PersonRef | None
    at: datetime
    version: int


class AgendaPaperOut(TypedDict):
    file_id: UUID
    name: str
    media_type: str
    size: int


class ItemDecisionOut(TypedDict):
    """A decision that is taken or looked at again at an item."""

    id: UUID
    number: int | None
    title: Text
    state: StateName
    version: int


class AgendaItemOut(TypedDict):
    """An item of the agenda. `started_at` is null until it is taken up.

    Its clock is `spent_seconds`, and the time since `started_at` while `ended_at` is null. `is_hidden`: it
    belongs to a restricted thread that the reader may not read, and says nothing but its number.
    """

    id: UUID
    position: int | None
    title: str | None
    kind: AgendaKindName
    state: AgendaStateName
    is_restricted: bool
    is_hidden: bool
    thread_id: UUID | None
    question_id: UUID | None
    action_id: UUID | None
    minutes: int | None
    started_at: datetime | None
    ended_at: datetime | None
    spent_seconds: int
    proposed_by: Voice | None
    papers: list[AgendaPaperOut]
    decisions: list[ItemDecisionOut]
    speakers: list[MeetingSpeakerOut]
    notes: list[ItemNoteOut]
    version: int


class MeetingOut(MeetingCard):
    """A meeting as one reader sees it. `mine` are the seats that the reader occupies there.

    `seq` is the number of the last event of the group's topic that this answer contains.
    """

    chair: Voice | None
    secretary: Voice | None
    current_item_id: UUID | None
    agenda: list[AgendaItemOut]
    seats: list[SeatAtMeeting]
    quorum: MeetingQuorumOut
    mine: list[UUID]
    allowed: list[Annotated[str, ActionOn("meeting")]]
    seq: int


class AgendaSuggestion(TypedDict):
    """What could stand on the agenda; `due_on` is the day of review, or the due day."""

    kind: AgendaKindName
    title: Text
    thread_id: UUID | None
    question_id: UUID | None
    decision_id: UUID | None
    action_id: UUID | None
    number: int | None
    due_on: date | None
    is_restricted: bool


class CheckInCode(TypedDict):
    """The code that is shown in the room until `until`."""

    code: str
    until: datetime


class MeetingFrame(TypedDict):
    """What changed in a meeting, by the kind of the event; `item_id` is the item that it concerns."""

    meeting_id: UUID
    state: MeetingStateName
    version: int
    change: str
    item_id: UUID | None


class MeetingSeriesFrame(TypedDict):
    series_id: UUID
