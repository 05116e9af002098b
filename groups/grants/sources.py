"""Where access comes from: seats, deputies and shares, present and future."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Prefetch, Q, prefetch_related_objects

from groups.grants.registry import Codenames, Container, Source, container_of
from groups.models import (
    BreakGlass,
    Deputyship,
    GlassState,
    GuestShare,
    InitiativeGroup,
    Membership,
    Role,
    ShareAccess,
)
from viche.kernel.clock import now


def member_sources(
    group: InitiativeGroup,
    by_role: Mapping[Role, Codenames],
    *,
    organisation_ids: Collection[UUID] | None = None,
    person_ids: Collection[UUID] | None = None,
) -> list[Source]:
    """What the seats of a group give, present and future: to the holder of each mandate and to acting
    deputies.

    `by_role` says which codenames a role has; a role that is missing gives nothing. The seats can be narrowed
    to those of some organisations, the sources to some people.
    """
    at = now()
    found = [
        source
        for seat in _open_seats(group.pk)
        if seat.role in by_role
        and (organisation_ids is None or seat.mandate.organisation_id in organisation_ids)
        for source in _seat_sources(seat, group.time_zone, by_role[Role(seat.role)])
    ]
    return [one for one in found if _lasts(one, at) and (person_ids is None or one.person_id in person_ids)]


_seats_read: ContextVar[dict[UUID, list[Membership]] | None] = ContextVar("seats_read", default=None)
_shares_read: ContextVar[dict[UUID, list[Source]] | None] = ContextVar("shares_read", default=None)


@contextmanager
def seats_read_once() -> Iterator[None]:
    """Read the seats of each group once inside the block: many threads of a group ask for the same."""
    token = _seats_read.set({})
    try:
        yield
    finally:
        _seats_read.reset(token)


@contextmanager
def sources_read_together(objs: Sequence[Model]) -> Iterator[None]:
    """Inside the block, `sources_of` asks for many objects as often as for one of each kind."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for obj in objs:
        by_model[type(obj)].append(obj)
    shares: dict[UUID, list[Source]] = {}
    for model, rows in by_model.items():
        kind, ids = container_of(model), [row.pk for row in rows]
        prefetch_related_objects(rows, *kind.prefetch)
        found = given_sources(kind, ids)
        shares |= {pk: found[pk] for pk in ids}
    token = _shares_read.set(shares)
    try:
        with seats_read_once():
            yield
    finally:
        _shares_read.reset(token)


def _open_seats(group_id: UUID) -> list[Membership]:
    """The seats of a group that are not over and whose mandates do not rest, with their mandates and the
    deputies that are still to act.
    """
    known = _seats_read.get()
    if known is not None and group_id in known:
        return known[group_id]
    at = now()
    windows = Deputyship.objects.filter(ends_at__gt=at, ended_at=None)
    rows = Membership.objects.filter(Q(until=None) | Q(until__gt=at), group=group_id).select_related(
        "mandate"
    )
    acting = rows.filter(mandate__rested_at=None)
    seats = list(acting.prefetch_related(Prefetch("mandate__deputyships", queryset=windows)))
    if known is not None:
        known[group_id] = seats
    return seats


def _seat_sources(seat: Membership, zone: str, codenames: Codenames) -> Iterator[Source]:
    term = seat.term & seat.mandate.term(zone)
    yield Source(seat.mandate.person_id, codenames, term.end, "membership", seat.id, term.start)
    for window in seat.mandate.deputyships.all():
        absence = term & window.term
        yield Source(window.deputy_id, codenames, absence.end, "deputyship", window.id, absence.start)


def given_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    """What was given for a time on some containers of a kind: to guests, and in emergencies."""
    found = _share_sources(kind, ids)
    if kind.emergency is not None:
        opened = BreakGlass.objects.filter(container_type=kind.kind, container_id__in=ids, ended_at=None)
        for glass in opened.filter(state=GlassState.APPROVED, until__gt=now()):
            reading, term = kind.shares[ShareAccess.READ], glass.term
            source = Source(glass.asked_by_id, reading, term.end, "break_glass", glass.id, term.start)
            found[glass.container_id].append(source)
    return found


def _share_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    found: dict[UUID, list[Source]] = defaultdict(list)
    if kind.shares:
        shares = GuestShare.objects.filter(container_type=kind.kind, container_id__in=ids, ended_at=None)
        for share in shares.filter(until__gt=now()):
            codenames = kind.shares[share.access]
            source = Source(share.person_id, codenames, share.until, "guest_share", share.id, share.since)
            found[share.container_id].append(source)
    return found


def _lasts(source: Source, at: datetime) -> bool:
    return not source.term.is_empty and (source.valid_until is None or source.valid_until > at)


def sources_of(obj: Model) -> list[Source]:
    """Every present and future source of access to a container, shares included."""
    kind, known = container_of(type(obj)), _shares_read.get() or {}
    shares = known[obj.pk] if obj.pk in known else given_sources(kind, [obj.pk])[obj.pk]
    return limited(kind, obj, [*kind.sources(obj), *shares])


def limited(kind: Container, obj: Any, sources: Iterable[Source]) -> list[Source]:
    """Those sources that last, each with the codenames that may be held on the object now."""
    allowed = kind.codenames if kind.limit is None else kind.codenames & frozenset(kind.limit(obj))
    at, kept = now(), []
    for source in sources:
        if not kind.codenames.issuperset(source.codenames):
            raise ValueError(f"{kind.kind} has no codenames {set(source.codenames) - kind.codenames}")
        if source.kind == "break_glass" and (kind.emergency is None or not kind.emergency(obj)):
            continue  # not restricted any more: there is no door that could be held open
        if (codenames := allowed & frozenset(source.codenames)) and _lasts(source, at):
            kept.append(replace(source, codenames=codenames))
    return kept
