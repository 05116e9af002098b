"""Plan of an import: what each row would draft now, the same for the preview and for the import itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from groups.list_import.normalisation import normalise_spelling
from groups.list_import.organisation_lookup import find_organisations_by_name
from groups.list_import.parsed_rows import ParsedRow, RowFault, collect_names, resolve_names
from groups.models import Organisation
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.fields import TEXTS, Fields, set_fields
from programmes.recommendations.models import Recommendation
from tasks.import_items.plans import add_outside_bodies
from tasks.models import OutsideBody
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """A row whose addressee is known, and its other values by the columns that are read."""

    number: int
    addressee: Organisation | OutsideBody
    values: Mapping[str, Any]

    @property
    def is_outside(self) -> bool:
        return isinstance(self.addressee, OutsideBody)

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.values[pointer[1:]] for name, (pointer, *_rule) in TEXTS.items()}

    @property
    def fields(self) -> Fields:
        """The fields of the draft."""
        named = "outside_body_id" if self.is_outside else "addressee_organisation_id"
        others = {name: self.values[name] for name in ("theme", "target_groups")}
        return cast("Fields", {**self.texts, **others, named: self.addressee.pk})


def resolve_addressees(actor: Actor, dossier: Dossier, rows: Sequence[ParsedRow]) -> list[ImportEntry]:
    """Return the rows without faults, with organisations and outside bodies instead of names."""
    names = collect_names(rows, "addressee")
    register = find_organisations_by_name(actor, dossier.group, names)
    resolve_names(rows, {"addressee": add_outside_bodies(register, dossier.register_id, names)})
    return [
        ImportEntry(row.number, row.values.pop("addressee"), row.values) for row in rows if not row.faults
    ]


def plan_import(dossier: Dossier, entries: Sequence[ImportEntry]) -> list[ImportEntry | RowFault]:
    """Return the entries that would be drafted, or the first error of each."""
    named = Coalesce("addressee_organisation", "outside_body")
    found = dossier.recommendations.annotate(named=named).values_list("title_uk", "named")
    seen = {(normalise_spelling(title), pk) for title, pk in found}
    planned: list[ImportEntry | RowFault] = []
    for entry in entries:
        key = (normalise_spelling(entry.values["title"]), entry.addressee.pk)
        if key in seen:
            twice = _("This recommendation to the same addressee is there already.")
            planned.append(RowFault(entry.number, "title", "duplicate", twice))
        else:
            planned.append(_find_fault(entry) or entry)
        seen.add(key)
    return planned


def _find_fault(entry: ImportEntry) -> RowFault | None:
    """Check the texts by the rules of a single draft; their error pointers are the columns here."""
    row = Recommendation()
    row._state.adding = False  # the addressee is known
    try:
        set_fields(row, entry.texts)
    except Invalid as refused:
        error = refused.errors[0]
        return RowFault(entry.number, error.pointer[1:], error.code, error.message)
    return None
