"""Every kind of duty stands on Today of whom it waits for, with its term, until it is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.moderation import duties as moderation_duties
from groups.break_glass import duties as break_glass_duties
from programmes.kit.registry import PROGRAMMES
from programmes.recommendations.policies import KIND
from tests.architecture.waiting import DOOR
from tests.architecture.waiting_minutes import WAITS
from tests.cast import World
from tests.dialogue.helpers import api
from tests.groups.helpers import at
from tests.programmes.kit.toy import build_toy
from tests.tasks.helpers import token_of
from viche.accounts.approvals.kinds import KINDS
from viche.kernel.clock import now
from viche.kernel.duties import DUTY_KINDS, NOTICE, Duty, DutyKind, Step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, DOOR.name, DOOR)
    monkeypatch.setitem(PROGRAMMES, KIND, build_toy("closed"))


def duties(world: World, name: str) -> list[dict[str, Any]]:
    answer = api(world, name).get("today")
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["duties"]
    return found


def of_kind(world: World, name: str, kind: str) -> list[dict[str, Any]]:
    return [one for one in duties(world, name) if one["kind"] == kind]


def test_each_registered_kind_is_walked() -> None:
    assert set(WAITS) == set(DUTY_KINDS)


@pytest.mark.parametrize("kind", sorted(WAITS))
def test_it_waits_for_whom_it_concerns_until_they_answer(world: World, elsewhere: World, kind: str) -> None:
    wait = WAITS[kind](world)
    (shown,) = of_kind(world, wait.who, kind)
    assert shown["url"] == wait.url
    assert (shown["due_at"] is not None) == wait.has_term
    assert shown["overdue"] == (kind == "tasks.overdue")
    for words in (shown["label"], shown["button"], shown["title"]):
        assert words["uk"]
        assert words["en"]
    assert shown["label"]["uk"] != shown["label"]["en"]
    for name in {"former", "outsider"} - {wait.who}:
        assert of_kind(world, name, kind) == [], name
    assert of_kind(elsewhere, "facilitator", kind) == []
    wait.answer()
    assert of_kind(world, wait.who, kind) == []


# Who holds one mandate, account or office has it once.
ONCE = {
    "accounts.second_factor",
    "groups.join_request",
    "groups.mandate",
    "groups.own_mandate",
}


@pytest.mark.parametrize("kind", sorted(set(WAITS) - ONCE))
def test_two_cost_as_many_queries_as_one(world: World, kind: str) -> None:
    wait = WAITS[kind](world)
    reader = api(world, wait.who)
    counts = []
    for _turn in range(2):
        reader.get("today")
        with CaptureQueriesContext(connection) as captured:
            reader.get("today")
        counts.append((len(of_kind(world, wait.who, kind)), len(captured)))
        WAITS[kind](world)
    (one, few), (two, more) = counts
    assert (one, two) == (1, 2)
    assert more == few


def test_a_token_reads_of_them_what_its_scopes_reach(world: World) -> None:
    WAITS["accounts.approval"](world)
    WAITS["tasks.verify"](world)
    token = token_of(world, "officer", "tasks:read", "dialogue:read")
    shown = api(world, "officer", token).get("today").json()["duties"]
    assert [one["kind"] for one in shown] == ["tasks.verify"]


@pytest.mark.parametrize(
    "kind", ["groups.break_glass", "groups.join_request", "groups.mandate", "groups.own_mandate"]
)
def test_a_token_without_their_scope_reads_no_duties_of_groups(world: World, kind: str) -> None:
    who = WAITS[kind](world).who
    assert of_kind(world, who, kind)
    token = token_of(world, who, "tasks:read", "dialogue:read")
    assert api(world, who, token).get("today").json()["duties"] == []


@pytest.mark.parametrize(
    ("kind", "finder"),
    [
        ("groups.break_glass", break_glass_duties),
        ("dialogue.report", moderation_duties),
        ("dialogue.appeal", moderation_duties),
    ],
)
def test_of_too_many_the_newest_needs_are_shown(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, finder: ModuleType
) -> None:
    monkeypatch.setattr(finder, "MAX_PER_FINDER", 1)
    wait = WAITS[kind](world)
    (earlier,) = of_kind(world, wait.who, kind)
    with at(now() + timedelta(minutes=1)):
        WAITS[kind](world)
        (later,) = of_kind(world, wait.who, kind)
    assert later["id"] != earlier["id"]


# ---- the order ---------------------------------------------------------------------------------------------

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)


def a_duty(since: int, due: int | None = None) -> Duty:
    """A duty since a day in March, with a term at the beginning of another."""
    return Duty(
        kind=DutyKind("tests.order", Step.ANSWER, "", ""),
        id=UUID(int=since),
        title={"uk": "", "en": ""},
        url="/",
        since=MIDNIGHT + timedelta(days=since),
        due_at=None if due is None else MIDNIGHT + timedelta(days=due),
    )


def test_a_need_is_new_as_it_comes_and_again_before_and_after_its_term() -> None:
    duty = a_duty(1, due=10)
    days = {day: duty.get_need_time(MIDNIGHT + timedelta(days=day)) for day in (2, 7, 8, 9, 10, 30)}
    assert days == {
        2: duty.since,
        7: duty.since,
        8: MIDNIGHT + timedelta(days=10) - NOTICE,
        9: MIDNIGHT + timedelta(days=10) - NOTICE,
        10: duty.due_at,
        30: duty.due_at,
    }
    assert a_duty(5).get_need_time(MIDNIGHT + timedelta(days=30)) == a_duty(5).since


def test_the_newest_need_comes_first_across_the_rooms(world: World) -> None:
    WAITS["privacy.request"](world)
    with at(now() + timedelta(days=1)):
        WAITS["groups.break_glass"](world)
        both = [one["kind"] for one in duties(world, "dpo")]
    assert both == ["groups.break_glass", "privacy.request"]
    with at(now() + timedelta(days=29)):
        (shown,) = duties(world, "dpo")
    assert (shown["kind"], shown["overdue"]) == ("privacy.request", False)
