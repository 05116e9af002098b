"""Sources of access: seats, deputyships, guest shares and emergency access.

Present and future sources; inside `include_past_sources` also past ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import CharField, DateTimeField, Model, Q, QuerySet, UUIDField, prefetch_related_objects

from groups.break_glass.models import BreakGlass, GlassState
from groups.common.periods import Period, not_ended_q
from groups.grants.audiences import Spans, SpansByGroup, load_audience_spans
from groups.grants.models import Whom
from groups.grants.registry import Codenames, Container, Source, container_of
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.models import Deputyship
from groups.seats.deputies import (
    MandatesByDeputy,
    attach_suspensions,
    find_acting_periods,
    load_deputy_mandates,
)
from groups.seats.models import Membership, Role
from viche.kernel.clock import now
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam

AT = QueryParam("at", DateTimeField())
T = TypeVar("T")


def list_member_sources(
    group: InitiativeGroup,
    by_role: Mapping[Role, Codenames],
    *,
    organisation_ids: Collection[UUID] | None = None,
    person_ids: Collection[UUID] | None = None,
    find_term: Callable[[Membership], Period | None] | None = None,
) -> list[Source]:
    """Return the sources that the seats of a group give to mandate holders and acting deputies.

    Covers present and future seats. `by_role` maps roles to codenames; a role that is missing gives nothing.
    `organisation_ids` limits the seats, `person_ids` the people. `find_term(seat)` returns the period in
    which a seat counts, or None if it never counts; when it is given, deputies count only if the holder
    appointed them.
    """
    at = now()
    found = [
        source if term is None else source.during(term)
        for one in _get_open_seats(group.pk)
        if one.seat.role in by_role
        and (organisation_ids is None or one.seat.mandate.organisation_id in organisation_ids)
        for term in _list_counting_terms(one.seat, find_term)
        for source in _build_seat_sources(
            one, group.time_zone, by_role[Role(one.seat.role)], own_deputies=find_term is not None
        )
    ]
    return [
        one for one in found if _is_relevant(one, at) and (person_ids is None or one.person_id in person_ids)
    ]


def _list_counting_terms(
    seat: Membership, find_term: Callable[[Membership], Period | None] | None
) -> tuple[Period | None, ...]:
    """Return the periods in which a seat counts: one period (None means always), or () for never."""
    if find_term is None:
        return (None,)
    term = find_term(seat)
    return () if term is None else (term,)


@dataclass(frozen=True, slots=True)
class _OpenSeat:
    """A seat, with the deputyships of its mandate and the periods in which the deputy acts (`absences`)."""

    seat: Membership
    absences: Sequence[tuple[Deputyship, Period]]


_seat_cache: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)
_share_cache: ContextVar[dict[UUID, list[Source]] | None] = ContextVar("shares_read", default=None)
_past_included: ContextVar[bool] = ContextVar("all_time", default=False)


@contextmanager
def cache_seats(known: Mapping[Hashable, Any] | None = None) -> Iterator[None]:
    """Cache the seats of each group inside the block, because many threads of a group read the same ones.

    `known` is the initial content of the cache.
    """
    token = _seat_cache.set(dict(known or {}))
    try:
        yield
    finally:
        _seat_cache.reset(token)


def get_cached(key: Hashable, read: Callable[[], T]) -> T:
    """Return the result of `read`, cached by `key` inside `cache_seats`."""
    known = _seat_cache.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found


@contextmanager
def include_past_sources() -> Iterator[None]:
    """Include past sources inside the block, each with the period in which it gave access.

    Used to find out who could see an object on a given day. Past access is computed by the present rules.
    """
    token, shares = _past_included.set(True), _share_cache.set(None)
    try:
        with cache_seats():
            yield
    finally:
        _share_cache.reset(shares)
        _past_included.reset(token)


def should_include_past() -> bool:
    """Return whether past sources are included: see `include_past_sources`."""
    return _past_included.get()


@contextmanager
def prefetch_sources(objs: Sequence[Model]) -> Iterator[None]:
    """Prefetch the sources of objects inside the block.

    Inside, `list_sources_of` needs as many queries for many objects as for one object of each kind.
    """
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for obj in include_linked_containers(objs):
        by_model[type(obj)].append(obj)
    shares: dict[UUID, list[Source]] = {}
    spans: dict[Hashable, Any] = {}
    for model, rows in by_model.items():
        kind, ids = container_of(model), [row.pk for row in rows]
        prefetch_related_objects(rows, *kind.prefetch)
        found = list_temporary_sources(kind, ids)
        shares |= {pk: found[pk] for pk in ids}
        spans |= load_needed_spans(kind, rows)
    token = _share_cache.set(shares)
    try:
        with cache_seats(spans):
            yield
    finally:
        _share_cache.reset(token)


def load_needed_spans(kind: Container, objs: Sequence[Model]) -> dict[Hashable, Any]:
    """Return, for `cache_seats`, the audience spans of the objects whose sources depend on them."""
    past = should_include_past()
    ids = [obj.pk for obj in objs if past or (kind.reads_spans and _is_restricted(kind, obj))]
    return {("spans", pk): found for pk, found in load_audience_spans(ids).items()} if ids else {}


def include_linked_containers(objs: Sequence[Model]) -> list[Model]:
    """Return objects and the containers through which they are seen, such as an item's thread."""
    found = [*objs]
    for model in {type(obj) for obj in objs}:
        if path := container_of(model).through:
            rows = [obj for obj in objs if type(obj) is model]
            prefetch_related_objects(rows, path)
            found += [other for row in rows if (other := getattr(row, path)) is not None]
    return found


