"""Serializers of items."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dialogue.lifecycle.serializers import Tag, Tags
from groups.models import Sector
from groups.territories.api import PlaceIn
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.fields import MAX_EFFORT_HOURS, PLACE_LENGTH, TITLE_LENGTH as ITEM_TITLE_LENGTH
from tasks.items.models import MAX_COOWNERS
from tasks.items.recurrence import RULE_LENGTH
from tasks.items.states import State
from viche.kernel.api import PlainText, StrictDate, StrictInteger, StrictSerializer, StrictUuid

ORDER_NAMES = ("due", "newest")


class Day(StrictDate):
    """A calendar day in the form YYYY-MM-DD."""

    default_error_messages = {"format": _("Send the day as YYYY-MM-DD.")}

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or len(value) != 10:
            self.fail("format")
        return super().to_internal_value(value)


@extend_schema_field(OpenApiTypes.STR)
class States(serializers.Field[list[str], str, Any, Any]):
    """One or more states, separated by commas."""

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
    """Filters and order of a list of action items. All days are included.

    `waiting=me`: a step is expected from the reader; `order`: due or newest. `discussion`: the item discussed
    in this thread; `created_by=me`: proposed by the reader; `watching=me`: watched by the reader; `coowner`:
    an organisation other than the owner; `q`: a number, or words of the title. `overdue=at_first`: by the
    original due day. `worked_…`: created by the end of the range and not ended before its start.
    """

    group = StrictUuid(required=False)
    thread = StrictUuid(required=False)
    discussion = StrictUuid(required=False)
    state = States(required=False)
    waiting = serializers.ChoiceField(choices=["me"], required=False)
    owner = Owner(required=False)
    outside_body = StrictUuid(required=False)
    coowner = StrictUuid(required=False)
    sector = serializers.ChoiceField(choices=Sector.choices, required=False)
    overdue = serializers.ChoiceField(choices=["true", "false", "at_first"], required=False)
    verifier = Owner(required=False)
    created_by = serializers.ChoiceField(choices=["me"], required=False)
    watching = serializers.ChoiceField(choices=["me"], required=False)
    priority = serializers.ChoiceField(choices=Priority.choices, required=False)
    target_group = serializers.ChoiceField(choices=TargetGroup.choices, required=False)
    tag = Tag(required=False)
    due_from = Day(required=False)
    due_to = Day(required=False)
    first_due_from = Day(required=False)
    first_due_to = Day(required=False)
    made_from = Day(required=False)
    made_to = Day(required=False)
    worked_from = Day(required=False)
    worked_to = Day(required=False)
    verified_from = Day(required=False)
    verified_to = Day(required=False)
    q = PlainText(max_length=ITEM_TITLE_LENGTH, required=False)
    order = serializers.ChoiceField(choices=ORDER_NAMES, required=False, default="due")


@extend_schema_field(OpenApiTypes.DOUBLE)
class Money(serializers.DecimalField):
    """An amount in hryvnias, as a JSON number with at most two decimal places."""

    default_error_messages = {"not_a_number": _("Send this as a number.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal(0), **options)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("not_a_number")
        return super().to_internal_value(data)


class ItemPlaceIn(PlaceIn):
    """Coordinates in degrees, to five decimal places."""


class DetailsIn(StrictSerializer):
    """Optional details: target groups, tags, effort, budget and place.

    `coowners` are organisations that also work on it; `effort_hours` are hours of one person; `recurrence` is
    an RFC 5545 rule such as `FREQ=MONTHLY;INTERVAL=3`, or empty.
    """

    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices),
        required=False,
        max_length=len(TargetGroup),
    )
    coowners = serializers.ListField(child=StrictUuid(), required=False, max_length=MAX_COOWNERS)
    tags = Tags(required=False)
    effort_hours = StrictInteger(min_value=1, max_value=MAX_EFFORT_HOURS, required=False, allow_null=True)
    budget = Money(required=False, allow_null=True)
    budget_source = serializers.ChoiceField(choices=BudgetSource.choices, required=False, allow_null=True)
    place_name = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    place = ItemPlaceIn(required=False, allow_null=True)
    recurrence = PlainText(max_length=RULE_LENGTH, required=False, allow_blank=True)
