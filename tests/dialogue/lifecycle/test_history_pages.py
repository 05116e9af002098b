"""What happened to a thread comes page by page, the latest first, however much there was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import (
    FloorChange,
    FloorStep,
    Round,
    RoundTurn,
    SummaryRevision,
    Thread,
    ThreadMerge,
    ThreadMove,
    ThreadSplit,
    ThreadSummary,
)
from tests.cast import World
from tests.dialogue.helpers import a_group_beside, a_thread, api, say
from tests.dialogue.summary.test_summaries import sum_up
from viche.kernel.clock import now

pytestmark = pytest.mark.django_db
Make = Callable[[World, Thread, int], Any]


def by(world: World, number: int) -> dict[str, Any]:
    """Who did it and when, each a minute after the one before."""
    mandate = world.mandates["facilitator"]
    return {
        "person": world.people["facilitator"],
        "mandate": mandate,
        "at": now() + timedelta(minutes=number),
    }


def step(world: World, thread: Thread, number: int) -> None:
    FloorStep.objects.create(thread=thread, what=FloorChange.LOCKED, **by(world, number))


def move(world: World, thread: Thread, number: int) -> None:
    there = a_group_beside(world, "facilitator")
    facts = {"before": world.group, "after": there, "reason": "Їхнє", "title_uk": "Про дорогу"}
    ThreadMove.objects.create(thread=thread, **facts, **by(world, number))


def split(world: World, thread: Thread, number: int) -> None:
    into = a_thread(world)
    ThreadSplit.objects.create(thread=thread, into=into, count=1, reason="Інше", **by(world, number))


def merge(world: World, thread: Thread, number: int) -> None:
    facts = {"thread": a_thread(world), "first": number, "count": 1, "reason": "Те саме"}
    ThreadMerge.objects.create(into=thread, **facts, **by(world, number))


def hold_round(world: World, thread: Thread, number: int) -> None:
    at = now() - timedelta(days=2) + timedelta(hours=number)
    held = Round.objects.create(
        thread=thread,
        question="Що далі?",
        sectors=["police", "education"],
        started_at=at,
        started_by=world.people["facilitator"],
        mandate=world.mandates["facilitator"],
        ends_at=at + timedelta(minutes=30),
        ended_at=at + timedelta(minutes=30),
    )
    RoundTurn.objects.create(round=held, sector="police", message=say(world, "officer", thread))


def put_otherwise(world: World, thread: Thread, number: int) -> None:
    summary = ThreadSummary.objects.filter(thread=thread).first()
    if summary is None:
        say(world, "teacher", thread)
        sum_up(world, thread, "Останнє")
        summary = ThreadSummary.objects.get(thread=thread)
    SummaryRevision.objects.create(
        summary=summary,
        version=100 + number,
        body=f"Як {number}",
        through=1,
        written_by=world.people["facilitator"],
        mandate=world.mandates["facilitator"],
        written_at=now(),
    )


LISTS: dict[str, Make] = {
    "threads/{thread}/floor": step,
    "threads/{thread}/moves": move,
    "threads/{thread}/splits": split,
    "threads/{thread}/merges": merge,
    "threads/{thread}/rounds": hold_round,
    "threads/{thread}/summary/revisions": put_otherwise,
    "groups/{group}/moved-threads": move,
}


@pytest.mark.parametrize("path", LISTS)
def test_page_by_page_and_each_costs_the_same(world: World, path: str) -> None:
    thread = a_thread(world)
    address, make = path.format(thread=thread.pk, group=world.group.pk), LISTS[path]
    reader = api(world, "facilitator")

    def page(**asked: Any) -> tuple[dict[str, Any], int]:
        with CaptureQueriesContext(connection) as queries:
            answer = reader.get(address, **asked)
        assert answer.status_code == 200, answer.content
        return answer.json(), len(queries)

    for number in (1, 2):
        make(world, thread, number)
    few, cost = page()
    for number in (3, 4, 5):
        make(world, thread, number)
    every, cost_of_more = page()
    assert (len(few["items"]), len(every["items"]), every["next_cursor"]) == (2, 5, None)
    assert cost_of_more == cost
    items, cursor = [], None
    for size in (2, 2, 1):
        found, _cost = page(limit=2, **({"cursor": cursor} if cursor else {}))
        items += found["items"]
        cursor = found["next_cursor"]
        assert len(found["items"]) == size
    assert (items, cursor) == (every["items"], None)
    assert few["items"] == every["items"][3:]


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_of_another_list_and_what_it_does_not_know_are_refused(world: World, path: str) -> None:
    address = path.format(thread=a_thread(world).pk, group=world.group.pk)
    reader = api(world, "facilitator")
    for asked, code in (
        ({"cursor": "bm9wZQ"}, "bad_cursor"),
        ({"limit": "0"}, "bad_limit"),
        ({"first": "1"}, "bad_query"),
    ):
        refused = reader.get(address, **asked)
        assert (refused.status_code, refused.json()["code"]) == (400, code)
