"""Milestones of a working group: those that look by themselves, and what a new group begins with.

The idea of milestones and benchmarks by phase is that of Communities That Care.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from groups.common.hooks import CHECKS, milestone_check
from groups.initiative_groups.models import InitiativeGroup, Milestone
from groups.initiative_groups.selectors import figures_of
from groups.seats.models import Role
from groups.seats.selectors import seated
from viche.kernel.clock import now
from viche.kernel.text import Text, both, in_both


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone and whether it is reached. `looks` is true where nobody has to say so."""

    id: UUID
    check: str
    title: Text
    looks: bool
    reached: bool
    reached_on: date | None
    note: str


def readiness_of(group_id: UUID) -> list[Step]:
    """The milestones of a group in their order. Each check looks once."""
    return [_step(row) for row in Milestone.objects.filter(group=group_id).order_by("position", "id")]


def _step(row: Milestone) -> Step:
    check = CHECKS.get(row.check_name)
    if check is None:
        reached = row.reached_on is not None
        title = both(row, "title") if row.title_uk else Text(uk=row.check_name, en=row.check_name)
        return Step(row.pk, row.check_name, title, False, reached, row.reached_on, row.note)
    return Step(row.pk, row.check_name, check.title(), True, check.reached(row.group_id), None, row.note)


def _is(role: Role, group_id: UUID) -> bool:
    return seated(now()).filter(group=group_id, role=role).exists()


def _has(field: str, group_id: UUID) -> bool:
    return InitiativeGroup.objects.filter(pk=group_id).exclude(**{field: ""}).exists()


def _sectors_present(group_id: UUID) -> bool:
    return all(one.seated >= one.required for one in figures_of([group_id])[group_id].sectors)


milestone_check(
    "mandate_signed",
    10,
    lambda: in_both(lambda: gettext("Mandate document signed")),
    lambda pk: _has("mandate_document", pk),
)

milestone_check(
    "facilitator_seated",
    20,
    lambda: in_both(lambda: gettext("Facilitator named")),
    lambda pk: _is(Role.FACILITATOR, pk),
)

milestone_check(
    "secretary_seated",
    30,
    lambda: in_both(lambda: gettext("Secretary named")),
    lambda pk: _is(Role.SECRETARY, pk),
)

milestone_check(
    "sectors_present",
    40,
    lambda: in_both(lambda: gettext("All required sectors at the table")),
    _sectors_present,
)

milestone_check(
    "cadence_agreed",
    50,
    lambda: in_both(lambda: gettext("Meeting rhythm agreed")),
    lambda pk: _has("cadence_uk", pk),
)
