"""Where access comes from: seats, deputies and shares, present and future; and where it came from."""

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
from groups.common.periods import Term, open_seats
from groups.grants.audiences import Spans, SpansByGroup, spans_of_all
from groups.grants.models import Whom
from groups.grants.registry import Codenames, Container, Source, container_of
from groups.guest_shares.models import GuestShare, ShareAccess
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.models import Deputyship
from groups.seats.deputies import Belonging, acting, attach_rests, mandates_of_deputies
from groups.seats.models import Membership, Role
from viche.kernel.clock import now
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Given, Prepared

AT = Given("at", DateTimeField())
T = TypeVar("T")


def member_sources(
    group: InitiativeGroup,
    by_role: Mapping[Role, Codenames],
    *,
    organisation_ids: Collection[UUID] | None = None,
    person_ids: Collection[UUID] | None = None,
    find_term: Callable[[Membership], Term | None] | None = None,
) -> list[Source]:
    """What the seats of a group give, present and future: to the holder of each mandate and to acting
    deputies.

    `by_role` says which codenames a role has; a role that is missing gives nothing. The seats can be narrowed
    to those of some organisations, the sources to some people. `find_term` says when a seat counts at all
    (None: never), and with it of the deputies those alone whom the holder sent.
    """
    at = now()
    found = [
        source if term is None else source.during(term)
        for one in _open_seats(group.pk)
        if one.seat.role in by_role
        and (organisation_ids is None or one.seat.mandate.organisation_id in organisation_ids)
        for term in _list_counting_terms(one.seat, find_term)
        for source in _seat_sources(
            one, group.time_zone, by_role[Role(one.seat.role)], own_deputies=find_term is not None
        )
    ]
    return [
        one for one in found if _is_asked(one, at) and (person_ids is None or one.person_id in person_ids)
    ]


def _list_counting_terms(
    seat: Membership, find_term: Callable[[Membership], Term | None] | None
) -> tuple[Term | None, ...]:
    """Return the one time in which a seat counts (None: all of it), or nothing where it never does."""
    if find_term is None:
        return (None,)
    term = find_term(seat)
    return () if term is None else (term,)


@dataclass(frozen=True, slots=True)
class _OpenSeat:
    """A seat with the times in which deputies act for its holder."""

    seat: Membership
    absences: Sequence[tuple[Deputyship, Term]]


_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read", default=None)
_shares_read: ContextVar[dict[UUID, list[Source]] | None] = ContextVar("shares_read", default=None)
_all_time: ContextVar[bool] = ContextVar("all_time", default=False)


@contextmanager
def seats_read_once(known: Mapping[Hashable, Any] | None = None) -> Iterator[None]:
    """Read the seats of each group once inside the block: many threads of a group ask for the same. What is
    `known` is not read at all.
    """
    token = _read.set(dict(known or {}))
    try:
        yield
    finally:
        _read.reset(token)


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, asked once inside such a block."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found


@contextmanager
def sources_of_all_time() -> Iterator[None]:
    """Inside the block, every source that there ever was, each for as long as it gave something: who could
    see a thing on a day, by the rules by which somebody sees it now.
    """
    token, shares = _all_time.set(True), _shares_read.set(None)
    try:
        with seats_read_once():
            yield
    finally:
        _shares_read.reset(shares)
        _all_time.reset(token)


def of_all_time() -> bool:
    """Whether it is asked for what there ever was."""
    return _all_time.get()


