"""What the API takes. How long texts may be and who may be named is said by the services."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from groups.models import Sector
from tasks.facts import REASON_LENGTH
from tasks.models import Audience, EvidenceKind, Priority, ReminderAudience, State
from tasks.services.action_items import (
    CRITERION_LENGTH,
    DESCRIPTION_LENGTH,
    MOST_CRITERIA,
    TITLE_LENGTH as ITEM_TITLE_LENGTH,
)
from tasks.services.evidence import NOTE_LENGTH, TITLE_LENGTH, URL_LENGTH
from tasks.workflow import TRANSITIONS
from viche.kernel.api import PlainText, StrictSerializer, StrictUuid

ORDERS = ("due", "newest")


class Day(serializers.DateField):
    """A calendar day: YYYY-MM-DD and nothing else."""

    default_error_messages = {"format": _("Send the day as YYYY-MM-DD.")}

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or len(value) != 10:
            self.fail("format")
        return super().to_internal_value(value)


class Instant(serializers.DateTimeField):
    """A moment with its offset from UTC: without one, nobody knows which moment is meant."""

    default_error_messages = {
        "no_offset": _("Send the moment with its offset, such as 2026-01-31T09:00:00+02:00.")
    }

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self.fail("no_offset")
        try:
            return moment.astimezone(UTC)
        except OverflowError:
            self.fail("no_offset")


@extend_schema_field(OpenApiTypes.STR)
class States(serializers.Field[list[str], str, Any, Any]):
    """One or several states, separated by commas."""

    default_error_messages = {"unknown_state": _("There is no such state.")}

    def to_internal_value(self, data: Any) -> list[str]:
        names = str(data).split(",")
        if not set(names) <= set(State.values):
            self.fail("unknown_state")
        return list(dict.fromkeys(names))


class Owner(serializers.CharField):
    """The id of an organisation, or `me`: the organisations for which the reader speaks."""

    def to_internal_value(self, data: Any) -> Any:
        return "me" if data == "me" else StrictUuid().to_internal_value(data)


class ActionQuery(StrictSerializer):
    """Which action items to list. `waiting=me`: those that wait for the reader; `order`: due or newest."""

    group = StrictUuid(required=False)
    thread = StrictUuid(required=False)
    state = States(required=False)
    waiting = serializers.ChoiceField(choices=["me"], required=False)
    owner = Owner(required=False)
    sector = serializers.ChoiceField(choices=Sector.choices, required=False)
    overdue = serializers.ChoiceField(choices=["true", "false"], required=False)
    order = serializers.ChoiceField(choices=ORDERS, required=False, default="due")


class MakeActionIn(StrictSerializer):
    """A new action item. `owner` is the mandate of the one person whose work it is; `audience` widens it.

    `on_behalf_of` is the mandate through which it is proposed, where the reader has several.
    """

    title = PlainText(source="title_uk", max_length=ITEM_TITLE_LENGTH)
    title_en = PlainText(max_length=ITEM_TITLE_LENGTH, required=False, allow_blank=True)
    description = PlainText(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    owner_organisation = StrictUuid(source="owner_organisation_id")
    owner = StrictUuid(source="owner_id", required=False, allow_null=True)
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


class EditActionIn(StrictSerializer):
    """What of an action item to change; what is left out stays. `reason` is kept beside it."""

    title = PlainText(source="title_uk", max_length=ITEM_TITLE_LENGTH, required=False)
    title_en = PlainText(max_length=ITEM_TITLE_LENGTH, required=False, allow_blank=True)
    description = PlainText(max_length=DESCRIPTION_LENGTH, required=False, allow_blank=True)
    owner_organisation = StrictUuid(source="owner_organisation_id", required=False)
    owner = StrictUuid(source="owner_id", required=False, allow_null=True)
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

    `on_behalf_of` is the mandate through which it is taken, where the reader has several.
    """

    to = serializers.ChoiceField(choices=list(TRANSITIONS))
    reason = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class AddEvidenceIn(StrictSerializer):
    """One piece of evidence. `file` is an upload of the reader's own."""

    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    title = PlainText(max_length=TITLE_LENGTH)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    file = StrictUuid(source="file_id", required=False, allow_null=True)
    url = PlainText(max_length=URL_LENGTH, required=False, allow_blank=True)
    criterion = StrictUuid(source="criterion_id", required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class SetReminderIn(StrictSerializer):
    """A reminder at a chosen moment."""

    due_at = Instant()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
