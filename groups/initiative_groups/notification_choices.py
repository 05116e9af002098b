"""Notification preferences for single groups that a person may see."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.initiative_groups.policies import GroupPolicy
from viche.kernel.actor import Actor
from viche.notifications.registry import register_visible_groups


def _list_visible_ids(actor: Actor, groups: Iterable[UUID]) -> set[UUID]:
    return set(GroupPolicy().visible_to(actor).filter(pk__in=groups).values_list("pk", flat=True))


register_visible_groups(_list_visible_ids)
