"""Who sees a thing, and why: the sources of access with the records that people understand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.models import BreakGlass, Deputyship, GuestShare, Membership, Office
from groups.ordering import key_of
from viche.accounts.models import User
from viche.kernel.policy import Policy, Source

# The record of each kind of source, with all that is told of it.
RECORDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "membership": lambda: Membership.objects.select_related("mandate__organisation"),
    "deputyship": lambda: Deputyship.objects.select_related("mandate__organisation", "mandate__person"),
    "guest_share": lambda: GuestShare.objects.select_related("granted_by"),
    "office": lambda: Office.objects.select_related("territory"),
    "break_glass": lambda: BreakGlass.objects.select_related("answered_by"),
}

REASONS = list(RECORDS)


@dataclass(frozen=True, slots=True)
class Ground:
    """A source of access with its record."""

    source: Source
    record: Any


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who sees a thing now, and every reason why."""

    person: User
    grounds: list[Ground]


def readers_of(policy: Policy[Any], obj: Model) -> list[Reader]:
    """Everybody who sees a thing now, by name; deactivated people see nothing."""
    found = policy.readers(obj)
    people = User.objects.filter(pk__in=found, is_active=True).order_by(key_of("name_uk"), "id")
    grounds = _grounds([source for sources in found.values() for source in sources])
    return [Reader(one, [grounds[source] for source in found[one.pk]]) for one in people]


def grounds_for(person_id: UUID, policy: Policy[Any], obj: Model) -> list[Ground]:
    """Why one person sees a thing now; empty when they do not."""
    sources: Sequence[Source] = policy.readers(obj).get(person_id, [])
    return list(_grounds(sources).values())


def why_seen(person_id: UUID, policy: Policy[Any], objs: Sequence[Model]) -> dict[UUID, Source]:
    """The first reason why somebody sees each of some things; a seat before what was given for once."""
    found: dict[UUID, Source] = {}
    for obj in objs:
        sources = policy.readers(obj).get(person_id, [])
        if sources:
            found[obj.pk] = min(sources, key=lambda one: (REASONS.index(one.kind), one.record_id))
    return found


def _grounds(sources: Sequence[Source]) -> Mapping[Source, Ground]:
    by_kind: dict[str, set[UUID]] = {}
    for source in sources:
        by_kind.setdefault(source.kind, set()).add(source.record_id)
    records = {kind: RECORDS[kind]().in_bulk(ids) for kind, ids in by_kind.items()}
    return {source: Ground(source, records[source.kind][source.record_id]) for source in sources}
