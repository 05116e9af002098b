"""Rows of imported lists: parsed, resolved, planned, and confirmed as they were previewed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.list_import.normalisation import normalise_spelling
from viche.kernel.errors import Conflict, FieldError, Invalid

MAX_ROWS = 200
NOTHING_DONE = _("Something has changed since the list was checked, so nothing was done. Check it again.")
AMBIGUOUS = ("ambiguous", _("Several organisations are called so. Write the full name."))
UNKNOWN = (
    "not_found",
    _("There is no such organisation in the register. Write the name as it stands there."),
)
P = TypeVar("P")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be imported: its number in the file, column, stable code and sentence."""

    number: int
    column: str
    code: str
    message: str | Promise


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """The values of a row by column, without those of columns with faults."""

    number: int
    values: dict[str, Any]
    faults: list[RowFault]

    def names_in(self, column: str) -> tuple[str, ...]:
        """Return the names of other objects in a column, which holds one or several."""
        found = self.values.get(column) or ()
        return (found,) if isinstance(found, str) else found


def collect_names(rows: Iterable[ParsedRow], *columns: str) -> set[str]:
    """Return the normalised names in some columns of all rows, also of rows with faults."""
    return {normalise_spelling(name) for row in rows for one in columns for name in row.names_in(one)}


def resolve_names(rows: Iterable[ParsedRow], known: Mapping[str, Mapping[str, Sequence[Any]]]) -> None:
    """Replace the names in the columns of `known` by their objects.

    `known` maps a column to a register, which lists the objects of each normalised name. Unknown and
    ambiguous names are faults, also in rows with other faults, so that all are reported at once.
    """
    for row in rows:
        for column, register in known.items():
            names = row.names_in(column)
            found = [register.get(normalise_spelling(name), ()) for name in names]
            row.faults.extend(
                RowFault(row.number, column, *(AMBIGUOUS if one else UNKNOWN))
                for one in found
                if len(one) != 1
            )
            resolved = tuple(dict.fromkeys(one[0] for one in found if one))
            several = isinstance(row.values.get(column), tuple)
            row.values[column] = resolved if several else next(iter(resolved), None)


def check_row_count(rows: Sequence[object], message: str | Promise) -> None:
    """Raise Invalid at `/rows` for none or too many; `message` takes the most as `most`."""
    if not 1 <= len(rows) <= MAX_ROWS:
        raise Invalid.field("/rows", "out_of_range", message % {"most": MAX_ROWS})


def check_unchanged(
    planned: Sequence[P | RowFault], shown: Sequence[E], find_change: Callable[[P, E], str | Promise | None]
) -> list[P]:
    """Return the plan when it is what was `shown` in the preview.

    Raises Conflict with the rows (`/rows/3`, from 0) that have faults by now or that `find_change` describes.
    """
    errors: list[FieldError] = []
    same: list[P] = []
    for index, (one, expected) in enumerate(zip(planned, shown, strict=True)):
        if isinstance(one, RowFault):
            errors.append(FieldError(f"/rows/{index}/{one.column}", one.code, one.message))
        elif (change := find_change(one, expected)) is not None:
            errors.append(FieldError(f"/rows/{index}", "changed", change))
        else:
            same.append(one)
    if errors:
        raise Conflict("list_changed", NOTHING_DONE, errors=errors)
    return same
