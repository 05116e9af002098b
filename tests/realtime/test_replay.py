"""What topics have missed: one statement for many, each in its order and up to its own limit."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.realtime.conftest import SYSTEM, Said
from viche.kernel.clock import now
from viche.kernel.events import list_events_after, open_unit_of_work, record
from viche.kernel.ids import uuid7
from viche.kernel.models import TopicEntry
from viche.realtime.replay import MISSED, MISSED_IN_ONE, Place, load_missed

pytestmark = pytest.mark.django_db
PARAMETERS = {"topics": "$1", "afters": "$2", "limit": "$3"}


def topics_with(*events: int) -> list[str]:
    """Topics in which so many things were said, in turn."""
    rooms = [uuid7() for _count in events]
    for number in range(max(events)):
        for room, count in zip(rooms, events, strict=True):
            if number < count:
                with open_unit_of_work():
                    record(SYSTEM, Said(rooms=(room,), number=number))
    return [f"room:{room}" for room in rooms]


def numbers(places: list[Place], limit: int) -> list[tuple[Place, int]]:
    return [(place, seq) for place, (_topic, seq, _event) in load_missed(places, limit)]


def test_each_place_has_what_follows_it_in_order(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second, third = topics_with(4, 1, 3)
    places = [(third, 1), (first, 0), (first, 3), (second, 1), ("room:nowhere", 0)]
    with django_assert_num_queries(1):
        found = numbers(places, 3)
    wanted = {(third, 1): (2, 3), (first, 0): (1, 2, 3), (first, 3): (4,)}
    assert found == [(place, seq) for place, seqs in wanted.items() for seq in seqs]
    for place, seqs in wanted.items():
        assert numbers([place], 3) == [(place, seq) for seq in seqs], "asked for by itself"


def test_events_are_as_the_log_has_them(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    (topic,) = topics_with(2)
    names = ("id", "kind", "version", "at", "actor_id", "subject_id", "data")
    plain = [(seq, *(getattr(event, name) for name in names)) for seq, event in list_events_after(topic, 0)]
    with django_assert_num_queries(1):
        read = [event for _place, event in load_missed([(topic, 0)], 10)]
        assert [(seq, *(getattr(event, name) for name in names)) for _topic, seq, event in read] == plain
    assert {(event.system, event.subject_type) for _topic, _seq, event in read} == {("tests", "room")}


@pytest.mark.parametrize("statement", [MISSED, MISSED_IN_ONE], ids=["many", "one"])
def test_however_long_the_log_is_each_topic_is_looked_up(statement: str) -> None:
    """In the plan that a session keeps, made without the values: nothing is read whole, nothing is sorted."""
    TopicEntry.objects.bulk_create(
        TopicEntry(
            topic_id=f"room:{nth % 30}",
            seq=nth // 30 + 1,
            event_id=uuid7(),
            kind="tests.said",
            version=1,
            at=now(),
            subject_id=uuid7(),
            data="{}",
        )
        for nth in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE kernel_topicentry")
        cursor.execute(f"EXPLAIN (GENERIC_PLAN) {statement % PARAMETERS}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "kernel_topicentry_pkey" in plan
    assert "kernel_event" not in plan
    assert not any(slow in plan for slow in ("Seq Scan", "Sort", "Hash")), plan
