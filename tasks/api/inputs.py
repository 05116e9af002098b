"""What the API takes. How long texts may be and who may be named is said by the services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dialogue.api.inputs import Tag, Tags
from groups.api.territories import PlaceIn, place_of
from groups.models import Sector
from tasks.facts import REASON_LENGTH
from tasks.fields import (
    CRITERION_LENGTH,
    DESCRIPTION_LENGTH,
    MOST_CRITERIA,
    MOST_HOURS,
    PLACE_LENGTH,
    TITLE_LENGTH as ITEM_TITLE_LENGTH,
)
from tasks.models import (
    MOST_COOWNERS,
    MOST_LINES,
    Audience,
    BudgetSource,
    EvidenceKind,
    Priority,
    ReminderAudience,
    State,
    TargetGroup,
)
from tasks.recurrence import RULE_LENGTH
from tasks.services.checklists import LINE_LENGTH
from tasks.services.evidence import NOTE_LENGTH, TITLE_LENGTH, URL_LENGTH
from tasks.workflow import TRANSITIONS
from viche.kernel.api import Instant, PlainText, StrictInteger, StrictSerializer, StrictUuid

ORDERS = ("due", "newest")


class Day(serializers.DateField):
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


class DependencyQuery(StrictSerializer):
    """`group`: of the items of one group alone."""

    group = StrictUuid(required=False)


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


class ChecklistLineIn(StrictSerializer):
    """A line of the checklist; with the `id` of one that is there it keeps its tick."""

    id = StrictUuid(required=False, allow_null=True)
    text = PlainText(max_length=LINE_LENGTH)


class SetChecklistIn(StrictSerializer):
    """All lines, in their order."""

    lines = ChecklistLineIn(many=True, max_length=MOST_LINES)  # type: ignore[call-arg]  # of the list


class AddEvidenceIn(StrictSerializer):
    """One piece of evidence. `file` is an upload of the reader's own."""

    kind = serializers.ChoiceField(choices=EvidenceKind.choices)
    title = PlainText(max_length=TITLE_LENGTH)
    note = PlainText(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    file = StrictUuid(source="file_id", required=False, allow_null=True)
    url = PlainText(max_length=URL_LENGTH, required=False, allow_blank=True)
    criterion = StrictUuid(source="criterion_id", required=False, allow_null=True)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class LadderStepIn(StrictSerializer):
    """One rule of reminding; see `LadderStepOut`."""

    offset_days = StrictInteger()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
    repeat_days = StrictInteger(required=False, allow_null=True, default=None)


class SetLadderIn(StrictSerializer):
    """All rules; none mean that nobody is reminded."""

    steps = LadderStepIn(many=True)


class SetOwnReminderIn(StrictSerializer):
    """A reminder for the reader alone. `puts_off`: until then no planned one of this item comes to them; that
    goes for 30 days at most.
    """

    due_at = Instant()
    puts_off = serializers.BooleanField(required=False)


class SnoozeIn(StrictSerializer):
    """Until when a reminder is put off."""

    until = Instant()


class HelpIn(StrictSerializer):
    """With what help is needed, or the answer."""

    text = PlainText(max_length=REASON_LENGTH)
    on_behalf_of = StrictUuid(source="mandate_id", required=False, allow_null=True)


class BlockerIn(StrictSerializer):
    """For which item this one waits."""

    action = StrictUuid(source="blocker_id")


class ParentIn(StrictSerializer):
    """Of which item this is a part; null for none."""

    action = StrictUuid(source="parent_id", allow_null=True)


class SetReminderIn(StrictSerializer):
    """A reminder at a chosen moment."""

    due_at = Instant()
    audience = serializers.ChoiceField(choices=ReminderAudience.choices)
