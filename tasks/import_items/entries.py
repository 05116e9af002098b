"""What a row of a list of action items says, what it would do, and why one cannot be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.member_import.limits import Bounds
from groups.models import Organisation
from tasks.export.columns import Column
from tasks.external_assignees.models import OutsideBody
from tasks.items.choices import BudgetSource, Priority, TargetGroup
from tasks.items.models import Place

MOST_ROWS = 200
BOUNDS = Bounds(
    most_bytes=200 * 1024,
    most_rows=MOST_ROWS,
    too_large=_("A list may have up to 200 kB. Leave pictures and colours out."),
    too_many=_("A list may have up to 200 action items. Split it."),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be taken: its number in the file, the column, a stable code and a sentence."""

    number: int
    column: Column
    code: str
    message: str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a row says besides who is to do it and who verifies it."""

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
class Written:
    """A row as it was written, understood but for whom it names. Without `facts` it has faults: all of them
    are told at once, also that somebody is not known.
    """

    number: int
    owner: str
    coowners: tuple[str, ...]
    verifier: str
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A row whose owner, co-owners and verifier are known."""

    number: int
    facts: Facts
    owner: Organisation | OutsideBody
    verifier: Organisation | None
    coowners: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry that would be proposed now. `again`: number and year of an open item of the group that is
    called the same.
    """

    entry: Entry
    again: tuple[int, int] | None = None
