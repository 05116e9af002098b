"""How a group keeps its word, over HTTP: figures, each with what it means in words."""

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
from tasks.accountability.definitions import MEANINGS, FigureName
from tasks.accountability.selectors import Accountability, Age, Kept, Month, Period, Tally, account_for
from tasks.external_assignees.models import OutsideBody
from tasks.items import schemas as items_schemas
from tasks.items.access import Stance
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.serializers import Day
from viche.kernel.api import Endpoint, StrictSerializer, answer, shape, snapshot
from viche.kernel.clock import today
from viche.kernel.errors import FieldError, Invalid
from viche.kernel.policy import load
from viche.kernel.text import Text, in_both

LONGEST = 5 * 366
MONTHS_BEFORE = 11


class TallyOut(TypedDict):
    """`late`: by the present due day, `late_at_first`: by the first; `proved`: verified or closed after that;
    `dropped`: declined or cancelled.
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
    """`outside`: it has no account, and its items are listed by `outside_body`, not by `owner`.

    `tally` is of what it owns, and adds up to the total; `shared` is of what it works on besides another
    owner, listed by `coowner`, and adds up to nothing.
    """

    owner: OrganisationRef
    outside: bool
    tally: TallyOut
    shared: TallyOut


class AgeOut(TypedDict):
    """From `first_day` to `last_day` days old: of the days between `since` and `until`; null is open."""

    first_day: int
    last_day: int | None
    since: date | None
    until: date
    count: int


class LatenessOut(AgeOut):
    """`count` by the present due day, `count_at_first` by the first one."""

    count_at_first: int


class MonthOut(TypedDict):
    """A month as far as it lies in the period."""

    first: date
    last: date
    made: int
    verified: int


class KeptOut(TypedDict):
    """Of `due`, which were due between two days (null: none is over), `kept` were done by then."""

    first: date | None
    last: date | None
    due: int
    kept: int


class LeadOut(TypedDict):
    """Days from made to verified: the median of `count`, null of none."""

    count: int
    median: float | None


class DefinitionOut(TypedDict):
    name: FigureName
    meaning: Text


class AccountabilityOut(TypedDict):
    """How a group keeps its word from `first` to `last`, as it is on `day`: of what the reader sees."""

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
    """Both days are included. Without them: this month and the eleven before, up to today."""

    first = Day(required=False)
    last = Day(required=False)


class GroupAccountability(Endpoint):
    """How a group keeps its word."""

    actions = {"GET": RegisterAction.READ}
    asks = PeriodQuery

    @extend_schema(parameters=[PeriodQuery], responses=shape(AccountabilityOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """What became of its action items: by state, sector and organisation, how old, how fast, on time."""
        with snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
            account = account_for(Stance.of(self.actor), group, period_asked(self.asked, group))
        return answer(accountability(account))


def period_asked(asked: Mapping[str, Any], group: InitiativeGroup) -> Period:
    """Raises Invalid for one that ends before it begins, or is too long."""
    last = asked.get("last", today(group.time_zone))
    first = asked.get("first", _months_before(last))
    if last < first:
        raise Invalid(errors=[FieldError("/last", "too_early", _("The period ends before it begins."))])
    if last - first > timedelta(days=LONGEST):
        raise Invalid(errors=[FieldError("/last", "too_long", _("A period has up to five years."))])
    return Period(first, last)


def _months_before(day: date) -> date:
    """The first day of the month eleven months earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - MONTHS_BEFORE, 12)
    return date(max(year, 1), month + 1, 1)


# ---- presentation ------------------------------------------------------------------------------------------


def accountability(account: Accountability) -> AccountabilityOut:
    return {
        "first": account.period.first,
        "last": account.period.last,
        "day": account.day,
        "states": cast("dict[items_schemas.StateName, int]", dict(account.states)),
        "total": _tally(account.total),
        "sectors": [
            {"sector": cast("SectorName", sector.value), "tally": _tally(one)}
            for sector, one in account.sectors
        ],
        "owners": [
            {
                "owner": groups.organisation(one.by),
                "outside": isinstance(one.by, OutsideBody),
                "tally": _tally(one.owns),
                "shared": _tally(one.shares),
            }
            for one in account.owners
        ],
        "ages": [_age(one) for one in account.ages],
        "lateness": [{**_age(one), "count_at_first": one.count_at_first} for one in account.lateness],
        "months": _months(account.months),
        "lead": {"count": account.lead.count, "median": account.lead.median},
        "kept": _kept(account.kept),
        "kept_at_first": _kept(account.kept_at_first),
        "definitions": [{"name": name, "meaning": in_both(words)} for name, words in MEANINGS.items()],
    }


def _tally(one: Tally) -> TallyOut:
    return cast("TallyOut", asdict(one))


def _age(one: Age) -> AgeOut:
    return {
        "first_day": one.first,
        "last_day": one.last,
        "since": one.since,
        "until": one.until,
        "count": one.count,
    }


def _months(rows: Sequence[Month]) -> list[MonthOut]:
    return [
        {"first": one.days.first, "last": one.days.last, "made": one.made, "verified": one.verified}
        for one in rows
    ]


def _kept(one: Kept) -> KeptOut:
    days = one.days
    return {
        "first": days.first if days else None,
        "last": days.last if days else None,
        "due": one.due,
        "kept": one.kept,
    }
