"""Serializers of decisions."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from dialogue.common.serializers import MAX_NUMBER
from dialogue.decisions.models import (
    LABEL_LENGTH,
    MAX_OPTIONS,
    REASON_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Answer,
    Base,
    Capacity,
    DecisionState,
    Method,
    Threshold,
    TieRule,
    Unit,
)
from groups.models import Sector
from viche.kernel.api import (
    Confirmed,
    Instant,
    PlainText,
    StrictBoolean,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
)

MAX_BATCHES = 500


class DecisionOptionIn(StrictSerializer):
    """An option of the decision."""

    label = PlainText(source="label_uk", max_length=LABEL_LENGTH)  # type: ignore[assignment]
    label_en = PlainText(max_length=LABEL_LENGTH, required=False, allow_blank=True)
    text = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True)


class DecisionSourceIn(StrictSerializer):
    """What the decision is made of; the summary of a thread is the thread itself."""

    kind = serializers.ChoiceField(choices=["message", "thread", "recommendation"])
    id = StrictUuid()


class EditDecisionIn(StrictSerializer):
    """Fields of a draft. `options` replace all options: none, or 2 to 20."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    text = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True, trim_whitespace=False)
    method = serializers.ChoiceField(choices=Method.choices, required=False)
    threshold = serializers.ChoiceField(choices=Threshold.choices, required=False)
    base = serializers.ChoiceField(choices=Base.choices, required=False)
    unit = serializers.ChoiceField(choices=Unit.choices, required=False)
    capacity = serializers.ChoiceField(choices=Capacity.choices, required=False)
    secret = StrictBoolean(required=False)
    tie_rule = serializers.ChoiceField(choices=TieRule.choices, required=False)
    on_paper = StrictBoolean(required=False)
    closes_at = Instant(required=False, allow_null=True)
    options = serializers.ListField(child=DecisionOptionIn(), required=False, max_length=MAX_OPTIONS)
    supersedes = StrictUuid(source="supersedes_id", required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class ProposeDecisionIn(EditDecisionIn):
    """A new draft: question and method, and the rest of its rule.

    `source` is what it is made of. `mandate_id` is the seat through which it is proposed.
    """

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    method = serializers.ChoiceField(choices=Method.choices)
    source = DecisionSourceIn(required=False)  # type: ignore[assignment]  # a name of DRF's own
    mandate_id = StrictUuid(required=False)


class MoveDecisionIn(StrictSerializer):
    """The step: `open` (`closes_at` changes the close), `closed` early, or `withdrawn` for a `reason`."""

    to = serializers.ChoiceField(choices=["open", "closed", "withdrawn"])
    closes_at = Instant(required=False)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class BallotIn(StrictSerializer):
    """An answer; with `choose`, `ranking` names options by their ids, the first choice first."""

    answer = serializers.ChoiceField(choices=Answer.choices)
    ranking = serializers.ListField(child=StrictUuid(), required=False, max_length=MAX_OPTIONS)


class VoteIn(BallotIn):
    """An open answer. `harm` is what an objection fears, `condition` on what it is lifted."""

    harm = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    condition = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    wants_name = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class PhoneVoteIn(VoteIn):
    """An answer that was given by phone, by a person who speaks for the seat."""

    said_by = StrictUuid()


class AskSectorIn(StrictSerializer):
    """The sector, and the last day on which it may answer."""

    sector = serializers.ChoiceField(choices=Sector.choices)
    until = StrictDate()


class ObjectionReplyIn(StrictSerializer):
    """An answer to an objection."""

    text = PlainText(max_length=REASON_LENGTH)
    confirmed = Confirmed(required=False)


class PaperBatchIn(BallotIn):
    """A number of equal ballots."""

    number = StrictInteger(min_value=1, max_value=MAX_NUMBER // MAX_BATCHES)


class PaperCountIn(StrictSerializer):
    """All batches of the entry 1 or 2."""

    entry = StrictInteger(min_value=1, max_value=2)
    batches = serializers.ListField(child=PaperBatchIn(), max_length=MAX_BATCHES)

    def validate_batches(self, value: Any) -> list[dict[str, Any]]:
        return [{"ranking": [], **one} for one in value]


class ScanIn(StrictSerializer):
    """The uploaded file with the scan."""

    file_id = StrictUuid()


class DecisionOutcomeIn(StrictSerializer):
    """What was decided, and the day on which it is looked at again (null: none)."""

    text = PlainText(source="text_uk", max_length=TEXT_LENGTH, trim_whitespace=False)
    text_en = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    review_on = StrictDate(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class DecisionPublicationIn(StrictSerializer):
    """The words for the public."""

    text = PlainText(source="text_uk", max_length=TEXT_LENGTH, trim_whitespace=False)
    text_en = PlainText(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class DecisionQuery(StrictSerializer):
    """Filters of decisions; `waits_for_me`: those that wait for an answer of the reader."""

    state = serializers.ChoiceField(choices=DecisionState.choices, required=False)
    waits_for_me = serializers.BooleanField(required=False)
