"""Rows of an imported list: parsed, resolved and planned, and the errors in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.member_import.limits import FileLimits
from groups.models import Organisation
from tasks.export.columns import Column
from tasks.external_assignees.models import OutsideBody
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.models import Place

MAX_ROWS = 200
BOUNDS = FileLimits(
    max_bytes=200 * 1024,
    max_rows=MAX_ROWS,
    too_large=_("A list may have up to 200 kB. Leave pictures and colours out."),
    too_many=_("A list may have up to 200 action items. Split it."),
)


@dataclass(frozen=True, slots=True)
class RowError:
    """An error in a row: its number in the file, the column, a stable code and a sentence."""

    number: int
    column: Column
    code: str
    message: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """Fields of a row except the owner, co-owners and verifier."""

    title: str
    due_on: date
    title_en: str = ""
    description: str = ""
    priority: Priority = Priority.NORMAL
    criteria: tuple[str, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    tags: tuple[str, ...] = ()
    place_name: str = ""
    place: Place | None = None
    effort_hours: int | None = None
    budget: Decimal | None = None
    budget_source: BudgetSource | None = None


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A parsed row whose owner, co-owners and verifier are still names.

    `facts` is None for a row with errors; unknown names in it are reported all the same, so that all errors
    of a row are reported at once.
    """

    number: int
    owner: str
    coowners: tuple[str, ...]
    verifier: str
    facts: ItemFacts | None


@dataclass(frozen=True, slots=True)
class ImportEntry:
    """A row whose owner, co-owners and verifier are resolved."""

    number: int
    facts: ItemFacts
    owner: Organisation | OutsideBody
    verifier: Organisation | None
    coowners: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An entry that would be proposed now.

    `again`: number and year of an open item of the group with the same title.
    """

    entry: ImportEntry
    again: tuple[int, int] | None = None
