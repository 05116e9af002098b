"""Serializers of minutes. Lengths are validated by the services."""

from __future__ import annotations

from django.utils.translation import get_language
from rest_framework import serializers

from dialogue.minutes.models import (
    CORRECTION_LENGTH,
    LINE_LENGTH,
    REMARK_LENGTH,
    LineKind,
    MinutesState,
    SignatureWay,
)
from dialogue.minutes.policies import LIFECYCLE
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictSerializer, StrictUuid


class MinutesQuery(StrictSerializer):
    """Filter of a list: minutes in one state, or those of one meeting."""

    state = serializers.ChoiceField(choices=MinutesState.choices, required=False)
    meeting_id = StrictUuid(required=False)


class MakeMinutesIn(StrictSerializer):
    """The mandates that chaired the meeting and kept its record, by default as it has them. They sign."""

    chair_id = StrictUuid(required=False, allow_null=True)
    secretary_id = StrictUuid(required=False, allow_null=True)


class AddLineIn(StrictSerializer):
    """A line: of an item, or for `invited` and `annex` of the whole meeting."""

    kind = serializers.ChoiceField(choices=LineKind.choices)
    item_id = StrictUuid(required=False, allow_null=True)
    text = PlainText(source="text_uk", max_length=LINE_LENGTH)
    text_en = PlainText(max_length=LINE_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class ChangeLineIn(StrictSerializer):
    """The texts to change; an omitted one stays."""

    text = PlainText(source="text_uk", max_length=LINE_LENGTH, required=False)
    text_en = PlainText(max_length=LINE_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class MoveMinutesIn(StrictSerializer):
    to = serializers.ChoiceField(choices=[one.name for one in LIFECYCLE.transitions if not one.own_service])


class RemarkIn(StrictSerializer):
    """A remark on a line, on an item, or on the whole. `proposed`: the words that the line should have."""

    text = PlainText(max_length=REMARK_LENGTH)
    line_id = StrictUuid(required=False, allow_null=True)
    item_id = StrictUuid(required=False, allow_null=True)
    proposed = PlainText(source="proposed_uk", max_length=REMARK_LENGTH, required=False, allow_blank=True)
    proposed_en = PlainText(max_length=REMARK_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class DecideRemarkIn(StrictSerializer):
    """`answer` may be left out where the proposed words are accepted."""

    accept = StrictBoolean()
    answer = PlainText(max_length=REMARK_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class ReplaceSignerIn(StrictSerializer):
    """The mandate that signs from now on."""

    mandate_id = StrictUuid()


class SignMinutesIn(StrictSerializer):
    """`file_id`: the uploaded scan of a signed paper, or container of a qualified e-signature."""

    way = serializers.ChoiceField(choices=SignatureWay.choices)
    file_id = StrictUuid(required=False, allow_null=True)


class CorrectionIn(StrictSerializer):
    text = PlainText(source="text_uk", max_length=CORRECTION_LENGTH)
    text_en = PlainText(max_length=CORRECTION_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class MinutesPaperQuery(StrictSerializer):
    """`language`: by default the reader's."""

    language = serializers.ChoiceField(["uk", "en"], default=get_language)
