"""Validation of the fields of an action item, the same for creation and for changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.tags import validate_tags
from dialogue.common.text_validation import validate_text
from groups.models import SPEAKING_ROLES, InitiativeGroup, Mandate, Organisation, Role
from groups.policies import list_hierarchy_of
from groups.selectors import list_participant_ids, list_seats_of
from tasks.external_assignees.models import OutsideBody
from tasks.items.choices import BudgetSource, TargetGroup
from tasks.items.models import MAX_COOWNERS, ActionItem, Criterion, Place
from tasks.items.recurrence import Recurrence
from tasks.items.states import State
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid

TITLE_LENGTH, DESCRIPTION_LENGTH, CRITERION_LENGTH = 200, 5_000, 500
PLACE_LENGTH = 200
MAX_CRITERIA = 20
MAX_EFFORT_HOURS = 32_767
MAX_DUE_AHEAD = timedelta(days=20 * 366)
MAX_REMINDER_AHEAD = timedelta(days=5 * 366)
SAME_AS_OWNER = _("Another organisation verifies, not the owner.")
PART_OF_OWNER = _("A unit and the institution that it belongs to do not verify each other’s work.")
WORKED_ON_IT = _("This organisation has worked on it: another one verifies.")
OWNER_TWICE = _("The owner is not named once more.")
TOO_MANY_COOWNERS = _("You can name at most ten co-owners.")
NOT_IN_GROUP = _("No one represents this organisation in the group.")


class Details(TypedDict, total=False):
    """Optional fields of an item.

    `place` is latitude and longitude, `recurrence` an RFC 5545 rule or empty.
    """

    target_groups: Collection[TargetGroup]
    coowners: Sequence[UUID]
    tags: Sequence[str]
    effort_hours: int | None
    budget: Decimal | None
    budget_source: BudgetSource | None
    place_name: str
    place: Place | None
    recurrence: str


DETAIL_COLUMNS = (
    "target_groups",
    "coowners",
    "tags",
    "effort_hours",
    "budget",
    "budget_source",
    "place_name",
    "latitude",
    "longitude",
    "recurrence",
)
"""Their columns."""


def set_details(item: ActionItem, details: Details) -> None:
    """Set the given fields. Raises Invalid."""
    if "target_groups" in details:
        item.target_groups = [str(one) for one in TargetGroup if one in details["target_groups"]]
    if "coowners" in details:
        _set_coowners(item, details["coowners"])
    if "tags" in details:
        item.tags = validate_tags(details["tags"])
    if "place_name" in details:
        item.place_name = validate_text("/place_name", details["place_name"], PLACE_LENGTH, required=False)
    if "place" in details:
        item.latitude, item.longitude = details["place"] or (None, None)
    if "recurrence" in details:
        rule = details["recurrence"].strip()
        item.recurrence = str(Recurrence.parse(rule)) if rule else ""
    _set_cost(item, details)


def _set_coowners(item: ActionItem, organisation_ids: Sequence[UUID]) -> None:
    """Set the co-owners, and remember those removed after acceptance: they may never verify the item."""
    wanted = _validate_organisations(organisation_ids)
    if item.state not in (State.PROPOSED, State.DECLINED):
        gone = set(item.coowners).difference(wanted, item.former_coowners)
        item.former_coowners = [*item.former_coowners, *sorted(gone)]
    item.coowners = wanted


def _set_cost(item: ActionItem, details: Details) -> None:
    hours, budget = details.get("effort_hours"), details.get("budget")
    if hours is not None and not 1 <= hours <= MAX_EFFORT_HOURS:
        raise Invalid.field("/effort_hours", "out_of_range", _("Say it in whole hours, at least one."))
    if budget is not None and budget < 0:
        raise Invalid.field("/budget", "min_value", _("The amount needed cannot be less than zero."))
    if "effort_hours" in details:
        item.effort_hours = hours
    if "budget" in details:
        item.budget = budget
    if "budget_source" in details:
        item.budget_source = details["budget_source"] or ""


def validate_due_day(group: InitiativeGroup, due_on: date) -> date:
    day = today(group.time_zone)
    if due_on < day:
        raise Invalid.field("/due_on", "past", _("This date has passed. Choose a later one."))
    if due_on > day + MAX_DUE_AHEAD:
        raise Invalid.field("/due_on", "too_far", _("This date is too far away."))
    return due_on


def set_owner(
    item: ActionItem, organisation_id: UUID | None, mandate_id: UUID | None, outside_id: UUID | None
) -> None:
    """Set the owner: an organisation (optionally a mandate of it), or an outside body."""
    if organisation_id is None and outside_id is None:
        raise Invalid.field("/owner_organisation", "required", _("Say who does it."))
    if organisation_id is not None and outside_id is not None:
        raise Invalid.field("/outside_body", "one_owner", _("One owner: an organisation or an outside body."))
    named = Organisation.objects.filter(pk=organisation_id) if organisation_id is not None else None
    organisation = named.first() if named is not None else None
    if organisation is None and outside_id is None:
        raise Invalid.field("/owner_organisation", "unknown", _("There is no such organisation."))
    item.owner_organisation, item.owner = organisation, None
    item.outside_body = _get_outside_body(item, outside_id) if outside_id is not None else None
    if mandate_id is None:
        return
    mandate = Mandate.objects.filter(pk=mandate_id, organisation=organisation_id).first()
    seats = list_seats_of(mandate.person_id, item.group_id) if mandate is not None else []
    if not any(seat.mandate.pk == mandate_id and seat.role != Role.OBSERVER for seat in seats):
        raise Invalid.field(
            "/owner", "not_in_group", _("This person does not represent the organisation in the group.")
        )
    item.owner = mandate


def _get_outside_body(item: ActionItem, outside_id: UUID) -> OutsideBody:
    found = OutsideBody.objects.filter(pk=outside_id, register=item.register_id).first()
    if found is None:
        raise Invalid.field("/outside_body", "unknown", _("There is no such body in this register."))
    return found


def _validate_organisations(organisation_ids: Sequence[UUID]) -> list[UUID]:
    """Return the ids without duplicates, in this order. Raises Invalid."""
    wanted = list(dict.fromkeys(organisation_ids))
    if len(wanted) > MAX_COOWNERS:
        raise Invalid.field("/coowners", "max_length", TOO_MANY_COOWNERS)
    known = set(Organisation.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for place, one in enumerate(wanted):
        if one not in known:
            raise Invalid.field(f"/coowners/{place}", "unknown", _("There is no such organisation."))
    return wanted


def check_roles(item: ActionItem, *, anew: bool = True) -> None:
    """Raise Invalid unless each organisation has one role in the item: owner, co-owner or verifier.

    When these are chosen `anew`, the verifier must not be a unit or a parent of an organisation that works on
    it.
    """
    if item.owner_organisation_id in item.coowners:
        raise Invalid.field("/coowners", "same_as_owner", OWNER_TWICE)
    if item.verifier_organisation_id in item.coowners:
        raise Invalid.field("/verifier_organisation", "same_as_owner", SAME_AS_OWNER)
    if item.verifier_organisation_id in item.former_coowners:
        raise Invalid.field("/verifier_organisation", "worked_on_it", WORKED_ON_IT)
    if anew and is_verifier_related_to(item, item.ineligible_verifier_ids):
        raise Invalid.field("/verifier_organisation", "part_of_owner", PART_OF_OWNER)


def is_verifier_related_to(item: ActionItem, organisation_ids: Collection[UUID]) -> bool:
    """Return whether the named verifier is one of these organisations, a unit or a parent of one."""
    verifier = item.verifier_organisation_id
    return verifier is not None and verifier in list_hierarchy_of(organisation_ids)


def set_verifier(item: ActionItem, organisation_id: UUID | None) -> None:
    if organisation_id is not None and organisation_id == item.owner_organisation_id:
        raise Invalid.field("/verifier_organisation", "same_as_owner", SAME_AS_OWNER)
    if organisation_id is not None and not list_participant_ids(
        item.group_id, organisation_id=organisation_id, roles=SPEAKING_ROLES
    ):
        raise Invalid.field("/verifier_organisation", "not_in_group", NOT_IN_GROUP)
    item.verifier_organisation_id = organisation_id


def set_criteria(item: ActionItem, criteria: Sequence[str]) -> None:
    Criterion.objects.bulk_create(
        Criterion(action=item, position=place, text=text)
        for place, text in enumerate(validate_criteria(criteria), start=1)
    )


def validate_criteria(criteria: Sequence[str]) -> list[str]:
    if len(criteria) > MAX_CRITERIA:
        raise Invalid.field("/criteria", "max_length", _("At most twenty criteria."))
    return [
        validate_text(f"/criteria/{place}", text, CRITERION_LENGTH) for place, text in enumerate(criteria)
    ]


def validate_reminder_time(moment: datetime, pointer: str = "/due_at") -> datetime:
    """Return the time of a reminder.

    Raises Invalid at `pointer` unless it lies within the next five years.
    """
    if moment <= now():
        raise Invalid.field(pointer, "past", _("Choose a moment that is still to come."))
    if moment > now() + MAX_REMINDER_AHEAD:
        raise Invalid.field(pointer, "too_far", _("Choose a moment within five years."))
    return moment