def _get_open_seats(group_id: UUID) -> list[_OpenSeat]:
    """Return the seats of a group that have not ended and whose mandates are not suspended.

    With their mandates, and the periods in which deputies act for them. Inside `include_past_sources` all
    seats are returned.
    """

    def load() -> list[_OpenSeat]:
        if should_include_past():
            return _load_seats_of_all_time(Membership.objects.filter(group=group_id))
        return _load_open_seats(group_id)

    return get_cached(("seats", group_id), load)


def find_past_seat_ends(person_id: UUID) -> Mapping[UUID, datetime]:
    """Return the latest past end of a person's seats and deputyships, by group."""
    own = Q(mandate__person=person_id)
    own |= Q(mandate__in=Deputyship.objects.filter(deputy=person_id).values("mandate"))
    at, found = now(), dict[UUID, datetime]()
    with include_past_sources():
        for one in _load_seats_of_all_time(Membership.objects.filter(own).select_related("group")):
            for source in _build_seat_sources(one, one.seat.group.time_zone, ()):
                if source.person_id == person_id and source.valid_until and source.valid_until <= at:
                    known = found.get(one.seat.group_id, source.valid_until)
                    found[one.seat.group_id] = max(known, source.valid_until)
    return found


def _load_seats_of_all_time(seats: QuerySet[Membership]) -> list[_OpenSeat]:
    """Load seats with all deputyships and suspensions of their mandates."""
    rows = list(seats.select_related("mandate").prefetch_related("mandate__deputyships", "mandate__rests"))
    return _add_absences(rows, {row.mandate_id: list(row.mandate.deputyships.all()) for row in rows})


def _load_open_seats(group_id: UUID) -> list[_OpenSeat]:
    """Load the seats of a group that have not ended, with the deputyships that have not."""
    at = now()
    rows = OPEN_SEATS.all(group_id=group_id, at=at)
    mandates = {row.mandate_id: row.mandate for row in rows}
    attach_suspensions(mandates.values())
    sent: dict[UUID, list[Deputyship]] = defaultdict(list)
    for window in OPEN_DEPUTYSHIPS.all(ids=[*mandates], at=at) if mandates else ():
        window.mandate = mandates[window.mandate_id]
        sent[window.mandate_id].append(window)
    return _add_absences(rows, sent)


# Prepared statements: they run at every grant synchronisation.
OPEN_SEATS = PreparedQuery(
    lambda: Membership.objects.filter(
        not_ended_q(AT), group=QueryParam("group_id", UUIDField()), mandate__rested_at=None
    ).select_related("mandate")
)
OPEN_DEPUTYSHIPS = PreparedQuery(
    lambda: Deputyship.objects.filter(ids_param_q("mandate", "ids"), ends_at__gt=AT, ended_at=None)
)


def _add_absences(rows: Sequence[Membership], sent: Mapping[UUID, Sequence[Deputyship]]) -> list[_OpenSeat]:
    belonging = load_deputy_mandates(window for found in sent.values() for window in found)
    return [_OpenSeat(row, [*_find_absences(sent.get(row.mandate_id, ()), belonging)]) for row in rows]


def _find_absences(
    windows: Iterable[Deputyship], belonging: MandatesByDeputy
) -> Iterator[tuple[Deputyship, Period]]:
    """Yield each deputyship with the periods in which the deputy acts.

    Inside `include_past_sources`, also periods in which the deputy acted through a mandate that is suspended
    now.
    """
    for window in windows:
        for term in find_acting_periods(window, belonging, once=should_include_past()):
            yield window, term


def _build_seat_sources(
    one: _OpenSeat, zone: str, codenames: Codenames, *, own_deputies: bool = False
) -> Iterator[Source]:
    """Yield the sources of a seat: of the holder, and of acting deputies, for each period without suspension.

    `own_deputies`: skip deputies who were appointed by another person than the holder.
    """
    seat = one.seat
    for giving in seat.mandate.giving(zone):
        term = seat.term & giving
        yield Source(seat.mandate.person_id, codenames, term.end, "membership", seat.id, term.start)
        for window, acts in one.absences:
            if own_deputies and window.appointed_by_id not in (None, seat.mandate.person_id):
                continue
            absence = term & acts
            yield Source(window.deputy_id, codenames, absence.end, "deputyship", window.id, absence.start)


