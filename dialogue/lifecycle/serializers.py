"""Serializers of threads. Text lengths and the audience are validated by the services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from dialogue.common.tags import TAG_LENGTH, normalise_tag
from dialogue.messages.models import BODY_LENGTH
from dialogue.threads.limits import OUTCOME_LENGTH, REASON_LENGTH, TITLE_LENGTH
from dialogue.threads.models import Purpose, ThreadState, Visibility
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictDate, StrictSerializer, StrictUuid


class Tag(PlainText):
    """A normalised tag, with or without its `#`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=TAG_LENGTH, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        tag = normalise_tag(super().to_internal_value(data))
        if not tag:
            self.fail("blank")
        return tag


class Tags(serializers.ListField):
    """Tags as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=PlainText(max_length=TAG_LENGTH), max_length=50, **kwargs)


class ThreadQuery(StrictSerializer):
    """Filters of a thread list: by state, by tag, or by a part of the title (`q`)."""

    state = serializers.ChoiceField(choices=ThreadState.choices, required=False)
    tag = Tag(required=False)
    q = PlainText(max_length=TITLE_LENGTH, required=False)


class OpenThreadIn(StrictSerializer):
    """A new thread.

    `organisations` and `people` name the readers of a restricted one; `announced`: the group may know that it
    exists and request access. `body` is the first message, which a draft keeps until it is opened; sent again
    under the same `client_id` it opens no other thread. `mandate_id` is the mandate of its author.
    """

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    organisations = serializers.ListField(
        source="organisation_ids", child=StrictUuid(), required=False, max_length=100
    )
    people = serializers.ListField(source="person_ids", child=StrictUuid(), required=False, max_length=100)
    opens_on = StrictDate(required=False, allow_null=True)
    closes_on = StrictDate(required=False, allow_null=True)
    facilitator = StrictUuid(source="facilitator_id", required=False, allow_null=True)
    tags = Tags(required=False)
    draft = StrictBoolean(required=False)
    announced = StrictBoolean(required=False)
    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False, required=False, allow_blank=True)
    client_id = StrictUuid(required=False)
    mandate_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class EditThreadIn(StrictSerializer):
    """The fields to change; omitted ones stay."""

    title = PlainText(source="title_uk", max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
    opens_on = StrictDate(required=False, allow_null=True)
    closes_on = StrictDate(required=False, allow_null=True)
    tags = Tags(required=False)
    confirmed = Confirmed(required=False)


class MoveThreadIn(StrictSerializer):
    """The next state. Closing needs an `outcome`, reopening a `reason`.

    `mandate_id` is the mandate used for it, where the reader has several.
    """

    to = serializers.ChoiceField(choices=[ThreadState.OPEN, ThreadState.SUMMARISING, ThreadState.CLOSED])
    outcome = PlainText(source="outcome_uk", max_length=OUTCOME_LENGTH, required=False)
    outcome_en = PlainText(max_length=OUTCOME_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    mandate_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class AudienceIn(StrictSerializer):
    """The audience of a thread: the whole group, or the named organisations and people of it.

    `announced`: the group may know that a restricted thread exists and request access.
    """

    visibility = serializers.ChoiceField(choices=Visibility.choices)
    organisations = serializers.ListField(
        source="organisation_ids", child=StrictUuid(), required=False, max_length=100
    )
    people = serializers.ListField(source="person_ids", child=StrictUuid(), required=False, max_length=100)
    announced = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)
