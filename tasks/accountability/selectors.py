"""Accountability figures of a group, over the action items that the reader may read and no others.

Institutions are counted, in the order of their sectors and names; never people, and never as a ranking.

Lateness is measured twice: by the present due day and by the original one.
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

from groups.common.collation import build_sort_key
from groups.models import InitiativeGroup, Organisation, Sector
from tasks.external_assignees.models import OutsideBody
from tasks.items.access import ActorItemAccess
from tasks.items.choices import Audience
from tasks.items.date_filters import CREATED_DAY, DONE_DAY, VERIFIED_DAY, DateFilter, overdue_q, within_days_q
from tasks.items.models import ActionItem
from tasks.items.states import OPEN_STATES, VERIFIED_STATES, State
from viche.kernel.clock import today

DROPPED_STATES = frozenset({State.DECLINED, State.CANCELLED})
"""States in which the work is no longer owed."""

DONE_STATES = VERIFIED_STATES | {State.DONE}

Owner = Organisation | OutsideBody

# Upper limits in days; the last bucket has none.
AGE_LIMITS, LATENESS_LIMITS = (30, 90, 180, 365), (7, 30, 90)


@dataclass(frozen=True, slots=True)
class Period:
    """A range of days, both ends included."""

    first: date
    last: date

    def months(self) -> Iterator[Period]:
        """Yield the range month by month; the first and the last month may be partial."""
        day = self.first
        while day <= self.last:
            end = day.replace(day=calendar.monthrange(day.year, day.month)[1])
            yield Period(day, min(end, self.last))
            if end >= self.last:
                return
            day = end + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """Number of items in total and by state.

    `late` counts by the present due day, `late_at_first` by the original one; `proved` includes closed items;
    `dropped` are declined and cancelled ones.
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
class AgeBucket:
    """Number of items within an age range, in days and as dates; None is open on that side.

    For overdue items, `count` is by the present due day and `count_at_first` by the original one.
    """

    first: int
    last: int | None
    since: date | None
    until: date
    count: int
    count_at_first: int = 0


@dataclass(frozen=True, slots=True)
class MonthStats:
    days: Period
    made: int
    verified: int


@dataclass(frozen=True, slots=True)
class OnTimeStats:
    """Of the items that were due, how many were done by then.

    `days` is the range of due days; None when no day of the period is over.
    """

    days: Period | None
    due: int
    kept: int


@dataclass(frozen=True, slots=True)
class LeadTimeStats:
    """Number of verified items and the median of their days from creation to verification."""

    count: int
    median: float | None


@dataclass(frozen=True, slots=True)
class OwnerWorkload:
    """Items of one institution: what it `owns`, and separately what it is a co-owner of.

    Only the former adds up to the totals, since an item has one owner but may have several co-owners.
    """

    by: Owner
    owns: Tally
    shares: Tally


@dataclass(frozen=True, slots=True)
class Accountability:
    """All figures of one group in a period, as of `day`."""

    group: InitiativeGroup
    period: Period
    day: date
    states: Mapping[str, int]
    total: Tally
    sectors: Sequence[tuple[Sector, Tally]]
    owners: Sequence[OwnerWorkload]
    ages: Sequence[AgeBucket]
    lateness: Sequence[AgeBucket]
    months: Sequence[MonthStats]
    lead: LeadTimeStats
    kept: OnTimeStats
    kept_at_first: OnTimeStats


