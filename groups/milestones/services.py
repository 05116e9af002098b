"""Services of milestones: choose them, and mark one as reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.hooks import MILESTONE_CHECKS
from groups.initiative_groups.events import MilestonesChanged
from groups.initiative_groups.models import Milestone
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

MAX_MILESTONES = 30
IS_AUTOMATIC = _("Viche checks this milestone itself. To name it otherwise, remove it and add your own.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneChoice:
    """An existing milestone (`id`), a check by its name, or a new one by its title.

    A title beside an `id` rewords that milestone.
    """

    id: UUID | None = None
    check: str = ""
    title_uk: str = ""
    title_en: str = ""


@service(GroupAction.SET_MILESTONES)
def set_milestones(
    *, actor: Actor, group_id: UUID, wanted: Sequence[MilestoneChoice], expected_version: int | None = None
) -> None:
    """Set the milestones and their order; milestones that are left out are deleted.

    They belong to the group's charter and share its version. Raises Stale, and Invalid at /items for an
    unknown or duplicate check, or for an item without check and title.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.SET_MILESTONES, lock=True)
    check_version(group, expected_version)
    known = {row.pk: row for row in Milestone.objects.filter(group=group)}
    rows = [_build_row(known, place, one) for place, one in enumerate(wanted)]
    checks = [row.check_name for row in rows if row.check_name]
    if len(checks) != len(set(checks)) or len({row.pk for row in rows}) != len(rows):
        raise Invalid.field("/items", "duplicate", _("A milestone stands here twice."))
    Milestone.objects.filter(group=group).delete()
    for row in rows:
        row.group = group
    Milestone.objects.bulk_create(rows)
    save_new_version(group)
    record(actor, MilestonesChanged(group_id=group.id))


def _build_row(known: dict[UUID, Milestone], place: int, wanted: MilestoneChoice) -> Milestone:
    pointer = f"/items/{place}"
    if wanted.id is not None:
        row = known.get(wanted.id)
        if row is None:
            raise Invalid.field(f"{pointer}/id", "not_found", _("This milestone is not of the group."))
        row.position = place
        return _reword(row, wanted, pointer) if wanted.title_uk else row
    if wanted.check and wanted.check not in MILESTONE_CHECKS:
        raise Invalid.field(f"{pointer}/check", "not_found", _("There is no such check."))
    if bool(wanted.check) == bool(wanted.title_uk):
        raise Invalid.field(f"{pointer}/title", "blank", _("Name the milestone, or choose a check."))
    return Milestone(
        check_name=wanted.check, title_uk=wanted.title_uk, title_en=wanted.title_en, position=place
    )


def _reword(row: Milestone, wanted: MilestoneChoice, pointer: str) -> Milestone:
    if row.check_name:
        raise Invalid.field(f"{pointer}/title", "looks_by_itself", IS_AUTOMATIC)
    row.title_uk, row.title_en = wanted.title_uk, wanted.title_en
    return row


@service(GroupAction.REACH_MILESTONE)
def mark_milestone_reached(
    *,
    actor: Actor,
    group_id: UUID,
    milestone_id: UUID,
    reached_on: date | None,
    note: str = "",
    expected_version: int | None = None,
) -> Milestone:
    """Set the day on which a manual milestone was reached; None: it is not reached (any more).

    Raises Stale, and Invalid for a future day or an automatic milestone.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.REACH_MILESTONE, lock=True)
    check_version(group, expected_version)
    row = Milestone.objects.filter(group=group, pk=milestone_id).first()
    if row is None:
        raise NotFound
    if row.check_name:
        raise Invalid.field("/reached_on", "looks_by_itself", _("The system looks at this one by itself."))
    if reached_on is not None and reached_on > today(group.time_zone):
        raise Invalid.field("/reached_on", "future", _("This day is still to come."))
    row.reached_on, row.note = reached_on, note if reached_on is not None else ""
    row.save(update_fields=["reached_on", "note"])
    save_new_version(group)
    record(actor, MilestonesChanged(group_id=group.id))
    return row
