"""Accountability figures of a group over HTTP, each with its definition in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, TypedDict, cast
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as groups
from groups.common.schemas import OrganisationRef, SectorName
from groups.models import InitiativeGroup
from tasks.accountability.definitions import FIGURE_DEFINITIONS, FigureName
from tasks.accountability.selectors import (
    Accountability,
    AgeBucket,
    MonthStats,
    OnTimeStats,
    Period,
    Tally,
    calculate_accountability,
)
from tasks.external_assignees.models import OutsideBody
from tasks.items import schemas as items_schemas
from tasks.items.access import ActorItemAccess
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.serializers import Day
from viche.kernel.api import Endpoint, StrictSerializer, answer, read_snapshot, shape_of
from viche.kernel.clock import today
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.policy import load
from viche.kernel.text import Text, render_bilingual

MAX_PERIOD_DAYS = 5 * 366
DEFAULT_MONTHS_BEFORE = 11


class TallyOut(TypedDict):
    """Numbers of action items by what became of them.

    `late`: overdue by the present due day; `late_at_first`: by the original one; `proved`: verified, or
    closed after that; `dropped`: declined or cancelled.
    """

    total: int
    open: int
    late: int
    late_at_first: int
    blocked: int
    done: int
    proved: int
    dropped: int


class SectorTallyOut(TypedDict):
    sector: SectorName
    tally: TallyOut


class OwnerTallyOut(TypedDict):
    """Numbers of one organisation or outside body.

    `outside`: it has no account; its items are listed with the filter `outside_body`, not `owner`. `tally`
    counts what it owns and adds up to the total; `shared` counts what it works on as a co-owner (filter
    `coowner`) and adds up to no total.
    """

    owner: OrganisationRef
    outside: bool
    tally: TallyOut
    shared: TallyOut


class AgeOut(TypedDict):
    """Number of items that are `first_day` to `last_day` days old.

    These are the days between `since` and `until`; null means no limit on that side.
    """

    first_day: int
    last_day: int | None
    since: date | None
    until: date
    count: int


class LatenessOut(AgeOut):
    """Number of overdue items: `count` by the present due day, `count_at_first` by the original one."""

    count_at_first: int


class MonthOut(TypedDict):
    """Figures of a calendar month, cut to the part that lies in the period."""

    first: date
    last: date
    made: int
    verified: int


class KeptOut(TypedDict):
    """Share of items done on time: of `due`, `kept` were done by their due day.

    `first` and `last` bound the due days that count; null when no day of the period is over yet.
    """

    first: date | None
    last: date | None
    due: int
    kept: int


class LeadOut(TypedDict):
    """Days from creation to verification: the median over `count` items, null when there are none."""

    count: int
    median: float | None


class DefinitionOut(TypedDict):
    name: FigureName
    meaning: Text


class AccountabilityOut(TypedDict):
    """Accountability figures of a group from `first` to `last`, as of `day`.

    Only the items that the reader may read are counted.
    """

    first: date
    last: date
    day: date
    states: dict[items_schemas.StateName, int]
    total: TallyOut
    sectors: list[SectorTallyOut]
    owners: list[OwnerTallyOut]
    ages: list[AgeOut]
    lateness: list[LatenessOut]
    months: list[MonthOut]
    lead: LeadOut
    kept: KeptOut
    kept_at_first: KeptOut
    definitions: list[DefinitionOut]


class PeriodQuery(StrictSerializer):
    """Period of the figures, both days included.

    Default: the current month and the eleven before it, up to today.
    """

    first = Day(required=False)
    last = Day(required=False)


class GroupAccountability(Endpoint):
    """Accountability figures of a group."""

    actions = {"GET": RegisterAction.READ}
    asks = PeriodQuery

    @extend_schema(parameters=[PeriodQuery], responses=shape_of(AccountabilityOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return figures on the group's action items.

        By state, by sector and organisation, by age, how fast they are verified, and how many are on time.

        It counts items that the reader sees, so readers who see more have larger figures.
        `definitions` say in both languages what each figure means; `GET
        /action-items?group=…&worked_from=…&worked_to=…`, narrowed by state, owner or sector, lists
        the items behind it.
        """
        with read_snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
            account = calculate_accountability(
                ActorItemAccess.of(self.actor), group, parse_period(self.asked, group)
            )
        return answer(show_accountability(account))


def parse_period(asked: Mapping[str, Any], group: InitiativeGroup) -> Period:
    """Return the requested period, or the default one.

    Raises Invalid when it ends before it begins or is longer than five years.
    """
    last = asked.get("last", today(group.time_zone))
    first = asked.get("first", _first_day_of_default_period(last))
    if last < first:
        raise Invalid(errors=[FieldError("/last", "too_early", _("The period ends before it begins."))])
    if last - first > timedelta(days=MAX_PERIOD_DAYS):
        raise Invalid(errors=[FieldError("/last", "too_long", _("A period has up to five years."))])
    return Period(first, last)


def _first_day_of_default_period(day: date) -> date:
    """Return the first day of the month eleven months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - DEFAULT_MONTHS_BEFORE, 12)
    return date(max(year, 1), month + 1, 1)


# ---- presentation ------------------------------------------------------------------------------------------


def show_accountability(account: Accountability) -> AccountabilityOut:
    return {
        "first": account.period.first,
        "last": account.period.last,
        "day": account.day,
        "states": cast("dict[items_schemas.StateName, int]", dict(account.states)),
        "total": _show_tally(account.total),
        "sectors": [
            {"sector": cast("SectorName", sector.value), "tally": _show_tally(one)}
            for sector, one in account.sectors
        ],
        "owners": [
            {
                "owner": groups.show_organisation(one.by),
                "outside": isinstance(one.by, OutsideBody),
                "tally": _show_tally(one.owns),
                "shared": _show_tally(one.shares),
            }
            for one in account.owners
        ],
        "ages": [_show_age(one) for one in account.ages],
        "lateness": [{**_show_age(one), "count_at_first": one.count_at_first} for one in account.lateness],
        "months": _show_months(account.months),
        "lead": {"count": account.lead.count, "median": account.lead.median},
        "kept": _show_on_time(account.kept),
        "kept_at_first": _show_on_time(account.kept_at_first),
        "definitions": [
            {"name": name, "meaning": render_bilingual(words)} for name, words in FIGURE_DEFINITIONS.items()
        ],
    }


def _show_tally(one: Tally) -> TallyOut:
    return cast("TallyOut", asdict(one))


def _show_age(one: AgeBucket) -> AgeOut:
    return {
        "first_day": one.first,
        "last_day": one.last,
        "since": one.since,
        "until": one.until,
        "count": one.count,
    }


def _show_months(rows: Sequence[MonthStats]) -> list[MonthOut]:
    return [
        {"first": one.days.first, "last": one.days.last, "made": one.made, "verified": one.verified}
        for one in rows
    ]


def _show_on_time(one: OnTimeStats) -> KeptOut:
    days = one.days
    return {
        "first": days.first if days else None,
        "last": days.last if days else None,
        "due": one.due,
        "kept": one.kept,
    }
