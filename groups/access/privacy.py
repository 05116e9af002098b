"""Grounds of the access record for containers and guest shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.access.selectors import get_main_sources
from groups.grants import find_container_by_kind, prefetch_sources
from groups.guest_shares.models import GuestShare
from viche.kernel.policy import Policy
from viche.privacy.registry import AccessGround, register_recorded_kind


def explain_access(policy: Policy[Any], person_id: UUID, objs: Sequence[Model]) -> dict[UUID, AccessGround]:
    """Return the grounds by which a person sees some containers, for the access record."""
    with prefetch_sources(objs):
        found = get_main_sources(person_id, policy, objs)
    return {pk: AccessGround(source.kind, source.record_id) for pk, source in found.items()}


def explain_access_to_rows(person_id: UUID, rows: QuerySet[Any]) -> dict[UUID, AccessGround]:
    """Return the grounds for reading shares or offers: those by which the person sees the object.

    Actors who may share an object see its shares and offers. Rows refer to it by `container_type` and
    `container_id`.
    """
    things: dict[UUID, UUID] = dict(rows.values_list("pk", "container_id"))
    found: dict[UUID, AccessGround] = {}
    for kind in set(rows.values_list("container_type", flat=True)):
        held = find_container_by_kind(kind)
        if held is not None and held.policy is not None:
            objs = held.model._default_manager.filter(pk__in=things.values())
            grounds = explain_access(held.policy, person_id, list(objs))
            found |= {pk: grounds[thing] for pk, thing in things.items() if thing in grounds}
    return found


def _explain_shares(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    return explain_access_to_rows(person_id, GuestShare.objects.filter(pk__in=ids))


register_recorded_kind("guest_share", grounds=_explain_shares)
