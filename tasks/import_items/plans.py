"""Plan of an import: what each row would do now, the same for the preview and for the import itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.member_import.normalisation import normalise_spelling
from groups.member_import.organisation_lookup import AMBIGUOUS_NAME, UNKNOWN_NAME, find_organisations_by_name
from groups.models import InitiativeGroup, Organisation
from groups.selectors import list_represented_organisation_ids
from tasks.export.columns import Column
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import ImportEntry, ItemFacts, ParsedRow, PlannedItem, RowError
from tasks.items.choices import Audience
from tasks.items.fields import (
    DESCRIPTION_LENGTH,
    NOT_IN_GROUP,
    OWNER_TWICE,
    SAME_AS_OWNER,
    SPEAKING_ROLES,
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
    actor: Actor, group: InitiativeGroup, rows: Sequence[ParsedRow | RowError]
) -> list[ImportEntry | RowError]:
    """Resolve the names in the rows to organisations and outside bodies.

    Owners are organisations or outside bodies of the group's register; co-owners and verifiers are
    organisations.
    """
    written = [row for row in rows if isinstance(row, ParsedRow)]
    names = {
        normalise_spelling(name)
        for row in written
        for name in (row.owner, *row.coowners, row.verifier)
        if name
    }
    register = find_organisations_by_name(actor, group, names)
    owners: dict[str, list[Owner]] = {name: list(found) for name, found in register.items()}
    for body in OutsideBody.objects.filter(register=group.register_id):
        for name in {normalise_spelling(body.name_uk), normalise_spelling(body.name_en)} & names:
            owners.setdefault(name, []).append(body)
    placed: list[ImportEntry | RowError] = []
    for row in rows:
        placed += [row] if isinstance(row, RowError) else _resolve_row(row, owners, register)
    return placed


def _resolve_row(
    row: ParsedRow, owners: dict[str, list[Owner]], register: dict[str, list[Organisation]]
) -> list[ImportEntry | RowError]:
    """Return the entry, or the errors of its names; nothing for a row that has only other errors."""
    named: list[tuple[Column, str, Mapping[str, Sequence[Owner]]]] = [
        (Column.OWNER, row.owner, owners),
        *((Column.COOWNERS, name, register) for name in row.coowners),
        (Column.VERIFIER, row.verifier, register),
    ]
    faults = [
        fault
        for column, name, known in named
        if name
        and (fault := _find_error_of_name(row.number, column, known.get(normalise_spelling(name), ())))
        is not None
    ]
    if faults or row.facts is None:
        return list(faults)
    verifier = register[normalise_spelling(row.verifier)][0] if row.verifier else None
    besides = dict.fromkeys(register[normalise_spelling(name)][0] for name in row.coowners)
    return [
        ImportEntry(row.number, row.facts, owners[normalise_spelling(row.owner)][0], verifier, tuple(besides))
    ]


def _find_error_of_name(number: int, column: Column, found: Sequence[Owner]) -> RowError | None:
    if len(found) > 1:
        return RowError(number, column, "ambiguous", AMBIGUOUS_NAME)
    return None if found else RowError(number, column, "not_found", UNKNOWN_NAME)


@dataclass(frozen=True, slots=True)
class _Lookups:
    """Data that the rows are checked against, read once for all of them."""

    speaking: set[UUID]
    open_now: dict[str, tuple[int, int]]


def plan_import(group: InitiativeGroup, entries: Sequence[ImportEntry]) -> list[PlannedItem | RowError]:
    """Return what each entry would do, or its first error. The number of queries is constant."""
    known = _Lookups(list_represented_organisation_ids(group.pk, SPEAKING_ROLES), _open_items(group, entries))
    first: dict[tuple[str, UUID], int] = {}
    return [
        _plan_entry(group, one, known, first.setdefault(_duplicate_key(one), one.number)) for one in entries
    ]


def _duplicate_key(entry: ImportEntry) -> tuple[str, UUID]:
    return normalise_spelling(entry.facts.title), entry.owner.pk


def _open_items(group: InitiativeGroup, entries: Sequence[ImportEntry]) -> dict[str, tuple[int, int]]:
    """Return number and year of the open items with these titles that the whole group reads."""
    rows = ActionItem.objects.filter(
        group=group,
        audience=Audience.GROUP,
        state__in=OPEN_STATES,
        title_uk__in={entry.facts.title for entry in entries},
    )
    return {
        title: (number, year)
        for title, number, year in rows.order_by("id").values_list("title_uk", "number", "year")
    }


def _plan_entry(
    group: InitiativeGroup, entry: ImportEntry, known: _Lookups, first: int
) -> PlannedItem | RowError:
    if first != entry.number:
        twice = _("The same stands in row %(number)d.") % {"number": first}
        return RowError(entry.number, Column.TITLE, "duplicate", twice)
    fault = (
        _find_error_of_facts(group, entry)
        or _find_error_of_coowners(entry)
        or _find_error_of_verifier(entry, known)
    )
    return fault or PlannedItem(entry, known.open_now.get(entry.facts.title))


def _find_error_of_facts(group: InitiativeGroup, entry: ImportEntry) -> RowError | None:
    """Check the fields by the rules of a single item; its error pointers are the columns here."""
    try:
        _check_facts(group, entry.facts)
    except Invalid as refused:
        error = refused.errors[0]
        return RowError(entry.number, Column(error.pointer.split("/")[1]), error.code, error.message)
    return None


def _check_facts(group: InitiativeGroup, facts: ItemFacts) -> None:
    validate_text("/title", facts.title, TITLE_LENGTH)
    validate_text("/title_en", facts.title_en, TITLE_LENGTH, required=False)
    validate_text("/description", facts.description, DESCRIPTION_LENGTH, required=False)
    validate_due_day(group, facts.due_on)
    validate_criteria(facts.criteria)
    set_details(
        ActionItem(),
        {
            "tags": facts.tags,
            "place_name": facts.place_name,
            "effort_hours": facts.effort_hours,
            "budget": facts.budget,
        },
    )


def _find_error_of_coowners(entry: ImportEntry) -> RowError | None:
    if len(entry.coowners) > MAX_COOWNERS:
        return RowError(entry.number, Column.COOWNERS, "max_length", TOO_MANY_COOWNERS)
    if entry.owner in entry.coowners:
        return RowError(entry.number, Column.COOWNERS, "same_as_owner", OWNER_TWICE)
    return None


def _find_error_of_verifier(entry: ImportEntry, known: _Lookups) -> RowError | None:
    if entry.verifier is None:
        return None
    if entry.verifier in (entry.owner, *entry.coowners):
        return RowError(entry.number, Column.VERIFIER, "same_as_owner", SAME_AS_OWNER)
    if entry.verifier.pk not in known.speaking:
        return RowError(entry.number, Column.VERIFIER, "not_in_group", NOT_IN_GROUP)
    return None
