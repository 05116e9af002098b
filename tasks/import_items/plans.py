"""What each row of a list would do now: the same answer for who previews it and for who carries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from groups.member_import.normalisation import folded
from groups.member_import.organisation_lookup import AMBIGUOUS, NOT_FOUND, organisations_called
from groups.models import InitiativeGroup, Organisation
from groups.selectors import organisations_speaking
from tasks.export.columns import Column
from tasks.external_assignees.models import OutsideBody
from tasks.import_items.entries import Entry, Facts, Fault, Planned, Written
from tasks.items.choices import Audience
from tasks.items.fields import (
    DESCRIPTION_LENGTH,
    NOT_IN_GROUP,
    OWNER_TWICE,
    SAME_AS_OWNER,
    SPEAKING,
    TITLE_LENGTH,
    TOO_MANY_COOWNERS,
    checked_criteria,
    checked_day,
    set_details,
)
from tasks.items.models import MOST_COOWNERS, ActionItem
from tasks.items.states import OPEN
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid

Owner = Organisation | OutsideBody


def with_people(actor: Actor, group: InitiativeGroup, rows: Sequence[Written | Fault]) -> list[Entry | Fault]:
    """Find whom the rows name: owners among organisations and the bodies without an account of the group's
    register, co-owners and verifiers among organisations.
    """
    written = [row for row in rows if isinstance(row, Written)]
    names = {folded(name) for row in written for name in (row.owner, *row.coowners, row.verifier) if name}
    register = organisations_called(actor, group, names)
    owners: dict[str, list[Owner]] = {name: list(found) for name, found in register.items()}
    for body in OutsideBody.objects.filter(register=group.register_id):
        for name in {folded(body.name_uk), folded(body.name_en)} & names:
            owners.setdefault(name, []).append(body)
    placed: list[Entry | Fault] = []
    for row in rows:
        placed += [row] if isinstance(row, Fault) else _placed(row, owners, register)
    return placed


def _placed(
    row: Written, owners: dict[str, list[Owner]], register: dict[str, list[Organisation]]
) -> list[Entry | Fault]:
    """The entry, or what of its people is not known; nothing where only something else is wrong."""
    named: list[tuple[Column, str, Mapping[str, Sequence[Owner]]]] = [
        (Column.OWNER, row.owner, owners),
        *((Column.COOWNERS, name, register) for name in row.coowners),
        (Column.VERIFIER, row.verifier, register),
    ]
    faults = [
        fault
        for column, name, known in named
        if name and (fault := _unknown(row.number, column, known.get(folded(name), ()))) is not None
    ]
    if faults or row.facts is None:
        return list(faults)
    verifier = register[folded(row.verifier)][0] if row.verifier else None
    besides = dict.fromkeys(register[folded(name)][0] for name in row.coowners)
    return [Entry(row.number, row.facts, owners[folded(row.owner)][0], verifier, tuple(besides))]


def _unknown(number: int, column: Column, found: Sequence[Owner]) -> Fault | None:
    if len(found) > 1:
        return Fault(number, column, "ambiguous", AMBIGUOUS)
    return None if found else Fault(number, column, "not_found", NOT_FOUND)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are held against, read once for all of them."""

    speaking: set[UUID]
    open_now: dict[str, tuple[int, int]]


def plan(group: InitiativeGroup, entries: Sequence[Entry]) -> list[Planned | Fault]:
    """What each entry would do, or the first reason why it cannot. As many queries for many as for few."""
    known = _Known(organisations_speaking(group.pk, SPEAKING), _open_items(group, entries))
    first: dict[tuple[str, UUID], int] = {}
    return [_planned(group, one, known, first.setdefault(_key(one), one.number)) for one in entries]


def _key(entry: Entry) -> tuple[str, UUID]:
    return folded(entry.facts.title), entry.owner.pk


def _open_items(group: InitiativeGroup, entries: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    """Open items of the same titles by number and year, of those that the whole group reads."""
    rows = ActionItem.objects.filter(
        group=group,
        audience=Audience.GROUP,
        state__in=OPEN,
        title_uk__in={entry.facts.title for entry in entries},
    )
    return {
        title: (number, year)
        for title, number, year in rows.order_by("id").values_list("title_uk", "number", "year")
    }


def _planned(group: InitiativeGroup, entry: Entry, known: _Known, first: int) -> Planned | Fault:
    if first != entry.number:
        twice = _("The same stands in row %(number)d.") % {"number": first}
        return Fault(entry.number, Column.TITLE, "duplicate", twice)
    fault = _fault_of_facts(group, entry) or _fault_of_coowners(entry) or _fault_of_verifier(entry, known)
    return fault or Planned(entry, known.open_now.get(entry.facts.title))


def _fault_of_facts(group: InitiativeGroup, entry: Entry) -> Fault | None:
    """By the rules of an item that is made by hand; the pointers there are the columns here."""
    try:
        _check(group, entry.facts)
    except Invalid as refused:
        error = refused.errors[0]
        return Fault(entry.number, Column(error.pointer.split("/")[1]), error.code, error.message)
    return None


def _check(group: InitiativeGroup, facts: Facts) -> None:
    checked_text("/title", facts.title, TITLE_LENGTH)
    checked_text("/title_en", facts.title_en, TITLE_LENGTH, required=False)
    checked_text("/description", facts.description, DESCRIPTION_LENGTH, required=False)
    checked_day(group, facts.due_on)
    checked_criteria(facts.criteria)
    set_details(
        ActionItem(),
        {
            "tags": facts.tags,
            "place_name": facts.place_name,
            "effort_hours": facts.effort_hours,
            "budget": facts.budget,
        },
    )


def _fault_of_coowners(entry: Entry) -> Fault | None:
    if len(entry.coowners) > MOST_COOWNERS:
        return Fault(entry.number, Column.COOWNERS, "max_length", TOO_MANY_COOWNERS)
    if entry.owner in entry.coowners:
        return Fault(entry.number, Column.COOWNERS, "same_as_owner", OWNER_TWICE)
    return None


def _fault_of_verifier(entry: Entry, known: _Known) -> Fault | None:
    if entry.verifier is None:
        return None
    if entry.verifier in (entry.owner, *entry.coowners):
        return Fault(entry.number, Column.VERIFIER, "same_as_owner", SAME_AS_OWNER)
    if entry.verifier.pk not in known.speaking:
        return Fault(entry.number, Column.VERIFIER, "not_in_group", NOT_IN_GROUP)
    return None
