"""Who sees a thing, and why: the sources of access with the records that people understand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.break_glass.models import BreakGlass
from groups.common.collation import key_of
from groups.grants import sources_of_all_time, sources_read_together
from groups.guest_shares.models import GuestShare
from groups.mandates.models import Deputyship
from groups.offices.models import Office
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.policy import Policy, Source

# The record of each kind of source, with all that is told of it.
RECORDS: dict[str, Callable[[], QuerySet[Any]]] = {
    "membership": lambda: Membership.objects.select_related("mandate__organisation").prefetch_related(
        "mandate__rests"
    ),
    "deputyship": lambda: Deputyship.objects.select_related(
        "mandate__organisation", "mandate__person"
    ).prefetch_related("mandate__rests"),
    "guest_share": lambda: GuestShare.objects.select_related("granted_by"),
    "office": lambda: Office.objects.select_related("territory"),
    "break_glass": lambda: BreakGlass.objects.select_related("answered_by", "ended_by"),
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


Readers = Mapping[UUID, Sequence[Source]]


@dataclass(frozen=True, slots=True)
class Seen:
    """By what people see a thing `now`, since when they do, and by what that is over they saw it `once`."""

    now: Readers
    once: Readers


def now_and_once(policy: Policy[Any], objs: Sequence[Model]) -> dict[UUID, Seen]:
    """Who sees some things and who saw them: in as many queries as of one."""
    with sources_of_all_time(), sources_read_together(objs):
        ever = {one.pk: policy.readers(one) for one in objs}
    with sources_read_together(objs):
        held = {one.pk: policy.readers(one) for one in objs}
    at = now()
    return {
        pk: Seen(
            {one: _since_when(sources, ever[pk].get(one, ()), at) for one, sources in readers.items()},
            {one: [past for past in sources if _is_over(past, at)] for one, sources in ever[pk].items()},
        )
        for pk, readers in held.items()
    }


def _is_over(source: Source, at: datetime) -> bool:
    return source.until is not None and source.until <= at


def _since_when(sources: Sequence[Source], ever: Sequence[Source], at: datetime) -> list[Source]:
    """What somebody holds now, since it shows the thing: a seat may be older than that."""
    since = {(one.kind, one.record_id): one.since for one in ever if not _is_over(one, at)}
    return [replace(one, since=since.get((one.kind, one.record_id), one.since)) for one in sources]


def readers_of(policy: Policy[Any], obj: Model) -> list[Reader]:
    """Everybody who sees a thing now, by name; deactivated people see nothing."""
    found = now_and_once(policy, [obj])[obj.pk].now
    people = User.objects.filter(pk__in=found, is_active=True).order_by(key_of("name_uk"), "id")
    record = records_of([source for sources in found.values() for source in sources])
    return [Reader(one, [record(source) for source in found[one.pk]]) for one in people]


def grounds_for(person_id: UUID, policy: Policy[Any], obj: Model) -> list[Ground]:
    """Why one person sees a thing now; empty when they do not."""
    sources = now_and_once(policy, [obj])[obj.pk].now.get(person_id, [])
    record = records_of(sources)
    return [record(one) for one in sources]


def why_seen(person_id: UUID, policy: Policy[Any], objs: Sequence[Model]) -> dict[UUID, Source]:
    """The first reason why somebody sees each of some things; a seat before what was given for once."""
    found: dict[UUID, Source] = {}
    for obj in objs:
        sources = policy.readers(obj).get(person_id, [])
        if sources:
            found[obj.pk] = first_of(sources)
    return found


def first_of(sources: Sequence[Source]) -> Source:
    """Of several reasons the one that is named: always the same."""
    return min(sources, key=lambda one: (REASONS.index(one.kind), one.record_id))


def records_of(sources: Sequence[Source]) -> Callable[[Source], Ground]:
    """What gives each of some sources with its record; in one query for each kind."""
    by_kind: dict[str, set[UUID]] = {}
    for source in sources:
        by_kind.setdefault(source.kind, set()).add(source.record_id)
    records = {kind: RECORDS[kind]().in_bulk(ids) for kind, ids in by_kind.items()}
    return lambda source: Ground(source, records[source.kind][source.record_id])
