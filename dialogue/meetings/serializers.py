"""Serializers of meetings. Lengths and times are validated by the services."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from dialogue.meetings.agenda import MAX_ITEMS, AgendaPlace
from dialogue.meetings.models import (
    LINK_LENGTH,
    NOTE_LENGTH,
    PLACE_LENGTH,
    TITLE_LENGTH,
    AgendaKind,
    AgendaState,
    AttendanceAnswer,
    CheckInWay,
    MeetingState,
    NoteKind,
    RhythmUnit,
)
from dialogue.meetings.states import LIFECYCLE
from dialogue.threads.limits import REASON_LENGTH
from viche.kernel.api import (
    Confirmed,
    Instant,
    PlainText,
    StrictBoolean,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictTime,
    StrictUuid,
)

MAX_MINUTES = 1_440


class MeetingQuery(StrictSerializer):
    """Filter of a list: meetings in one state."""

    state = serializers.ChoiceField(choices=MeetingState.choices, required=False)


class PlanMeetingIn(StrictSerializer):
    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    video_url = PlainText(max_length=LINK_LENGTH, required=False, allow_blank=True)
    starts_at = Instant()
    ends_at = Instant()
    confirmed = Confirmed(required=False)


class EditMeetingIn(StrictSerializer):
    """The fields to change; omitted ones stay.

    `extraordinary`: why a convened meeting is held earlier, with less notice than the charter demands.
    """

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    video_url = PlainText(max_length=LINK_LENGTH, required=False, allow_blank=True)
    starts_at = Instant(required=False)
    ends_at = Instant(required=False)
    extraordinary = PlainText(max_length=REASON_LENGTH, required=False)
    chair_id = StrictUuid(required=False, allow_null=True)
    secretary_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class MoveMeetingIn(StrictSerializer):
    """The next state.

    `reason`: why it is cancelled, or convened with less notice than the charter demands.
    """

    to = serializers.ChoiceField(choices=[one.name for one in LIFECYCLE.transitions])
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class RhythmIn(StrictSerializer):
    """A rhythm: every `every` weeks or months on `weekday` (0 is Monday).

    For months `nth` says which of these days it is, 5 for the last; for weeks it is null. `time` is local
    time of the group, `minutes` how long a meeting is planned.
    """

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    unit = serializers.ChoiceField(choices=RhythmUnit.choices)
    every = StrictInteger(min_value=1, max_value=52, required=False)
    weekday = StrictInteger(min_value=0, max_value=6)
    nth = StrictInteger(min_value=1, max_value=5, required=False, allow_null=True)
    starts_on = StrictDate()
    time = StrictTime()
    minutes = StrictInteger(min_value=5, max_value=MAX_MINUTES)
    place = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    video_url = PlainText(max_length=LINK_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class ChangeRhythmIn(RhythmIn):
    """The fields to change; omitted ones stay. `is_active` false: no further meetings are planned by it."""

    is_active = StrictBoolean()

    def get_fields(self) -> Any:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class ProposeItemIn(StrictSerializer):
    """An item: a title, and what it comes from, if anything. A question brings its thread."""

    title = PlainText(max_length=TITLE_LENGTH)
    kind = serializers.ChoiceField(choices=AgendaKind.choices)
    minutes = StrictInteger(min_value=1, max_value=MAX_MINUTES, required=False, allow_null=True)
    thread_id = StrictUuid(required=False, allow_null=True)
    question_id = StrictUuid(required=False, allow_null=True)
    action_id = StrictUuid(required=False, allow_null=True)
    decision_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class ChangeItemIn(StrictSerializer):
    """The fields to change; omitted ones stay."""

    title = PlainText(max_length=TITLE_LENGTH, required=False)
    minutes = StrictInteger(min_value=1, max_value=MAX_MINUTES, required=False, allow_null=True)
    state = serializers.ChoiceField(choices=[AgendaState.ACCEPTED, AgendaState.POSTPONED], required=False)
    confirmed = Confirmed(required=False)


class AgendaPlaceIn(StrictSerializer):
    id = StrictUuid()
    minutes = StrictInteger(min_value=1, max_value=MAX_MINUTES, required=False, allow_null=True)


class OrderAgendaIn(StrictSerializer):
    """The accepted items in their order, with the minutes for each."""

    items = serializers.ListField(child=AgendaPlaceIn(), max_length=MAX_ITEMS)

    def validate_items(self, value: Any) -> list[AgendaPlace]:
        return [AgendaPlace(**one) for one in value]


class NameDecisionIn(StrictSerializer):
    decision_id = StrictUuid()


class MoveItemDecisionIn(StrictSerializer):
    """`closed` counts the answers. `closes_at` is until when those who are absent answer."""

    to = serializers.ChoiceField(choices=["open", "closed"])
    closes_at = Instant(required=False, allow_null=True)


class SheetQuery(StrictSerializer):
    """`language`: by default the reader's."""

    language = serializers.ChoiceField(["uk", "en"], default=get_language)


class CurrentItemIn(StrictSerializer):
    item_id = StrictUuid(allow_null=True)


class AttachPaperIn(StrictSerializer):
    """A file that the person has uploaded."""

    file_id = StrictUuid()
    confirmed = Confirmed(required=False)


class SeatIn(StrictSerializer):
    """The seat of the person, where they have several."""

    membership_id = StrictUuid(required=False, allow_null=True)


class MeetingAnswerIn(SeatIn):
    answer = serializers.ChoiceField(choices=AttendanceAnswer.choices)


class CheckInIn(SeatIn):
    """The code that is shown in the room. `at`: when it was typed, where that was without a connection."""

    code = PlainText(max_length=4, min_length=4)
    at = Instant(required=False)


class PresenceIn(StrictSerializer):
    """Whether the seat is present now. `by_deputy`: the deputy who acts now sits there.

    `at`: when it came or left, where that was entered without a connection.
    """

    is_present = StrictBoolean()
    way = serializers.ChoiceField(choices=[CheckInWay.SECRETARY, CheckInWay.VIDEO], required=False)
    by_deputy = StrictBoolean(required=False)
    at = Instant(required=False)


class GiveFloorIn(StrictSerializer):
    speaker_id = StrictUuid(allow_null=True)


class WriteNoteIn(StrictSerializer):
    """A note. Sent again under the same `client_id` it adds no other one.

    `speaker_id` is the seat that spoke; `at`: when it was typed, where that was without a connection.
    """

    item_id = StrictUuid()
    kind = serializers.ChoiceField(choices=NoteKind.choices)
    text = PlainText(max_length=NOTE_LENGTH, trim_whitespace=False)
    speaker_id = StrictUuid(required=False, allow_null=True)
    client_id = StrictUuid()
    at = Instant(required=False)
    confirmed = Confirmed(required=False)


class ChangeNoteIn(StrictSerializer):
    """The fields to change; omitted ones stay."""

    kind = serializers.ChoiceField(choices=NoteKind.choices, required=False)
    text = PlainText(max_length=NOTE_LENGTH, trim_whitespace=False, required=False)
    speaker_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)
