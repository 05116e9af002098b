"""What may happen in generated worlds: groups."""

from __future__ import annotations

from groups.initiative_groups.services import (
    Charter,
    activate_group,
    create_group,
    dissolve_group,
    suspend_group,
)
from groups.models import InitiativeGroup, Territory
from tests.architecture.happenings.town import WHY, Town
from tests.cast import SYSTEM


def _group(town: Town, where: int, number: int, how: int) -> None:
    """A new group, or another state of one."""
    if how % 4 == 0:
        charter = Charter(name_uk="Нова група", purpose_uk="Безпека", quorum=3)
        create_group(actor=SYSTEM, territory_id=town.of(Territory, where).pk, charter=charter)
        return
    group_id = town.of(InitiativeGroup, number).pk
    if how % 4 == 1:
        activate_group(actor=SYSTEM, group_id=group_id)
    else:
        step = suspend_group if how % 4 == 2 else dissolve_group
        step(actor=SYSTEM, group_id=group_id, **WHY)


HAPPENINGS = (_group,)
