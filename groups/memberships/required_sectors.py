"""What a table cannot do without: noticed when it is lost, however that came."""

from __future__ import annotations

from uuid import UUID

from groups.initiative_groups.models import ESSENTIAL, GroupState, InitiativeGroup
from groups.memberships.events import SectorsLost
from groups.seats.selectors import sectors_taking_part
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def note_lost_sectors(*, actor: Actor, group_id: UUID) -> None:
    """Note which essential sectors an active group lacks by now, and say which of them it lacks anew."""
    group = InitiativeGroup.objects.select_for_update(no_key=True).get(pk=group_id)
    lacking: list[str] = []
    if group.state == GroupState.ACTIVE:
        present = sectors_taking_part(group.pk)
        lacking = [one.value for one in ESSENTIAL if one not in present]
    lost = [one for one in lacking if one not in group.lacking]
    if lacking != group.lacking:
        InitiativeGroup.objects.filter(pk=group.pk).update(lacking=lacking)
    if lost:
        record(actor, SectorsLost(group_id=group.pk, sectors=tuple(lost)))
