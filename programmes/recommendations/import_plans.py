"""Plan of an import: what each row would draft now, the same for the preview and for the import itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from groups.list_import.normalisation import normalise_spelling
from groups.list_import.organisation_lookup import find_organisations_by_name
from groups.list_import.parsed_rows import ParsedRow, RowFault, collect_names, resolve_names
from groups.models import Organisation
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.fields import TEXTS, Fields, set_fields
from programmes.recommendations.models import Recommendation, Theme
from tasks.models import OutsideBody, TargetGroup
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid

COLUMN_OF_POINTER = {pointer: pointer.removeprefix("/") for pointer, _longest, _required in TEXTS.values()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEntry:
    """A row whose addressee is known. Its fields are those of `table_columns` that are read."""

    number: int
    title: str
    text: str
    addressee: Organisation | OutsideBody
    theme: Theme
    title_en: str = ""
    text_en: str = ""
    cause: str = ""
    cause_en: str = ""
    target_groups: tuple[TargetGroup, ...] = ()

    @property
    def fields(self) -> Fields:
        """The fields of the draft."""
        is_outside = isinstance(self.addressee, OutsideBody)
        return {
            "title_uk": self.title,
            "title_en": self.title_en,
            "text_uk": self.text,
            "text_en": self.text_en,
            "cause_uk": self.cause,
            "cause_en": self.cause_en,
            "theme": self.theme,
            "target_groups": self.target_groups,
            "addressee_organisation_id": None if is_outside else self.addressee.pk,
            "outside_body_id": self.addressee.pk if is_outside else None,
        }


def resolve_addressees(actor: Actor, dossier: Dossier, rows: Sequence[ParsedRow]) -> list[ImportEntry]:
    """Return the rows without faults, with organisations and outside bodies instead of names."""
    names = collect_names(rows, "addressee")
    register = find_organisations_by_name(actor, dossier.group, names)
    known: dict[str, list[Organisation | OutsideBody]] = {name: [*found] for name, found in register.items()}
    for body in OutsideBody.objects.filter(register=dossier.register_id):
        for name in {normalise_spelling(body.name_uk), normalise_spelling(body.name_en)} & names:
            known.setdefault(name, []).append(body)
    resolve_names(rows, {"addressee": known})
    return [ImportEntry(number=row.number, **row.values) for row in rows if not row.faults]


def plan_import(dossier: Dossier, entries: Sequence[ImportEntry]) -> list[ImportEntry | RowFault]:
    """Return the entries that would be drafted, or the first error of each."""
    named = Coalesce("addressee_organisation", "outside_body")
    found = dossier.recommendations.annotate(named=named).values_list("title_uk", "named")
    seen = {(normalise_spelling(title), pk) for title, pk in found}
    planned: list[ImportEntry | RowFault] = []
    for entry in entries:
        key = (normalise_spelling(entry.title), entry.addressee.pk)
        if key in seen:
            twice = _("This recommendation to the same addressee is there already.")
            planned.append(RowFault(entry.number, "title", "duplicate", twice))
        else:
            planned.append(_find_fault(entry) or entry)
        seen.add(key)
    return planned


def _find_fault(entry: ImportEntry) -> RowFault | None:
    """Check the texts by the rules of a single draft."""
    row = Recommendation()
    row._state.adding = False  # the addressee is known
    try:
        set_fields(row, {name: value for name, value in entry.fields.items() if name in TEXTS})
    except Invalid as refused:
        error = refused.errors[0]
        return RowFault(entry.number, COLUMN_OF_POINTER[error.pointer], error.code, error.message)
    return None
