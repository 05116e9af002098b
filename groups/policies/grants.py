"""Live grants, asked as SQL for lists and as single answers, for every room.

Grants are never asked through `has_perm`: superusers would pass it, and rows whose time is over.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from groups.grants import sources_of
from groups.models import (
    Grant,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Source

READ = "read_initiativegroup"
SPEAK = "speak_initiativegroup"
RECORD = "record_initiativegroup"
FACILITATE = "facilitate_initiativegroup"

NOBODY = Q(pk__in=())
ANYBODY = ~NOBODY


def live(table: type[Grant]) -> QuerySet[Any]:
    """The grants of a table whose time is not over."""
    rows: QuerySet[Any] = table.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now()))
    return rows


def _given(table: type[Grant], actor: Actor, codename: str) -> QuerySet[Any]:
    """Live grants of `codename` to a person. The permission is looked up once a query, not once a row."""
    options: Any = table._meta
    container = options.get_field("content_object").related_model._meta
    permission = Permission.objects.filter(
        codename=codename,
        content_type__app_label=container.app_label,
        content_type__model=container.model_name,
    )
    return live(table).filter(user=actor.person_id, permission=permission.values("pk")[:1])


def held(table: type[Grant], actor: Actor, codename: str, of: str = "pk") -> Q:
    """A condition on rows whose container (the column `of`) is granted to `actor`: an indexed EXISTS.

    The system holds everything, nobody nothing.
    """
    if actor.is_system:
        return ANYBODY
    if actor.person_id is None:
        return NOBODY
    return Q(Exists(_given(table, actor, codename).filter(content_object=OuterRef(of))))


def grant_on(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> Grant | None:
    """The live grant itself, for who must know its `valid_until`."""
    if actor.person_id is None:
        return None
    row: Grant | None = _given(table, actor, codename).filter(content_object=container_id).first()
    return row


def holds(table: type[Grant], actor: Actor, codename: str, container_id: UUID) -> bool:
    """Whether `actor` holds `codename` on one container now."""
    return actor.is_system or grant_on(table, actor, codename, container_id) is not None


def sources_for(actor: Actor, container: Model, codename: str) -> list[Source]:
    """Why `actor` holds `codename` on a container now: each membership, deputyship or share that gives it."""
    at = now()
    return [
        Source(one.kind, one.record_id, one.valid_until)
        for one in sources_of(container)
        if one.person_id == actor.person_id and codename in one.codenames and one.term.includes(at)
    ]
