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
from groups.territories.api import PlaceIn, place_of
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.fields import MOST_HOURS, PLACE_LENGTH, TITLE_LENGTH as ITEM_TITLE_LENGTH
from tasks.items.models import MOST_COOWNERS
from tasks.items.recurrence import RULE_LENGTH
from tasks.items.states import State
from viche.kernel.api import PlainText, StrictDate, StrictInteger, StrictSerializer, StrictUuid

ORDERS = ("due", "newest")


class Day(StrictDate):
    """A calendar day: YYYY-MM-DD and nothing else."""

    default_error_messages = {"format": _("Send the day as YYYY-MM-DD.")}

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or len(value) != 10:
            self.fail("format")
        return super().to_internal_value(value)


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
    """Which action items to list. `waiting=me`: those that wait for the reader; `order`: due or newest.

    `discussion`: the one that is talked about in a thread; `created_by=me`: those that the reader proposed;
    `watching=me`: that they follow; `coowner`: an organisation besides the owner; `q`: a number, or words of
    the title. `overdue=at_first`: by the first due day. `worked_…`: those that were made by then and had not
    ended before. All days are included.
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
    order = serializers.ChoiceField(choices=ORDERS, required=False, default="due")


@extend_schema_field(OpenApiTypes.DOUBLE)
class Money(serializers.DecimalField):
    """Hryvnias, as a JSON number with at most two digits after the point."""

    default_error_messages = {"not_a_number": _("Send this as a number.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal(0), **options)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("not_a_number")
        return super().to_internal_value(data)


class ItemPlaceIn(PlaceIn):
    """Where it is done: degrees, to five digits after the point."""

    def to_internal_value(self, data: Any) -> Any:
        return place_of(super().to_internal_value(data))


class DetailsIn(StrictSerializer):
    """For whom it is done, its tags, what it takes and where.

    `coowners` are organisations that work on it, too; `effort_hours` are hours of one person; `recurrence` is
    a rule of RFC 5545 such as `FREQ=MONTHLY;INTERVAL=3`, or nothing.
    """

    target_groups = serializers.ListField(
        child=serializers.ChoiceField(choices=TargetGroup.choices),
        required=False,
        max_length=len(TargetGroup),
    )
    coowners = serializers.ListField(child=StrictUuid(), required=False, max_length=MOST_COOWNERS)
    tags = Tags(required=False)
    effort_hours = StrictInteger(min_value=1, max_value=MOST_HOURS, required=False, allow_null=True)
    budget = Money(required=False, allow_null=True)
    budget_source = serializers.ChoiceField(choices=BudgetSource.choices, required=False, allow_null=True)
    place_name = PlainText(max_length=PLACE_LENGTH, required=False, allow_blank=True)
    place = ItemPlaceIn(required=False, allow_null=True)
    recurrence = PlainText(max_length=RULE_LENGTH, required=False, allow_blank=True)