def list_temporary_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    """Return the guest shares and the approved emergency access of containers of one kind, by container."""
    found = _list_share_sources(kind, ids)
    for glass in _find_open_rows(BreakGlass, kind, ids) if kind.emergency is not None else ():
        if glass.state == GlassState.APPROVED:
            reading, term = kind.shares[ShareAccess.READ], glass.term
            source = Source(glass.asked_by_id, reading, term.end, "break_glass", glass.id, term.start)
            found[glass.container_id].append(source)
    return found


def _list_share_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    found: dict[UUID, list[Source]] = defaultdict(list)
    for share in _find_open_rows(GuestShare, kind, ids) if kind.shares else ():
        codenames, term = kind.shares[share.access], share.term
        source = Source(share.person_id, codenames, term.end, "guest_share", share.id, term.start)
        found[share.container_id].append(source)
    return found


def _find_open_rows(table: type[Any], kind: Container, ids: Collection[UUID]) -> Iterable[Any]:
    """Return the rows that have not ended; inside `include_past_sources` all rows."""
    if should_include_past():
        ever: QuerySet[Any] = table.objects.filter(container_type=kind.kind, container_id__in=ids)
        return ever
    return OPEN_ROWS[table].all(kind=kind.kind, ids=list(ids), at=now())


def _build_open_rows_query(table: type[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.objects.filter(
        ids_param_q("container_id", "ids"),
        container_type=QueryParam("kind", CharField()),
        ended_at=None,
        until__gt=AT,
    )
    return rows


OPEN_ROWS = {
    table: PreparedQuery(partial(_build_open_rows_query, table)) for table in (GuestShare, BreakGlass)
}


def _is_relevant(source: Source, at: datetime) -> bool:
    """Return whether a source is valid now or later; with past sources included, whether it ever was."""
    lasts = source.valid_until is None or source.valid_until > at
    return not source.term.is_empty and (lasts or should_include_past())


def get_spans_of(obj: Model) -> Spans:
    """Return the audience spans of an object in its current group."""
    return _get_spans_by_group(obj).get(None, {})


def get_former_spans_of(obj: Model) -> list[tuple[InitiativeGroup, Spans]]:
    """Return the audience spans of an object in each group that it has left."""
    return [(group, spans) for group, spans in _get_spans_by_group(obj).items() if group is not None]


def _get_spans_by_group(obj: Model) -> SpansByGroup:
    return get_cached(("spans", obj.pk), lambda: load_audience_spans([obj.pk])[obj.pk])


def list_audience_sources(
    obj: Model,
    group: InitiativeGroup,
    by_whom: Mapping[Whom, Mapping[Role, Codenames]],
    find_term: Callable[..., Period | None] | None = None,
) -> list[Source]:
    """Return the sources that seats gave on an object while it was addressed to them.

    Covers the seats of the object's `group` and of groups that it has left. `by_whom` maps the kind of
    addressee to a `by_role` of `list_member_sources`. `find_term(seat, named_at=…)` returns the period in
    which a seat counts of an organisation that was addressed at that moment.
    """
    found: list[Source] = []
    for place, spans in [(group, get_spans_of(obj)), *get_former_spans_of(obj)]:
        for (whom, pk), terms in spans.items():
            for term in terms if pk is not None else ():
                narrowed: dict[str, Any] = {"person_ids": [pk]}
                if whom == Whom.ORGANISATION:
                    find = None if find_term is None else partial(find_term, named_at=term.start)
                    narrowed = {"organisation_ids": [pk], "find_term": find}
                sources = list_member_sources(place, by_whom[whom], **narrowed)
                found += [one for source in sources if not (one := source.during(term)).term.is_empty]
    return found


def list_sources_of(obj: Model) -> list[Source]:
    """Return all present and future sources of access to a container, guest shares included."""
    kind, known = container_of(type(obj)), _share_cache.get() or {}
    shares = known[obj.pk] if obj.pk in known else list_temporary_sources(kind, [obj.pk])[obj.pk]
    return limit_sources(kind, obj, [*kind.sources(obj), *shares])


def limit_sources(kind: Container, obj: Any, sources: Iterable[Source]) -> list[Source]:
    """Return the valid sources, reduced to the codenames that the object's present state permits.

    With past sources included, the present state limits nothing. Raises ValueError for a codename that the
    kind of container does not have.
    """
    allowed = kind.codenames
    if not should_include_past():
        allowed = allowed & frozenset(kind.limit(obj))
    at, kept = now(), []
    for source in sources:
        if not kind.codenames.issuperset(source.codenames):
            raise ValueError(f"{kind.kind} has no codenames {set(source.codenames) - kind.codenames}")
        if source.kind == "break_glass" and not should_include_past() and not _is_restricted(kind, obj):
            continue  # no longer restricted: emergency access has nothing to open
        if (codenames := allowed & frozenset(source.codenames)) and _is_relevant(source, at):
            kept.append(replace(source, codenames=codenames))
    return kept


def _is_restricted(kind: Container, obj: Any) -> bool:
    return kind.emergency is not None and kind.emergency(obj)
