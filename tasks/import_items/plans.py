"""Plan of an import: what each row would do now, the same for the preview and for the import itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.list_import.normalisation import normalise_spelling
from groups.list_import.organisation_lookup import find_organisations_by_name
from groups.list_import.parsed_rows import ParsedRow, RowFault, collect_names, resolve_names
from groups.models import SPEAKING_ROLES, InitiativeGroup, Organisation
from groups.selectors import list_represented_organisation_ids
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import ImportEntry, PlannedItem
from tasks.items.choices import Audience
from tasks.items.fields import (
    DESCRIPTION_LENGTH,
    NOT_IN_GROUP,
    OWNER_TWICE,
    SAME_AS_OWNER,
    TITLE_LENGTH,
    TOO_MANY_COOWNERS,
    set_details,
    validate_criteria,
    validate_due_day,
)
from tasks.items.models import MAX_COOWNERS, ActionItem
from tasks.items.states import OPEN_STATES
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid

Owner = Organisation | OutsideBody


def resolve_organisations(
    actor: Actor, group: InitiativeGroup, rows: Sequence[ParsedRow]
) -> list[ImportEntry]:
    """Return the rows without faults, with organisations and outside bodies instead of names.

    Owners are organisations or outside bodies of the group's register; co-owners and verifiers are
    organisations.
    """
    names = collect_names(rows, "owner", "coowners", "verifier")
    register = find_organisations_by_name(actor, group, names)
    owners = add_outside_bodies(register, group.register_id, names)
    resolve_names(
        rows,
        {"owner": owners, "coowners": register, "verifier": register},
    )
    return [ImportEntry(number=row.number, **row.values) for row in rows if not row.faults]


def add_outside_bodies(
    organisations: Mapping[str, Sequence[Organisation]], register_id: UUID, names: set[str]
) -> dict[str, list[Owner]]:
    """Return the organisations and the outside bodies of a register by normalised name."""
    known: dict[str, list[Owner]] = {name: list(found) for name, found in organisations.items()}
    for body in OutsideBody.objects.filter(register=register_id):
        for name in {normalise_spelling(body.name_uk), normalise_spelling(body.name_en)} & names:
            known.setdefault(name, []).append(body)
    return known


@dataclass(frozen=True, slots=True)
class _Lookups:
    """Data that the rows are checked against, read once for all of them."""

    speaking: set[UUID]
    open_now: dict[str, tuple[int, int]]


def plan_import(group: InitiativeGroup, entries: Sequence[ImportEntry]) -> list[PlannedItem | RowFault]:
    """Return what each entry would do, or its first error. The number of queries is constant."""
    known = _Lookups(list_represented_organisation_ids(group.pk, SPEAKING_ROLES), _open_items(group, entries))
    first: dict[tuple[str, UUID], int] = {}
    return [
        _plan_entry(group, one, known, first.setdefault(_duplicate_key(one), one.number)) for one in entries
    ]


def _duplicate_key(entry: ImportEntry) -> tuple[str, UUID]:
    return normalise_spelling(entry.title), entry.owner.pk


def _open_items(group: InitiativeGroup, entries: Sequence[ImportEntry]) -> dict[str, tuple[int, int]]:
    """Return number and year of the open items with these titles that the whole group reads."""
    rows = ActionItem.objects.filter(
        group=group,
        audience=Audience.GROUP,
        state__in=OPEN_STATES,
        title_uk__in={entry.title for entry in entries},
    )
    return {
        title: (number, year)
        for title, number, year in rows.order_by("id").values_list("title_uk", "number", "year")
    }


def _plan_entry(
    group: InitiativeGroup, entry: ImportEntry, known: _Lookups, first: int
) -> PlannedItem | RowFault:
    if first != entry.number:
        twice = _("The same stands in row %(number)d.") % {"number": first}
        return RowFault(entry.number, "title", "duplicate", twice)
    fault = (
        _find_error_of_fields(group, entry)
        or _find_error_of_coowners(entry)
        or _find_error_of_verifier(entry, known)
    )
    return fault or PlannedItem(entry, known.open_now.get(entry.title))


def _find_error_of_fields(group: InitiativeGroup, entry: ImportEntry) -> RowFault | None:
    """Check the fields by the rules of a single item; its error pointers are the columns here."""
    try:
        _check_fields(group, entry)
    except Invalid as refused:
        error = refused.errors[0]
        return RowFault(entry.number, error.pointer.split("/")[1], error.code, error.message)
    return None


def _check_fields(group: InitiativeGroup, entry: ImportEntry) -> None:
    validate_text("/title", entry.title, TITLE_LENGTH)
    validate_text("/title_en", entry.title_en, TITLE_LENGTH, required=False)
    validate_text("/description", entry.description, DESCRIPTION_LENGTH, required=False)
    validate_due_day(group, entry.due_on)
    validate_criteria(entry.criteria)
    set_details(
        ActionItem(),
        {
            "tags": entry.tags,
            "place_name": entry.place_name,
            "effort_hours": entry.effort_hours,
            "budget": entry.budget,
        },
    )


def _find_error_of_coowners(entry: ImportEntry) -> RowFault | None:
    if len(entry.coowners) > MAX_COOWNERS:
        return RowFault(entry.number, "coowners", "max_length", TOO_MANY_COOWNERS)
    if entry.owner in entry.coowners:
        return RowFault(entry.number, "coowners", "same_as_owner", OWNER_TWICE)
    return None


def _find_error_of_verifier(entry: ImportEntry, known: _Lookups) -> RowFault | None:
    if entry.verifier is None:
        return None
    if entry.verifier in (entry.owner, *entry.coowners):
        return RowFault(entry.number, "verifier", "same_as_owner", SAME_AS_OWNER)
    if entry.verifier.pk not in known.speaking:
        return RowFault(entry.number, "verifier", "not_in_group", NOT_IN_GROUP)
    return None
