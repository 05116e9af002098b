"""Rows of an imported list with their owners, and what each of them would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from groups.models import Organisation
from tasks.external_assignees.models import OutsideBody
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportEntry:
    """A row whose owner, co-owners and verifier are known. Its fields are those of `tasks.export.columns`."""

    number: int
    title: str
    due_on: date
    owner: Organisation | OutsideBody
    title_en: str = ""
    description: str = ""
    priority: Priority = Priority.NORMAL
    coowners: tuple[Organisation, ...] = ()
    verifier: Organisation | None = None
    criteria: tuple[str, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    tags: tuple[str, ...] = ()
    place_name: str = ""
    place: Place | None = None
    effort_hours: int | None = None
    budget: Decimal | None = None
    budget_source: BudgetSource | None = None


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An entry that would be proposed now.

    `again`: number and year of an open item of the group with the same title.
    """

    entry: ImportEntry
    again: tuple[int, int] | None = None