@contextmanager
def sources_read_together(objs: Sequence[Model]) -> Iterator[None]:
    """Inside the block, `sources_of` asks for many objects as often as for one of each kind."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for obj in seen_together(objs):
        by_model[type(obj)].append(obj)
    shares: dict[UUID, list[Source]] = {}
    for model, rows in by_model.items():
        kind, ids = container_of(model), [row.pk for row in rows]
        prefetch_related_objects(rows, *kind.prefetch)
        found = given_sources(kind, ids)
        shares |= {pk: found[pk] for pk in ids}
    spans = spans_of_all([*shares]) if of_all_time() else {}
    token = _shares_read.set(shares)
    try:
        with seats_read_once({("spans", pk): found for pk, found in spans.items()}):
            yield
    finally:
        _shares_read.reset(token)


def seen_together(objs: Sequence[Model]) -> list[Model]:
    """Some objects with the other containers by which they may be seen, such as the thread of an item."""
    found = [*objs]
    for model in {type(obj) for obj in objs}:
        if path := container_of(model).through:
            rows = [obj for obj in objs if type(obj) is model]
            prefetch_related_objects(rows, path)
            found += [other for row in rows if (other := getattr(row, path)) is not None]
    return found


def _open_seats(group_id: UUID) -> list[_OpenSeat]:
    """The seats of a group that are not over and whose mandates do not rest, with their mandates and the
    deputies that are still to act, as long as they act for the organisation themselves. Of all time, all.
    """

    def load() -> list[_OpenSeat]:
        if of_all_time():
            return _load_seats_of_all_time(Membership.objects.filter(group=group_id))
        return _load_open_seats(group_id)

    return read_once(("seats", group_id), load)


def sat_until(person_id: UUID) -> Mapping[UUID, datetime]:
    """In which groups somebody sat or stood in by what is over, and until when at the latest."""
    own = Q(mandate__person=person_id)
    own |= Q(mandate__in=Deputyship.objects.filter(deputy=person_id).values("mandate"))
    at, found = now(), dict[UUID, datetime]()
    with sources_of_all_time():
        for one in _load_seats_of_all_time(Membership.objects.filter(own).select_related("group")):
            for source in _seat_sources(one, one.seat.group.time_zone, ()):
                if source.person_id == person_id and source.valid_until and source.valid_until <= at:
                    known = found.get(one.seat.group_id, source.valid_until)
                    found[one.seat.group_id] = max(known, source.valid_until)
    return found


def _load_seats_of_all_time(seats: QuerySet[Membership]) -> list[_OpenSeat]:
    """Load some seats with all that deputies ever did for their holders."""
    rows = list(seats.select_related("mandate").prefetch_related("mandate__deputyships", "mandate__rests"))
    return _add_absences(rows, {row.mandate_id: list(row.mandate.deputyships.all()) for row in rows})


def _load_open_seats(group_id: UUID) -> list[_OpenSeat]:
    """Load the seats of a group that are not over, with the deputies that are still to act."""
    at = now()
    rows = OPEN_SEATS.all(group_id=group_id, at=at)
    mandates = {row.mandate_id: row.mandate for row in rows}
    attach_rests(mandates.values())
    sent: dict[UUID, list[Deputyship]] = defaultdict(list)
    for window in WINDOWS.all(ids=[*mandates], at=at) if mandates else ():
        window.mandate = mandates[window.mandate_id]
        sent[window.mandate_id].append(window)
    return _add_absences(rows, sent)


# Asked whenever grants are brought up to date.
OPEN_SEATS = Prepared(
    lambda: Membership.objects.filter(
        open_seats(AT), group=Given("group_id", UUIDField()), mandate__rested_at=None
    ).select_related("mandate")
)
WINDOWS = Prepared(
    lambda: Deputyship.objects.filter(given_ids("mandate", "ids"), ends_at__gt=AT, ended_at=None)
)


def _add_absences(rows: Sequence[Membership], sent: Mapping[UUID, Sequence[Deputyship]]) -> list[_OpenSeat]:
    belonging = mandates_of_deputies(window for found in sent.values() for window in found)
    return [_OpenSeat(row, [*_absences(sent.get(row.mandate_id, ()), belonging)]) for row in rows]


def _absences(windows: Iterable[Deputyship], belonging: Belonging) -> Iterator[tuple[Deputyship, Term]]:
    """When deputies act; of all time, also by a mandate that rests since."""
    for window in windows:
        for term in acting(window, belonging, once=of_all_time()):
            yield window, term


def _seat_sources(
    one: _OpenSeat, zone: str, codenames: Codenames, *, own_deputies: bool = False
) -> Iterator[Source]:
    """One for each time between which the mandate rested: then it gave nothing. `own_deputies`: without those
    whom somebody else than the holder sent.
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


def given_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    """What was given for a time on some containers of a kind: to guests, and in emergencies."""
    found = _share_sources(kind, ids)
    for glass in _going(BreakGlass, kind, ids) if kind.emergency is not None else ():
        if glass.state == GlassState.APPROVED:
            reading, term = kind.shares[ShareAccess.READ], glass.term
            source = Source(glass.asked_by_id, reading, term.end, "break_glass", glass.id, term.start)
            found[glass.container_id].append(source)
    return found


