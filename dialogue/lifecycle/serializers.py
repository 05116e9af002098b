"""What the API takes. How long texts may be and who may be named is said by the services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from dialogue.common.tags import TAG_LENGTH, as_tag
from dialogue.threads.limits import OUTCOME_LENGTH, REASON_LENGTH, TITLE_LENGTH
from dialogue.threads.models import Purpose, ThreadState, Visibility
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictDate, StrictSerializer, StrictUuid


class Tag(PlainText):
    """A tag as it is kept, with or without its sign."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=TAG_LENGTH, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        tag = as_tag(super().to_internal_value(data))
        if not tag:
            self.fail("blank")
        return tag


class Tags(serializers.ListField):
    """Tags as people write them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=PlainText(max_length=TAG_LENGTH), max_length=50, **kwargs)


class ThreadQuery(StrictSerializer):
    """Which threads to list: in one state, with one tag, with this in their title (`q`)."""

    state = serializers.ChoiceField(choices=ThreadState.choices, required=False)
    tag = Tag(required=False)
    q = PlainText(max_length=TITLE_LENGTH, required=False)


class OpenThreadIn(StrictSerializer):
    """A new thread. `organisations` and `people` name the readers of a restricted one; `announced`: the group
    knows that it is there, and may ask for access.
    """

    title = PlainText(max_length=TITLE_LENGTH)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    visibility = serializers.ChoiceField(choices=Visibility.choices, required=False)
    organisations = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    people = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    opens_on = StrictDate(required=False, allow_null=True)
    closes_on = StrictDate(required=False, allow_null=True)
    facilitator = StrictUuid(required=False, allow_null=True)
    tags = Tags(required=False)
    draft = StrictBoolean(required=False)
    announced = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)


class EditThreadIn(StrictSerializer):
    """What of a thread to change; what is left out stays."""

    title = PlainText(max_length=TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=TITLE_LENGTH, required=False, allow_blank=True)
    purpose = serializers.ChoiceField(choices=Purpose.choices, required=False)
    opens_on = StrictDate(required=False, allow_null=True)
    closes_on = StrictDate(required=False, allow_null=True)
    tags = Tags(required=False)
    confirmed = Confirmed(required=False)


class MoveThreadIn(StrictSerializer):
    """The next state. Closing needs an `outcome`, reopening a `reason`.

    `mandate_id` is the mandate through which it is taken, where the reader has several.
    """

    to = serializers.ChoiceField(choices=[ThreadState.OPEN, ThreadState.SUMMARISING, ThreadState.CLOSED])
    outcome = PlainText(max_length=OUTCOME_LENGTH, required=False)
    outcome_en = PlainText(max_length=OUTCOME_LENGTH, required=False, allow_blank=True)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    mandate_id = StrictUuid(required=False, allow_null=True)
    confirmed = Confirmed(required=False)


class AudienceIn(StrictSerializer):
    """Who reads a thread: the whole group, or the named organisations and people of it. `announced`: the
    group knows that a restricted one is there, and may ask for access.
    """

    visibility = serializers.ChoiceField(choices=Visibility.choices)
    organisations = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    people = serializers.ListField(child=StrictUuid(), required=False, max_length=100)
    announced = StrictBoolean(required=False)
    confirmed = Confirmed(required=False)
