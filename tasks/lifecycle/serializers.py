"""What the API takes. How long texts may be and who may be named is said by the services."""

from __future__ import annotations

from rest_framework import serializers

from tasks.items.choices import Audience, Priority
from tasks.items.fields import (
    CRITERION_LENGTH,
    DESCRIPTION_LENGTH,
    MOST_CRITERIA,
    TITLE_LENGTH as ITEM_TITLE_LENGTH,
)
from tasks.items.loaders import REASON_LENGTH
from tasks.items.serializers import Day, DetailsIn
from tasks.items.workflow import TRANSITIONS
from viche.kernel.api import PlainText, StrictSerializer, StrictUuid


class MakeActionIn(DetailsIn):
    """A new action item, of an organisation or of an `outside_body`. `owner` is the mandate of the one person
    whose work it is; `audience` widens it.

    `on_behalf_of` is the mandate through which it is proposed, where the reader has several.
    """

    title = PlainText(source="title_uk", max_length=ITEM_TITLE_LENGTH)
    title_en = PlainText(max_length=ITEM_TITLE_LENGTH, required=False, allow_blank=True)
    description = PlainText(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    owner_organisation = StrictUuid(source="owner_organisation_id", required=False)
    owner = StrictUuid(source="owner_id", required=False, allow_null=True)
    outside_body = StrictUuid(source="outside_body_id", required=False, allow_null=True)
    verifier_organisation = StrictUuid(source="verifier_organisation_id", required=False, allow_null=True)
    due_on = Day()
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    criteria = serializers.ListField(
        child=PlainText(max_length=CRITERION_LENGTH), required=False, max_length=MOST_CRITERIA
    )
    message = StrictUuid(source="message_id", required=False, allow_null=True)
    thread = StrictUuid(source="thread_id", required=False, allow_null=True)
    audience = serializers.ChoiceField(choices=Audience.choices, required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class EditActionIn(DetailsIn):
    """What of an action item to change; what is left out stays.

    `reason` is kept beside it; another due day needs one.
    """

    title = PlainText(source="title_uk", max_length=ITEM_TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=ITEM_TITLE_LENGTH, required=False, allow_blank=True)
    description = PlainText(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    owner_organisation = StrictUuid(source="owner_organisation_id", required=False)
    owner = StrictUuid(source="owner_id", required=False, allow_null=True)
    outside_body = StrictUuid(source="outside_body_id", required=False, allow_null=True)
    verifier_organisation = StrictUuid(source="verifier_organisation_id", required=False, allow_null=True)
    due_on = Day(required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    criteria = serializers.ListField(
        child=PlainText(max_length=CRITERION_LENGTH), required=False, max_length=MOST_CRITERIA
    )
    audience = serializers.ChoiceField(choices=Audience.choices, required=False)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)


class MoveActionIn(StrictSerializer):
    """The next step.

    `on_behalf_of` is the mandate through which it is taken, where the reader has several; `superseded_by` the
    item of the same register that is done instead of one that is cancelled; `logged`: who leads writes it
    down for the owner, and in `reason` who said what.
    """

    to = serializers.ChoiceField(choices=list(TRANSITIONS))
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    superseded_by = StrictUuid(source="superseded_by_id", required=False, allow_null=True)
    logged = serializers.BooleanField(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class HelpIn(StrictSerializer):
    """With what help is needed, or the answer."""

    text = PlainText(max_length=REASON_LENGTH)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