def _share_sources(kind: Container, ids: Collection[UUID]) -> dict[UUID, list[Source]]:
    found: dict[UUID, list[Source]] = defaultdict(list)
    for share in _going(GuestShare, kind, ids) if kind.shares else ():
        codenames, term = kind.shares[share.access], share.term
        source = Source(share.person_id, codenames, term.end, "guest_share", share.id, term.start)
        found[share.container_id].append(source)
    return found


def _going(table: type[Any], kind: Container, ids: Collection[UUID]) -> Iterable[Any]:
    """Those that were not ended and are not over; of all time, all."""
    if of_all_time():
        ever: QuerySet[Any] = table.objects.filter(container_type=kind.kind, container_id__in=ids)
        return ever
    return GOING[table].all(kind=kind.kind, ids=list(ids), at=now())


def _going_of(table: type[Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = table.objects.filter(
        given_ids("container_id", "ids"),
        container_type=Given("kind", CharField()),
        ended_at=None,
        until__gt=AT,
    )
    return rows


GOING = {table: Prepared(partial(_going_of, table)) for table in (GuestShare, BreakGlass)}


def _is_asked(source: Source, at: datetime) -> bool:
    """Whether it lasts, or begins later; of all time, whether there was any time of it."""
    lasts = source.valid_until is None or source.valid_until > at
    return not source.term.is_empty and (lasts or of_all_time())


def spans_of(obj: Model) -> Spans:
    """Whom a thing was for and when, in the group in which it is."""
    return _spans_by_group(obj).get(None, {})


def former_spans_of(obj: Model) -> list[tuple[InitiativeGroup, Spans]]:
    """The same in each group that it has left."""
    return [(group, spans) for group, spans in _spans_by_group(obj).items() if group is not None]


def _spans_by_group(obj: Model) -> SpansByGroup:
    return read_once(("spans", obj.pk), lambda: spans_of_all([obj.pk])[obj.pk])


def named_sources(
    obj: Model,
    group: InitiativeGroup,
    by_whom: Mapping[Whom, Mapping[Role, Codenames]],
    find_term: Callable[..., Term | None] | None = None,
) -> list[Source]:
    """What the seats of its `group`, and of those that it has left, gave on a thing while it was for them;
    see `by_role` of `member_sources`. `find_term(seat, named_at=…)` says when a seat counts of an
    organisation that was named then.
    """
    found: list[Source] = []
    for place, spans in [(group, spans_of(obj)), *former_spans_of(obj)]:
        for (whom, pk), terms in spans.items():
            for term in terms if pk is not None else ():
                narrowed: dict[str, Any] = {"person_ids": [pk]}
                if whom == Whom.ORGANISATION:
                    find = None if find_term is None else partial(find_term, named_at=term.start)
                    narrowed = {"organisation_ids": [pk], "find_term": find}
                sources = member_sources(place, by_whom[whom], **narrowed)
                found += [one for source in sources if not (one := source.during(term)).term.is_empty]
    return found


def sources_of(obj: Model) -> list[Source]:
    """Every present and future source of access to a container, shares included."""
    kind, known = container_of(type(obj)), _shares_read.get() or {}
    shares = known[obj.pk] if obj.pk in known else given_sources(kind, [obj.pk])[obj.pk]
    return limited(kind, obj, [*kind.sources(obj), *shares])


def limited(kind: Container, obj: Any, sources: Iterable[Source]) -> list[Source]:
    """Those sources that last, each with the codenames that may be held on the object now. Of all time they
    are not limited by what the object has become.
    """
    allowed = kind.codenames
    if not of_all_time():
        allowed = allowed & frozenset(kind.limit(obj))
    at, kept = now(), []
    for source in sources:
        if not kind.codenames.issuperset(source.codenames):
            raise ValueError(f"{kind.kind} has no codenames {set(source.codenames) - kind.codenames}")
        if source.kind == "break_glass" and not of_all_time() and not _is_shut(kind, obj):
            continue  # not restricted any more: there is no door that could be held open
        if (codenames := allowed & frozenset(source.codenames)) and _is_asked(source, at):
            kept.append(replace(source, codenames=codenames))
    return kept


def _is_shut(kind: Container, obj: Any) -> bool:
    return kind.emergency is not None and kind.emergency(obj)
