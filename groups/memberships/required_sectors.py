"""Detection of missing essential sectors, whatever caused it."""

from __future__ import annotations

from uuid import UUID

from groups.initiative_groups.models import ESSENTIAL_SECTORS, GroupState, InitiativeGroup
from groups.memberships.events import SectorsLost
from groups.seats.selectors import list_represented_sectors
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def record_missing_sectors(*, actor: Actor, group_id: UUID) -> None:
    """Store which essential sectors an active group lacks and record an event for new ones."""
    group = InitiativeGroup.objects.select_for_update(no_key=True).get(pk=group_id)
    lacking: list[str] = []
    if group.state == GroupState.ACTIVE:
        present = list_represented_sectors(group.pk)
        lacking = [one.value for one in ESSENTIAL_SECTORS if one not in present]
    lost = [one for one in lacking if one not in group.lacking]
    if lacking != group.lacking:
        InitiativeGroup.objects.filter(pk=group.pk).update(lacking=lacking)
    if lost:
        record(actor, SectorsLost(group_id=group.pk, sectors=tuple(lost)))
