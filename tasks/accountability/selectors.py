"""How a group keeps its word, in figures: of those action items that the reader sees, and of nothing else.

Institutions are counted, in the order of their sectors and names; never people, and never as a ranking.
Whether something is late is measured twice: by the due day as it is now, and by the one agreed at first.
"""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Aggregate,
    BooleanField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, TruncMonth
from django.db.models.lookups import LessThanOrEqual

from groups.common.collation import key_of
from groups.models import InitiativeGroup, Organisation, Sector
from tasks.external_assignees.models import OutsideBody
from tasks.items.access import Stance
from tasks.items.choices import Audience
from tasks.items.date_filters import DONE, MADE, VERIFIED, Spans, overdue, within
from tasks.items.models import ActionItem
from tasks.items.states import OPEN, PROVED, State
from viche.kernel.clock import today

DROPPED = frozenset({State.DECLINED, State.CANCELLED})
"""Nobody owes it any more."""

CAME_TO_BE_DONE = PROVED | {State.DONE}

Owner = Organisation | OutsideBody

# The last day of each age but the last one, which is open.
AGES, LATENESS = (30, 90, 180, 365), (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Period:
    """Some days, both ends included."""

    first: date
    last: date

    def months(self) -> Iterator[Period]:
        """Month by month, the first and the last one as far as they lie within."""
        day = self.first
        while day <= self.last:
            end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
            yield Period(day, min(end, self.last))
            if end >= self.last:
                return
            day = end + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items there are, and how many of them are what.

    `late` by the present due day, `late_at_first` by the first one; `proved` includes what was closed;
    `dropped` are declined and cancelled.
    """

    total: int = 0
    open: int = 0
    late: int = 0
    late_at_first: int = 0
    blocked: int = 0
    done: int = 0
    proved: int = 0
    dropped: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Tally)))


@dataclass(frozen=True, slots=True)
class Age:
    """So many days old, and the days that are so long ago; None is open on that side.

    Of what is late, `count` is by the present due day and `count_at_first` by the first one.
    """

    first: int
    last: int | None
    since: date | None
    until: date
    count: int
    count_at_first: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    days: Period
    made: int
    verified: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the items that were due, how many were done by then. `days`: when they were due, None for no day."""

    days: Period | None
    due: int
    kept: int


@dataclass(frozen=True, slots=True)
class Lead:
    """Of the items that were verified: how many, and half of them took at most so many days."""

    count: int
    median: float | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What one institution has to do: what it `owns`, and apart from that what it is a co-owner of.

    Only the former adds up to the totals, since an item has one owner, and maybe several co-owners.
    """

    by: Owner
    owns: Tally
    shares: Tally


@dataclass(frozen=True, slots=True)
class Accountability:
    """All figures of one group in a period, as they are on a `day`."""

    group: InitiativeGroup
    period: Period
    day: date
    states: Mapping[str, int]
    total: Tally
    sectors: Sequence[tuple[Sector, Tally]]
    owners: Sequence[Owed]
    ages: Sequence[Age]
    lateness: Sequence[Age]
    months: Sequence[Month]
    lead: Lead
    kept: Kept
    kept_at_first: Kept


class Median(Aggregate):
    """The middle one of some values, between the two middle ones of an even number."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def account_for(stance: Stance, group: InitiativeGroup, period: Period) -> Accountability:
    """Of what one reader sees."""
    return _account_of(ActionItem.objects.filter(stance.reads(), group=group), group, period)


def account_in_common(group: InitiativeGroup, period: Period) -> Accountability:
    """Of what the whole group reads."""
    items = ActionItem.objects.filter(group=group, audience=Audience.GROUP)
    return _account_of(items, group, period)


def _account_of(items: QuerySet[ActionItem], group: InitiativeGroup, period: Period) -> Accountability:
    """In seven queries, however many items there are."""
    day = today(group.time_zone)
    items = items.order_by()
    worked_on = items.filter(*Spans(worked_from=period.first, worked_to=period.last).conditions())
    states, owned, shared = _tallies(worked_on)
    owners = [
        Owed(one, owned.get(one.pk, NONE), shared.get(one.pk, NONE)) for one in _owners({*owned, *shared})
    ]
    figures = worked_on.aggregate(**_ages(day)) | items.aggregate(**_speed(period, day))
    return Accountability(
        group,
        period,
        day,
        states=states,
        total=sum(owned.values(), NONE),
        sectors=_by_sector(owners),
        owners=owners,
        ages=_aged(_open_spans(day), figures, "age"),
        lateness=_aged(_late_spans(day), figures, "late"),
        months=_months(items, period),
        lead=Lead(figures["verified"], _days(figures["lead"])),
        kept=Kept(_due(period, day), figures["due"], figures["kept"]),
        kept_at_first=Kept(_due(period, day), figures["due_at_first"], figures["kept_at_first"]),
    )


# ---- who owes what -----------------------------------------------------------------------------------------


Tallies = dict[UUID, Tally]
NONE = Tally()


def _tallies(items: QuerySet[ActionItem]) -> tuple[dict[str, int], Tallies, Tallies]:
    """By state, by the organisation or outside body that owns them, and by co-owners: one query."""
    late, late_at_first = (
        ExpressionWrapper(overdue(one), BooleanField()) for one in ("due_on", "original_due_on")
    )
    owner = Coalesce("owner_organisation", "outside_body")
    rows = items.values_list(owner, "coowners", "state", late, late_at_first).annotate(Count("pk"))
    states, owned, shared = Counter[str](), Tallies(), Tallies()
    for owner_id, coowners, state, is_late, was_late, count in rows:
        states[state] += count
        tally = _tally(State(state), is_late, was_late, count)
        owned[owner_id] = owned.get(owner_id, NONE) + tally
        for one in coowners:
            shared[one] = shared.get(one, NONE) + tally
    return {one: states[one] for one in State.values}, owned, shared


def _tally(state: State, is_late: bool, was_late: bool, count: int) -> Tally:
    return Tally(
        total=count,
        open=count * (state in OPEN),
        late=count * is_late,
        late_at_first=count * was_late,
        blocked=count * (state == State.BLOCKED),
        done=count * (state == State.DONE),
        proved=count * (state in PROVED),
        dropped=count * (state in DROPPED),
    )


def _owners(ids: Collection[UUID]) -> list[Owner]:
    """By the order of the sectors, and then by name; in each sector those with an account first."""
    places = {sector: place for place, sector in enumerate(Sector.values)}
    organisations = Organisation.objects.filter(pk__in=ids).order_by("name_key", "id")
    outside = OutsideBody.objects.filter(pk__in=ids).order_by(key_of("name_uk"), "id")
    return sorted([*organisations, *outside], key=lambda one: places[one.sector])


def _by_sector(owners: Sequence[Owed]) -> list[tuple[Sector, Tally]]:
    found: dict[Sector, Tally] = {}
    for one in owners:
        sector = Sector(one.by.sector)
        found[sector] = found.get(sector, NONE) + one.owns
    return list(found.items())


# ---- how old -----------------------------------------------------------------------------------------------

Span = tuple[int, int | None, date | None, date]


def _spans(ends: Sequence[int], youngest: int, day: date) -> list[Span]:
    """The ages from the youngest on, the last one open, each with the days that are so long ago."""
    starts = [youngest, *(end + 1 for end in ends)]
    return [
        (first, last, None if last is None else day - timedelta(days=last), day - timedelta(days=first))
        for first, last in zip(starts, [*ends, None], strict=True)
    ]


def _open_spans(day: date) -> list[Span]:
    return _spans(AGES, 0, day)


def _late_spans(day: date) -> list[Span]:
    return _spans(LATENESS, 1, day)


def _ages(day: date) -> dict[str, Count]:
    """How old what is open is, and how late what is late."""
    found = {}
    for first, _last, since, until in _open_spans(day):
        found[f"age{first}"] = Count("pk", filter=Q(state__in=OPEN) & within(MADE, since, until))
    for first, _last, since, until in _late_spans(day):
        for name, field in (("late", "due_on"), ("late_at_first", "original_due_on")):
            fits = overdue(field) & within(F(field), since, until)
            found[f"{name}{first}"] = Count("pk", filter=fits)
    return found


def _aged(spans: Sequence[Span], figures: Mapping[str, Any], name: str) -> list[Age]:
    return [
        Age(*span, figures[f"{name}{span[0]}"], figures.get(f"{name}_at_first{span[0]}", 0)) for span in spans
    ]


# ---- how fast ----------------------------------------------------------------------------------------------


def _due(period: Period, day: date) -> Period | None:
    """The days of a period that are over."""
    last = min(period.last, day - timedelta(days=1))
    return Period(period.first, last) if period.first <= last else None


def _speed(period: Period, day: date) -> dict[str, Aggregate]:
    verified = Q(state__in=PROVED) & within(VERIFIED, period.first, period.last)
    took = ExpressionWrapper(VERIFIED - MADE, DurationField())
    return {
        "verified": Count("pk", filter=verified),
        "lead": Median(took, filter=verified),
        **_punctuality(period, day, "due_on", ""),
        **_punctuality(period, day, "original_due_on", "_at_first"),
    }


def _punctuality(period: Period, day: date, field: str, ending: str) -> dict[str, Aggregate]:
    """What was due by then, but for what nobody owes any more; and what was reported done by then."""
    over = within(F(field), period.first, min(period.last, day - timedelta(days=1)))
    due = over & ~Q(state__in=DROPPED)
    kept = due & Q(state__in=CAME_TO_BE_DONE) & Q(LessThanOrEqual(DONE, F(field)))
    return {f"due{ending}": Count("pk", filter=due), f"kept{ending}": Count("pk", filter=kept)}


def _days(took: timedelta | None) -> float | None:
    return None if took is None else took / timedelta(days=1)


def _months(items: QuerySet[ActionItem], period: Period) -> list[Month]:
    made = _monthly(items, MADE, period)
    verified = _monthly(items.filter(state__in=PROVED), VERIFIED, period)
    return [
        Month(one, made.get(one.first.replace(day=1), 0), verified.get(one.first.replace(day=1), 0))
        for one in period.months()
    ]


def _monthly(items: QuerySet[ActionItem], day: Any, period: Period) -> dict[date, int]:
    rows = items.filter(within(day, period.first, period.last))
    return dict(rows.values_list(TruncMonth(day)).annotate(Count("pk")))
