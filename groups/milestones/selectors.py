"""Milestones of a group: automatic ones, and those that a new group starts with.

The idea of milestones and benchmarks by phase is that of Communities That Care.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from groups.common.hooks import MILESTONE_CHECKS, register_milestone_check
from groups.initiative_groups.models import InitiativeGroup, Milestone
from groups.initiative_groups.selectors import count_members_of
from groups.seats.models import Role
from groups.seats.selectors import list_occupied_seats
from viche.kernel.clock import now
from viche.kernel.text import Text, bilingual_of, copy_text, render_bilingual


@dataclass(frozen=True, slots=True)
class MilestoneStatus:
    """A milestone and whether it is reached. `looks` is true for automatic ones."""

    id: UUID
    check: str
    title: Text
    looks: bool
    reached: bool
    reached_on: date | None
    note: str


def list_milestones_of(group_id: UUID) -> list[MilestoneStatus]:
    """Return the milestones of a group in order. Each check runs once."""
    return [_build_status(row) for row in Milestone.objects.filter(group=group_id).order_by("position", "id")]


def _build_status(row: Milestone) -> MilestoneStatus:
    check = MILESTONE_CHECKS.get(row.check_name)
    if check is None:
        reached = row.reached_on is not None
        title = bilingual_of(row, "title") if row.title_uk else copy_text(row.check_name)
        return MilestoneStatus(row.pk, row.check_name, title, False, reached, row.reached_on, row.note)
    return MilestoneStatus(
        row.pk, row.check_name, check.title(), True, check.reached(row.group_id), None, row.note
    )


def _is_role_taken(role: Role, group_id: UUID) -> bool:
    return list_occupied_seats(now()).filter(group=group_id, role=role).exists()


def _is_filled(field: str, group_id: UUID) -> bool:
    return InitiativeGroup.objects.filter(pk=group_id).exclude(**{field: ""}).exists()


def _are_sectors_present(group_id: UUID) -> bool:
    return all(one.seated >= one.required for one in count_members_of([group_id])[group_id].sectors)


register_milestone_check(
    "mandate_signed",
    10,
    lambda: render_bilingual(lambda: gettext("Mandate document signed")),
    lambda pk: _is_filled("mandate_document", pk),
)

register_milestone_check(
    "facilitator_seated",
    20,
    lambda: render_bilingual(lambda: gettext("Facilitator named")),
    lambda pk: _is_role_taken(Role.FACILITATOR, pk),
)

register_milestone_check(
    "secretary_seated",
    30,
    lambda: render_bilingual(lambda: gettext("Secretary named")),
    lambda pk: _is_role_taken(Role.SECRETARY, pk),
)

register_milestone_check(
    "sectors_present",
    40,
    lambda: render_bilingual(lambda: gettext("All required sectors at the table")),
    _are_sectors_present,
)

register_milestone_check(
    "cadence_agreed",
    50,
    lambda: render_bilingual(lambda: gettext("Meeting rhythm agreed")),
    lambda pk: _is_filled("cadence_uk", pk),
)