class Median(Aggregate):
    """Median of an expression: PostgreSQL's `PERCENTILE_CONT(0.5)`."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def calculate_accountability(
    stance: ActorItemAccess, group: InitiativeGroup, period: Period
) -> Accountability:
    """Return the figures over the items that this actor may read."""
    return _calculate(ActionItem.objects.filter(stance.reads(), group=group), group, period)


def calculate_group_wide_accountability(group: InitiativeGroup, period: Period) -> Accountability:
    """Return the figures over the items that the whole group may read."""
    items = ActionItem.objects.filter(group=group, audience=Audience.GROUP)
    return _calculate(items, group, period)


def _calculate(items: QuerySet[ActionItem], group: InitiativeGroup, period: Period) -> Accountability:
    """Return the figures over `items`, in seven queries however many items there are."""
    day = today(group.time_zone)
    items = items.order_by()
    worked_on = items.filter(*DateFilter(worked_from=period.first, worked_to=period.last).conditions())
    states, owned, shared = _count_by_state_and_owner(worked_on)
    owners = [
        OwnerWorkload(one, owned.get(one.pk, EMPTY_TALLY), shared.get(one.pk, EMPTY_TALLY))
        for one in _load_owners({*owned, *shared})
    ]
    figures = worked_on.aggregate(**_age_aggregates(day)) | items.aggregate(**_speed_aggregates(period, day))
    return Accountability(
        group,
        period,
        day,
        states=states,
        total=sum(owned.values(), EMPTY_TALLY),
        sectors=_sum_by_sector(owners),
        owners=owners,
        ages=_build_buckets(_age_bounds(day), figures, "age"),
        lateness=_build_buckets(_lateness_bounds(day), figures, "late"),
        months=_list_months(items, period),
        lead=LeadTimeStats(figures["verified"], _to_days(figures["lead"])),
        kept=OnTimeStats(_elapsed_part(period, day), figures["due"], figures["kept"]),
        kept_at_first=OnTimeStats(
            _elapsed_part(period, day), figures["due_at_first"], figures["kept_at_first"]
        ),
    )


# ---- who owes what -----------------------------------------------------------------------------------------


Tallies = dict[UUID, Tally]
EMPTY_TALLY = Tally()


def _count_by_state_and_owner(items: QuerySet[ActionItem]) -> tuple[dict[str, int], Tallies, Tallies]:
    """Return counts by state, by owner (organisation or outside body) and by co-owner, in one query."""
    late, late_at_first = (
        ExpressionWrapper(overdue_q(one), BooleanField()) for one in ("due_on", "original_due_on")
    )
    owner = Coalesce("owner_organisation", "outside_body")
    rows = items.values_list(owner, "coowners", "state", late, late_at_first).annotate(Count("pk"))
    states, owned, shared = Counter[str](), Tallies(), Tallies()
    for owner_id, coowners, state, is_late, was_late, count in rows:
        states[state] += count
        tally = _build_tally(State(state), is_late, was_late, count)
        owned[owner_id] = owned.get(owner_id, EMPTY_TALLY) + tally
        for one in coowners:
            shared[one] = shared.get(one, EMPTY_TALLY) + tally
    return {one: states[one] for one in State.values}, owned, shared


def _build_tally(state: State, is_late: bool, was_late: bool, count: int) -> Tally:
    return Tally(
        total=count,
        open=count * (state in OPEN_STATES),
        late=count * is_late,
        late_at_first=count * was_late,
        blocked=count * (state == State.BLOCKED),
        done=count * (state == State.DONE),
        proved=count * (state in VERIFIED_STATES),
        dropped=count * (state in DROPPED_STATES),
    )


def _load_owners(ids: Collection[UUID]) -> list[Owner]:
    """Return the owners by sector, then name; within a sector, those with an account come first."""
    places = {sector: place for place, sector in enumerate(Sector.values)}
    organisations = Organisation.objects.filter(pk__in=ids).order_by("name_key", "id")
    outside = OutsideBody.objects.filter(pk__in=ids).order_by(build_sort_key("name_uk"), "id")
    return sorted([*organisations, *outside], key=lambda one: places[one.sector])


def _sum_by_sector(owners: Sequence[OwnerWorkload]) -> list[tuple[Sector, Tally]]:
    found: dict[Sector, Tally] = {}
    for one in owners:
        sector = Sector(one.by.sector)
        found[sector] = found.get(sector, EMPTY_TALLY) + one.owns
    return list(found.items())


# ---- how old -----------------------------------------------------------------------------------------------

AgeBounds = tuple[int, int | None, date | None, date]


def _build_bounds(ends: Sequence[int], youngest: int, day: date) -> list[AgeBounds]:
    """Return the age ranges from `youngest` on, the last one open, each with its dates."""
    starts = [youngest, *(end + 1 for end in ends)]
    return [
        (first, last, None if last is None else day - timedelta(days=last), day - timedelta(days=first))
        for first, last in zip(starts, [*ends, None], strict=True)
    ]


def _age_bounds(day: date) -> list[AgeBounds]:
    return _build_bounds(AGE_LIMITS, 0, day)


def _lateness_bounds(day: date) -> list[AgeBounds]:
    return _build_bounds(LATENESS_LIMITS, 1, day)


def _age_aggregates(day: date) -> dict[str, Count]:
    """Return the aggregates for the age of open items and the lateness of overdue ones."""
    found = {}
    for first, _last, since, until in _age_bounds(day):
        found[f"age{first}"] = Count(
            "pk", filter=Q(state__in=OPEN_STATES) & within_days_q(CREATED_DAY, since, until)
        )
    for first, _last, since, until in _lateness_bounds(day):
        for name, field in (("late", "due_on"), ("late_at_first", "original_due_on")):
            fits = overdue_q(field) & within_days_q(F(field), since, until)
            found[f"{name}{first}"] = Count("pk", filter=fits)
    return found


def _build_buckets(spans: Sequence[AgeBounds], figures: Mapping[str, Any], name: str) -> list[AgeBucket]:
    return [
        AgeBucket(*span, figures[f"{name}{span[0]}"], figures.get(f"{name}_at_first{span[0]}", 0))
        for span in spans
    ]


# ---- how fast ----------------------------------------------------------------------------------------------


def _elapsed_part(period: Period, day: date) -> Period | None:
    """Return the part of the period that is over before `day`."""
    last = min(period.last, day - timedelta(days=1))
    return Period(period.first, last) if period.first <= last else None


def _speed_aggregates(period: Period, day: date) -> dict[str, Aggregate]:
    verified = Q(state__in=VERIFIED_STATES) & within_days_q(VERIFIED_DAY, period.first, period.last)
    took = ExpressionWrapper(VERIFIED_DAY - CREATED_DAY, DurationField())
    return {
        "verified": Count("pk", filter=verified),
        "lead": Median(took, filter=verified),
        **_on_time_aggregates(period, day, "due_on", ""),
        **_on_time_aggregates(period, day, "original_due_on", "_at_first"),
    }


def _on_time_aggregates(period: Period, day: date, field: str, ending: str) -> dict[str, Aggregate]:
    """Return the aggregates of items that fell due (dropped ones excluded) and of those done by then."""
    over = within_days_q(F(field), period.first, min(period.last, day - timedelta(days=1)))
    due = over & ~Q(state__in=DROPPED_STATES)
    kept = due & Q(state__in=DONE_STATES) & Q(LessThanOrEqual(DONE_DAY, F(field)))
    return {f"due{ending}": Count("pk", filter=due), f"kept{ending}": Count("pk", filter=kept)}


def _to_days(took: timedelta | None) -> float | None:
    return None if took is None else took / timedelta(days=1)


def _list_months(items: QuerySet[ActionItem], period: Period) -> list[MonthStats]:
    made = _count_by_month(items, CREATED_DAY, period)
    verified = _count_by_month(items.filter(state__in=VERIFIED_STATES), VERIFIED_DAY, period)
    return [
        MonthStats(one, made.get(one.first.replace(day=1), 0), verified.get(one.first.replace(day=1), 0))
        for one in period.months()
    ]


def _count_by_month(items: QuerySet[ActionItem], day: Any, period: Period) -> dict[date, int]:
    rows = items.filter(within_days_q(day, period.first, period.last))
    return dict(rows.values_list(TruncMonth(day)).annotate(Count("pk")))
