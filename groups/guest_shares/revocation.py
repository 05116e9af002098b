"""Revocation of guest shares."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.grants import list_shareable_containers
from groups.guest_shares.events import GuestShared, GuestShareEnded
from groups.guest_shares.models import GuestShare
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record

S = TypeVar("S", bound=GuestShared)


def revoke_shares(actor: Actor, person_id: UUID, among: QuerySet[GuestShare] | None = None) -> list[Model]:
    """Revoke the shares of a person, or those `among` some; return the objects, for their grants.

    Objects are locked first and in the order of grants, as when a single share is revoked.
    """
    at, things = now(), list[Model]()
    known = GuestShare.objects.all() if among is None else among
    going = known.filter(person=person_id, ended_at=None, until__gt=at).order_by("pk")
    for kind in sorted(list_shareable_containers(), key=lambda one: (one.depth, one.kind)):
        ids = going.filter(container_type=kind.kind).values("container_id")
        rows = kind.model._default_manager.filter(pk__in=ids).order_by("pk")
        things.extend(rows.select_for_update(of=("self",), no_key=True))
    for share in going:
        share.ended_at = at
        share.save(update_fields=["ended_at"])
        record(actor, build_share_event(GuestShareEnded, share))
    return things


def build_share_event(kind: type[S], share: GuestShare) -> S:
    """Build an event of this class about a share."""
    return kind(
        share_id=share.id,
        container_type=share.container_type,
        container_id=share.container_id,
        person_id=share.person_id,
        access=share.access,
    )
