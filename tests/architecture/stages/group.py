"""How groups of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogue.threads.policies import DialoguePolicy
from groups.initiative_groups.services import dissolve_group, suspend_group
from groups.models import InitiativeGroup
from groups.policies import GroupPolicy
from tasks.items.policies import RegisterPolicy
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM
from viche.kernel.policy import Policy


def a_group(stage: Stage, state: str) -> InitiativeGroup:
    group_id = stage.here.group.pk
    if state == "proposed":
        # It never becomes that again: as the cast sat there before its first day.
        InitiativeGroup.objects.filter(pk=group_id).update(state=state)
    if state == "suspended":
        suspend_group(actor=SYSTEM, group_id=group_id, reason="Перерва")
    if state == "dissolved":
        dissolve_group(actor=SYSTEM, group_id=group_id, reason="Завершено")
    return InitiativeGroup.objects.select_related("territory").get(pk=group_id)


POLICIES: dict[str, Policy[Any]] = {
    "group": GroupPolicy(),
    "dialogue": DialoguePolicy(),
    "register": RegisterPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "group": a_group,
    "dialogue": a_group,
    "register": a_group,
}
