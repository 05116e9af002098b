"""Serializers of action items. Limits of texts and rules for owners are enforced by the services."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tasks.items.choices import Audience, Priority
from tasks.items.fields import (
    CRITERION_LENGTH,
    DESCRIPTION_LENGTH,
    MAX_CRITERIA,
    TITLE_LENGTH as ITEM_TITLE_LENGTH,
)
from tasks.items.loaders import REASON_LENGTH
from tasks.items.serializers import Day, DetailsIn
from tasks.items.workflow import WORKFLOW
from tasks.lifecycle.services.unproved import UnprovedCriterion
from viche.kernel.api import PlainText, StrictSerializer, StrictUuid


class MakeActionIn(DetailsIn):
    """A new action item, owned by an organisation or by an `outside_body`.

    `owner` is the mandate of the person who does the work; `audience` may widen the item to the group.
    `on_behalf_of` is the mandate through which it is proposed, for a reader with several.
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
        child=PlainText(max_length=CRITERION_LENGTH), required=False, max_length=MAX_CRITERIA
    )
    message = StrictUuid(source="message_id", required=False, allow_null=True)
    thread = StrictUuid(source="thread_id", required=False, allow_null=True)
    decision = StrictUuid(source="decision_id", required=False, allow_null=True)
    audience = serializers.ChoiceField(choices=Audience.choices, required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class EditActionIn(DetailsIn):
    """Fields to change; omitted fields keep their values.

    `reason` is kept with the change; it is required for another due day.
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
        child=PlainText(max_length=CRITERION_LENGTH), required=False, max_length=MAX_CRITERIA
    )
    audience = serializers.ChoiceField(choices=Audience.choices, required=False)
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)


class UnprovedIn(StrictSerializer):
    """A criterion without evidence, and why it has none."""

    criterion = StrictUuid(source="criterion_id")
    reason = PlainText(max_length=REASON_LENGTH)


class MoveActionIn(StrictSerializer):
    """A workflow step.

    `unproved`: why criteria have no evidence, with `done` and `verified`.

    `on_behalf_of` is the mandate through which it is taken, for a reader with several; `superseded_by` the
    item of the same register that replaces a cancelled one; `logged`: a facilitator records the step for the
    owner and says in `reason` who reported what.
    """

    to = serializers.ChoiceField(
        choices=list(WORKFLOW.transitions_by_name), help_text=WORKFLOW.describe_transitions()
    )
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    superseded_by = StrictUuid(source="superseded_by_id", required=False, allow_null=True)
    unproved = UnprovedIn(many=True, required=False, max_length=MAX_CRITERIA)  # type: ignore[call-arg]
    logged = serializers.BooleanField(required=False)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)

    def validate_unproved(self, value: Any) -> list[UnprovedCriterion]:
        return [UnprovedCriterion(**one) for one in value]


class HelpIn(StrictSerializer):
    """The help that is needed, or the answer."""

    text = PlainText(max_length=REASON_LENGTH)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)
