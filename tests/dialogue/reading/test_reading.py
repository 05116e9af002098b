"""Reading: sets of message numbers, joined without loss, counted without taking them apart."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from dialogue.common.number_ranges import Spans, count_numbers, find_first_gap, format_multirange, merge_spans
from dialogue.models import Thread, ThreadReading
from dialogue.reading.selectors import (
    count_unread_by_group,
    count_unread_messages,
    get_read_state,
    list_readers_of,
    list_unread_threads,
)
from dialogue.reading.services import mark_read
from groups.common.hooks import count_unread_in
from tests.campaigns import examples
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, a_thread, say
from viche.kernel.errors import Forbidden, Invalid, NotFound
from viche.kernel.models import Event

LAST = 60
SPAN = st.tuples(st.integers(1, LAST), st.integers(1, LAST)).map(lambda pair: (min(pair), max(pair)))
SOME = st.lists(SPAN, max_size=12)


def numbers(spans: Spans) -> set[int]:
    return {number for first, last in spans for number in range(first, last + 1)}


@given(SOME)
def test_spans_are_the_set_of_their_numbers(spans: list[tuple[int, int]]) -> None:
    joined, wanted = merge_spans(spans), numbers(tuple(spans))
    assert numbers(joined) == wanted
    assert count_numbers(joined) == len(wanted)
    assert find_first_gap(joined, LAST) == min(set(range(1, LAST + 1)) - wanted, default=None)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(joined))


def test_a_multirange_is_written_as_postgresql_reads_it() -> None:
    assert format_multirange([(1, 2), (5, 5)]) == "{[1,2],[5,5]}"


def a_long_thread(world: World) -> Thread:
    thread = a_thread(world)
    Thread.objects.filter(pk=thread.pk).update(message_count=LAST)
    thread.refresh_from_db()
    return thread


@pytest.mark.django_db
@settings(
    max_examples=examples(10, 200), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(reports=st.lists(SOME, min_size=1, max_size=5))
def test_every_report_is_added_to_what_was_seen(world: World, reports: list[list[tuple[int, int]]]) -> None:
    """The column, the count beside it and the answer agree with a plain set of numbers."""
    thread, seen = a_long_thread(world), set[int]()
    for spans in reports:
        seen |= numbers(tuple(spans))
        answer = mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=spans)
        row = ThreadReading.objects.get(thread=thread, person=world.people["teacher"])
        assert numbers(answer.ranges) == numbers(row.ranges) == seen
        assert answer.seen == row.seen == len(seen)
        assert row.ranges == merge_spans(row.ranges)
    reading = get_read_state(world.actor("teacher"), thread)
    assert reading.unread == LAST - len(seen)
    assert reading.first_unread == min(set(range(1, LAST + 1)) - seen, default=None)


@pytest.mark.django_db
@pytest.mark.parametrize("span", [(0, 1), (2, 1), (1, 61), (-3, -1)])
def test_only_messages_of_the_thread_can_be_read(world: World, span: tuple[int, int]) -> None:
    with pytest.raises(Invalid) as refusal:
        mark_read(actor=world.actor("teacher"), thread_id=a_long_thread(world).pk, ranges=[(1, 2), span])
    assert [one.pointer for one in refusal.value.errors] == ["/ranges/1"]


@pytest.mark.django_db
def test_reading_is_for_those_who_see_and_leaves_no_event(world: World) -> None:
    thread = a_long_thread(world)
    before = Event.objects.count()
    mark_read(actor=world.actor("observer"), thread_id=thread.pk, ranges=[(1, LAST)])
    with pytest.raises(NotFound):
        mark_read(actor=world.actor("outsider"), thread_id=thread.pk, ranges=[(1, 1)])
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_the_system_reads_nothing(world: World) -> None:
    with pytest.raises(Forbidden):
        mark_read(actor=SYSTEM, thread_id=a_long_thread(world).pk, ranges=[(1, 1)])


@pytest.mark.django_db
def test_what_is_unread_is_counted_for_each_reader(world: World, elsewhere: World) -> None:
    first, second = a_thread(world), a_thread(world)
    restricted = a_restricted_thread(world, organisations=("police",))
    for _ in range(3):
        say(world, "officer", first)
    say(world, "officer", second)
    say(world, "facilitator", restricted)
    mark_read(actor=world.actor("teacher"), thread_id=first.pk, ranges=[(2, 2)])
    unread = {
        name: count_unread_messages(world.actor(name))
        for name in ("teacher", "officer", "observer", "outsider")
    }
    assert unread == {"teacher": 3, "officer": 1, "observer": 4, "outsider": 0}
    assert count_unread_messages(elsewhere.actor("teacher")) == 0
    assert list(list_unread_threads(world.actor("teacher"))) == [second, first]
    assert list(list_unread_threads(world.actor("officer"))) == [restricted]
    groups = [world.group.pk, elsewhere.group.pk]
    assert count_unread_by_group(world.actor("teacher"), groups) == {world.group.pk: 3}
    assert count_unread_in(world.actor("teacher"), groups) == {world.group.pk: 3, elsewhere.group.pk: 0}


@pytest.mark.django_db
def test_everybody_who_may_read_is_listed_with_what_they_have_seen(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), people=("teacher",))
    say(world, "officer", thread)
    say(world, "facilitator", thread)
    mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=[(1, 2)])
    found = {reader.person: (reader.mandate, reader.ranges) for reader in list_readers_of(thread)}
    assert found == {
        world.people["officer"]: (world.mandates["officer"], ((1, 1),)),
        world.people["teacher"]: (world.mandates["teacher"], ((1, 2),)),
        world.people["facilitator"]: (world.mandates["facilitator"], ((2, 2),)),
    }
