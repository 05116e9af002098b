"""Figures of a group: equal to what anybody would count by hand of what the reader sees."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from tasks.accountability.selectors import AGE_LIMITS, LATENESS_LIMITS, Period, calculate_accountability
from tasks.items.access import ActorItemAccess
from tasks.items.policies import ActionItemPolicy
from tasks.models import (
    OPEN_STATES,
    UNFINISHED_STATES,
    VERIFIED_STATES,
    ActionItem,
    Audience,
    OutsideBody,
    Remark,
    State,
)
from tests.campaigns import examples
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api, pointers
from tests.tasks.helpers import KYIV, an_item, an_item_in, edit, in_days, move
from tests.tasks.items.test_generated_lists import undone
from viche.kernel.clock import now, today

NOW = datetime(2026, 11, 26, 21, 30, tzinfo=UTC)  # half an hour before midnight in Kyiv
DAY = date(2026, 11, 26)
OWNERS = ("police", "council", "school", "ngo")
OUTSIDE = "fund"
DROPPED = {State.DECLINED, State.CANCELLED}

moment = st.integers(0, 24 * 400).map(lambda hours: NOW - timedelta(hours=hours))
thing = st.fixed_dictionaries(
    {
        "state": st.sampled_from(State),
        "owner": st.sampled_from([*OWNERS, OUTSIDE]),
        "made": moment,
        "took": st.integers(0, 24 * 120),  # hours until it was done, and again until it was verified
        "due": st.integers(-200, 60),
        "moved": st.sampled_from([0, 0, 5, 40]),
        "hidden": st.booleans(),
        "besides": st.sets(st.sampled_from(OWNERS), max_size=3),
    }
)
period = st.tuples(st.integers(0, 400), st.integers(0, 400)).map(
    lambda back: Period(DAY - timedelta(days=max(back)), DAY - timedelta(days=min(back)))
)


def make(world: World, things: list[dict[str, Any]]) -> None:
    hidden = a_restricted_thread(world, people=("officer",))
    fund = OutsideBody.objects.create(register=world.group, name_uk="Фонд", sector="police")
    # Whoever verifies belongs to no organisation that could have worked on it.
    officer, verifying = world.people["officer"], world.people["administrator"]
    for number, one in enumerate(things):
        done, verified = (one["made"] + times * timedelta(hours=one["took"]) for times in (1, 2))
        first_due = DAY + timedelta(days=one["due"])
        state, owner = one["state"], world.organisations.get(one["owner"])
        row = ActionItem(
            group=world.group,
            register=world.group,
            year=2026,
            number=number + 1,
            title_uk=f"Справа {number}",
            state="proposed",
            state_since=verified,
            due_on=first_due + timedelta(days=one["moved"]),
            original_due_on=first_due,
            owner_organisation=owner,
            outside_body=None if owner else fund,
            coowners=[world.organisations[name].pk for name in one["besides"] if name != one["owner"]],
            thread=hidden if one["hidden"] else None,
            audience=Audience.THREAD if one["hidden"] else Audience.GROUP,
            created_by=officer,
            created_at=one["made"],
        )
        row.save()
        row.state = state
        if state in VERIFIED_STATES | {State.DONE}:
            row.done_at, row.evidence_count, row.last_evidence_by = done, 1, officer
        if state in VERIFIED_STATES:
            verifier = "market"
            row.verified_at, row.verified_by = verified, verifying
            row.verified_for = world.organisations[verifier]
        if state in DROPPED | {State.BLOCKED}:
            row.state_remark = Remark.objects.create(action=row, author=officer, text="Так треба")
        row.save()


def day_of(at: datetime) -> date:
    return at.astimezone(ZoneInfo(KYIV)).date()


def worked_on(items: list[ActionItem], days: Period) -> list[ActionItem]:
    made = [one for one in items if day_of(one.created_at) <= days.last]
    return [
        one
        for one in made
        if one.state in OPEN_STATES or day_of(one.verified_at or one.state_since) >= days.first
    ]


def recount(items: list[ActionItem]) -> dict[str, int]:
    late = [one for one in items if one.state in UNFINISHED_STATES]
    return {
        "total": len(items),
        "open": sum(one.state in OPEN_STATES for one in items),
        "late": sum(one.due_on < DAY for one in late),
        "late_at_first": sum(one.original_due_on < DAY for one in late),
        "blocked": sum(one.state == State.BLOCKED for one in items),
        "done": sum(one.state == State.DONE for one in items),
        "proved": sum(one.state in VERIFIED_STATES for one in items),
        "dropped": sum(one.state in DROPPED for one in items),
    }


def tally(one: Any) -> dict[str, int]:
    return {name: getattr(one, name) for name in recount([])}


def fall(days: list[int], ends: tuple[int, ...], youngest: int) -> list[int]:
    starts = [youngest, *(one + 1 for one in ends)]
    return [sum(a <= one <= b for one in days) for a, b in zip(starts, [*ends, 10**6], strict=True)]


def punctual(items: list[ActionItem], days: Period, field: str) -> tuple[int, int]:
    over = [
        one
        for one in items
        if days.first <= getattr(one, field) <= min(days.last, DAY - timedelta(days=1))
        and one.state not in DROPPED
    ]
    kept = [
        one
        for one in over
        if one.state in VERIFIED_STATES | {State.DONE}
        and one.done_at
        and day_of(one.done_at) <= getattr(one, field)
    ]
    return len(over), len(kept)


@pytest.mark.django_db
@settings(
    max_examples=examples(6, 100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(things=st.lists(thing, max_size=14), days=period, reader=st.sampled_from(["officer", "teacher"]))
def test_figures_equal_a_naive_recount_of_what_the_reader_sees(
    world: World, things: list[dict[str, Any]], days: Period, reader: str
) -> None:
    with time_machine.travel(NOW, tick=False), undone():
        make(world, things)
        actor = world.actor(reader)
        found = calculate_accountability(ActorItemAccess.of(actor), world.group, days)
        items = list(ActionItemPolicy().visible_to(actor).filter(group=world.group))
        at_work = worked_on(items, days)
        assert tally(found.total) == recount(at_work)
        assert found.states == {state: sum(one.state == state for one in at_work) for state in State.values}
        owners = {one.owned_by.pk for one in at_work} | {pk for one in at_work for pk in one.coowners}
        assert {one.by.pk: tally(one.owns) for one in found.owners} == {
            pk: recount([one for one in at_work if one.owned_by.pk == pk]) for pk in owners
        }
        assert {one.by.pk: tally(one.shares) for one in found.owners} == {
            pk: recount([one for one in at_work if pk in one.coowners]) for pk in owners
        }
        assert sum(one.owns.total for one in found.owners) == len(at_work)
        sectors = {one.by.sector for one in found.owners}
        assert {sector: tally(counts) for sector, counts in found.sectors} == {
            sector: recount([one for one in at_work if one.owned_by.sector == sector]) for sector in sectors
        }
        ages = [(DAY - day_of(one.created_at)).days for one in at_work if one.state in OPEN_STATES]
        assert [one.count for one in found.ages] == fall(ages, AGE_LIMITS, 0)
        late = [one for one in at_work if one.state in UNFINISHED_STATES]
        for name, field in (("count", "due_on"), ("count_at_first", "original_due_on")):
            lateness = [(DAY - getattr(one, field)).days for one in late]
            assert [getattr(one, name) for one in found.lateness] == fall(lateness, LATENESS_LIMITS, 1)
        verified = [one for one in items if one.state in VERIFIED_STATES and one.verified_at]
        for month in found.months:
            here = month.days
            assert month.made == sum(here.first <= day_of(one.created_at) <= here.last for one in items)
            assert month.verified == sum(
                here.first <= day_of(one.verified_at) <= here.last for one in verified if one.verified_at
            )
        took = [
            (day_of(one.verified_at) - day_of(one.created_at)).days
            for one in verified
            if one.verified_at and days.first <= day_of(one.verified_at) <= days.last
        ]
        assert (found.lead.count, found.lead.median) == (len(took), median(took) if took else None)
        assert (found.kept.due, found.kept.kept) == punctual(items, days, "due_on")
        first = found.kept_at_first
        assert (first.due, first.kept) == punctual(items, days, "original_due_on")


def test_the_months_of_a_period_follow_each_other_without_gap() -> None:
    days = Period(date(2026, 11, 26), date(2027, 1, 2))
    assert [(one.first, one.last) for one in days.months()] == [
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 2)),
    ]
    last = Period(date.max, date.max)
    assert list(last.months()) == [last]


# ---- over HTTP ---------------------------------------------------------------------------------------------


def test_each_figure_leads_to_the_list_that_it_counts(world: World, elsewhere: World) -> None:
    an_item(elsewhere)
    an_item(world, due_on=in_days(9))
    an_item_in(world, "verified", due_on=in_days(2))
    shared = {"coowners": [world.organisations["school"].pk, world.organisations["ngo"].pk]}
    an_item_in(world, "blocked", owner="council", due_on=in_days(1), **shared)
    moved = an_item(world, owner="police", due_on=in_days(1))
    edit(world, moved, due_on=in_days(40))
    an_item_in(world, "cancelled")
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        day, reader, path = today(KYIV), api(world, "observer"), f"groups/{world.group.pk}/accountability"
        shown = reader.get(path).json()
        days = {"group": str(world.group.pk), "worked_from": shown["first"], "worked_to": shown["last"]}

        def listed(**query: str) -> int:
            return len(reader.get("action-items", **days, **query).json()["items"])

        total = shown["total"]
        assert total["total"] == listed() == 5
        assert {name: listed(state=name) for name in shown["states"]} == shown["states"]
        assert (total["late"], total["late_at_first"]) == (1, 2)
        assert (listed(overdue="true"), listed(overdue="at_first")) == (1, 2)
        for row in shown["owners"]:
            named = {"outside_body" if row["outside"] else "owner": row["owner"]["id"]}
            assert row["tally"]["total"] == listed(**named)
            assert row["shared"]["total"] == listed(coowner=row["owner"]["id"])
        assert sum(row["shared"]["total"] for row in shown["owners"]) == 2
        for row in shown["sectors"]:
            assert row["tally"]["open"] == listed(sector=row["sector"], state=",".join(sorted(OPEN_STATES)))
        month = shown["months"][-1]
        made = reader.get("action-items", group=days["group"], made_from=month["first"], made_to=str(day))
        assert month["made"] <= len(made.json()["items"])
        verified = {"verified_from": shown["first"], "verified_to": shown["last"]}
        assert shown["lead"] == {"count": listed(**verified), "median": 0.0}
        kept, first = shown["kept"], shown["kept_at_first"]
        assert (kept["due"], kept["kept"], first["due"], first["kept"]) == (2, 1, 3, 1)
        assert first["due"] == listed(first_due_from=first["first"], first_due_to=first["last"])
        assert all(one["meaning"]["uk"] != one["meaning"]["en"] for one in shown["definitions"])


def test_who_reads_no_register_gets_no_figure_and_a_wrong_period_is_named(world: World) -> None:
    path = f"groups/{world.group.pk}/accountability"
    statuses = {
        name: api(world, name).get(path).status_code for name in ("observer", "outsider", "anonymous")
    }
    assert statuses == {"observer": 200, "outsider": 404, "anonymous": 401}
    reader = api(world, "officer")
    for query, fault in (
        ({"first": "2026-11-02", "last": "2026-11-01"}, (422, [("/last", "too_early")])),
        ({"first": "2000-01-01", "last": "2026-11-01"}, (422, [("/last", "too_long")])),
        ({"first": "yesterday"}, (400, [("/first", "format")])),
        ({"from": "2026-11-01"}, (400, [("/from", "unknown")])),
    ):
        answer = reader.get(path, **query)
        assert (answer.status_code, pointers(answer)) == fault, query
    assert reader.get(path, last="9999-12-31").status_code == 200


def test_figures_of_many_take_as_many_queries_as_of_few(world: World) -> None:
    reader, path = api(world, "officer"), f"groups/{world.group.pk}/accountability"

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(path).status_code == 200
        return len(asked)

    an_item(world)
    few = queries()
    for owner in OWNERS:
        move(world, an_item(world, owner=owner), "cancelled", "facilitator")
    assert queries() == few
