"""Of single groups that people see they may hear otherwise than of the rest."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.initiative_groups.policies import GroupPolicy
from viche.kernel.actor import Actor
from viche.notifications.registry import choices_in


def _seen(actor: Actor, groups: Iterable[UUID]) -> set[UUID]:
    return set(GroupPolicy().visible_to(actor).filter(pk__in=groups).values_list("pk", flat=True))


choices_in(_seen)
