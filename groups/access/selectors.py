"""Readers of an object and the reasons: sources of access with the records that explain them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from groups.break_glass.models import BreakGlass
from groups.common.collation import build_sort_key
from groups.grants import include_past_sources, prefetch_sources
from groups.guest_shares.models import GuestShare
from groups.mandates.models import Deputyship
from groups.offices.models import Office
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.policy import Policy, Source

# The record of each kind of source, with everything that is presented of it.
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

KINDS_BY_PRIORITY = list(RECORDS)


@dataclass(frozen=True, slots=True)
class AccessReason:
    """A source of access with its record."""

    source: Source
    record: Any


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who sees an object now, with every reason why."""

    person: User
    grounds: list[AccessReason]


Readers = Mapping[UUID, Sequence[Source]]


@dataclass(frozen=True, slots=True)
class AccessHistory:
    """Sources by which people see an object `now`, and ended sources by which they saw it (`once`)."""

    now: Readers
    once: Readers


def load_access_history(policy: Policy[Any], objs: Sequence[Model]) -> dict[UUID, AccessHistory]:
    """Return current and past access to some objects, in as many queries as for one."""
    with include_past_sources(), prefetch_sources(objs):
        ever = {one.pk: policy.readers(one) for one in objs}
    with prefetch_sources(objs):
        held = {one.pk: policy.readers(one) for one in objs}
    at = now()
    return {
        pk: AccessHistory(
            {one: _correct_start(sources, ever[pk].get(one, ()), at) for one, sources in readers.items()},
            {one: [past for past in sources if _is_over(past, at)] for one, sources in ever[pk].items()},
        )
        for pk, readers in held.items()
    }


def _is_over(source: Source, at: datetime) -> bool:
    return source.until is not None and source.until <= at


def _correct_start(sources: Sequence[Source], ever: Sequence[Source], at: datetime) -> list[Source]:
    """Return current sources with the moment since which they show the object: a seat may be older."""
    since = {(one.kind, one.record_id): one.since for one in ever if not _is_over(one, at)}
    return [replace(one, since=since.get((one.kind, one.record_id), one.since)) for one in sources]


def list_readers_of(policy: Policy[Any], obj: Model) -> list[Reader]:
    """Return everybody who sees an object now, by name; deactivated people see nothing."""
    found = load_access_history(policy, [obj])[obj.pk].now
    people = User.objects.filter(pk__in=found, is_active=True).order_by(build_sort_key("name_uk"), "id")
    record = build_record_lookup([source for sources in found.values() for source in sources])
    return [Reader(one, [record(source) for source in found[one.pk]]) for one in people]


def list_grounds_for(person_id: UUID, policy: Policy[Any], obj: Model) -> list[AccessReason]:
    """Return the reasons why one person sees an object now; empty when they do not."""
    sources = load_access_history(policy, [obj])[obj.pk].now.get(person_id, [])
    record = build_record_lookup(sources)
    return [record(one) for one in sources]


def get_main_sources(person_id: UUID, policy: Policy[Any], objs: Sequence[Model]) -> dict[UUID, Source]:
    """Return the main source by which a person sees each of some objects.

    Seats come before temporary sources.
    """
    found: dict[UUID, Source] = {}
    for obj in objs:
        sources = policy.readers(obj).get(person_id, [])
        if sources:
            found[obj.pk] = get_main_source(sources)
    return found


def get_main_source(sources: Sequence[Source]) -> Source:
    """Return the source that is named among several: always the same."""
    return min(sources, key=lambda one: (KINDS_BY_PRIORITY.index(one.kind), one.record_id))


def build_record_lookup(sources: Sequence[Source]) -> Callable[[Source], AccessReason]:
    """Return a function that pairs a source with its record; loads them in one query per kind."""
    by_kind: dict[str, set[UUID]] = {}
    for source in sources:
        by_kind.setdefault(source.kind, set()).add(source.record_id)
    records = {kind: RECORDS[kind]().in_bulk(ids) for kind, ids in by_kind.items()}
    return lambda source: AccessReason(source, records[source.kind][source.record_id])
