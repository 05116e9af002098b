"""Why a person sees what the access record names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.access.selectors import why_seen
from groups.grants import container_named, sources_read_together
from groups.guest_shares.models import GuestShare
from viche.kernel.policy import Policy
from viche.privacy.registry import Ground, recorded


def why(policy: Policy[Any], person_id: UUID, objs: Sequence[Model]) -> dict[UUID, Ground]:
    """Why a person sees some containers, for the access record."""
    with sources_read_together(objs):
        found = why_seen(person_id, policy, objs)
    return {pk: Ground(source.kind, source.record_id) for pk, source in found.items()}


def why_of_things(person_id: UUID, rows: QuerySet[Any]) -> dict[UUID, Ground]:
    """Whom a thing is shared with or offered to, and why, is seen by who may share the thing: as they see it.
    The rows name it by `container_type` and `container_id`.
    """
    things: dict[UUID, UUID] = dict(rows.values_list("pk", "container_id"))
    found: dict[UUID, Ground] = {}
    for kind in set(rows.values_list("container_type", flat=True)):
        held = container_named(kind)
        if held is not None and held.policy is not None:
            objs = held.model._default_manager.filter(pk__in=things.values())
            grounds = why(held.policy, person_id, list(objs))
            found |= {pk: grounds[thing] for pk, thing in things.items() if thing in grounds}
    return found


def _why_shares(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    return why_of_things(person_id, GuestShare.objects.filter(pk__in=ids))


recorded("guest_share", grounds=_why_shares)
