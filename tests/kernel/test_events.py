"""The event log: gapless, append-only, and never wider than the change it tells of."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.events import (
    PAYLOADS,
    Payload,
    Recorded,
    get_head,
    get_heads,
    list_events_after,
    open_unit_of_work,
    record,
    subscribers as registry,
)
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, OutboxEntry, TopicEntry

SYSTEM = Actor.for_system("tests")


class Rang(Payload, kind="tests.rang"):
    bell: UUID
    rooms: tuple[str, ...]

    @property
    def subject(self) -> tuple[str, UUID]:
        return "bell", self.bell

    @property
    def topics(self) -> tuple[str, ...]:
        return self.rooms


def ring(*rooms: str) -> UUID:
    bell = uuid7()
    with open_unit_of_work():
        record(SYSTEM, Rang(bell=bell, rooms=rooms))
    return bell


def test_a_payload_is_frozen_and_its_kind_is_its_own() -> None:
    rang = Rang(bell=uuid7(), rooms=("hall",))

    assert PAYLOADS["tests.rang"] is Rang
    assert rang == replace(rang)
    assert hash(rang) == hash(replace(rang))
    with pytest.raises(FrozenInstanceError):
        setattr(rang, "rooms", ())  # noqa: B010 - mypy refuses the assignment
    with pytest.raises(ValueError, match=r"tests\.rang"):
        type("Rung", (Payload,), {}, kind="tests.rang")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2])
def test_events_say_through_what_their_actor_came(number: int) -> None:
    session, token = uuid7(), uuid7()
    actor = Actor(session_id="secret key", session_public_id=session, token_id=token)
    with open_unit_of_work():
        for _event in range(number):
            record(actor, Rang(bell=uuid7(), rooms=()))
    assert list(Event.objects.values_list("session_id", "token_id")) == [(session, token)] * number


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[UUID]:
    """A reliable subscriber that hears every bell."""
    bells: list[UUID] = []
    one = registry.Subscriber(
        "tests", frozenset({"tests.rang"}), lambda event: bells.append(event.subject_id)
    )
    monkeypatch.setattr(registry, "SUBSCRIBERS", {"tests": one})
    monkeypatch.setattr("viche.kernel.events.outbox.SUBSCRIBERS", {"tests": one})
    return bells


@pytest.mark.django_db
def test_an_event_stands_in_every_topic_under_its_own_number() -> None:
    first, second = ring("bell:a", "bell:b"), ring("bell:b")
    assert [(seq, event.subject_id) for seq, event in list_events_after("bell:b", 0)] == [
        (1, first),
        (2, second),
    ]
    assert [seq for seq, _event in list_events_after("bell:b", 1)] == [2]
    assert get_heads(["bell:a", "bell:b", "bell:none"]) == {"bell:a": 1, "bell:b": 2, "bell:none": 0}


@pytest.mark.django_db
def test_several_events_of_one_unit_keep_their_order() -> None:
    with open_unit_of_work():
        for rooms in (("bell:b",), ("bell:a", "bell:b"), ("bell:a",)):
            record(SYSTEM, Rang(bell=uuid7(), rooms=rooms))
    assert get_heads(["bell:a", "bell:b"]) == {"bell:a": 2, "bell:b": 2}
    assert [event.data["rooms"] for _seq, event in list_events_after("bell:b", 0)] == [
        ["bell:b"],
        ["bell:a", "bell:b"],
    ]


@pytest.mark.django_db
def test_many_events_at_once_are_written_as_one_by_one(heard: list[UUID]) -> None:
    """One statement for all: numbers, order, places, outbox and content as if each were written alone."""
    ring("bell:a", "bell:b")
    bells = [uuid7() for _ in range(500)]
    with open_unit_of_work():
        for place, bell in enumerate(bells):
            rooms = ("bell:a", "bell:b") if place % 5 == 0 else ("bell:b",) if place % 2 else ()
            record(SYSTEM, Rang(bell=bell, rooms=rooms))
    in_b = list_events_after("bell:b", 1)
    expected = [bell for place, bell in enumerate(bells) if place % 5 == 0 or place % 2]
    assert [event.subject_id for _seq, event in in_b] == expected
    assert [seq for seq, _event in in_b] == list(range(2, len(expected) + 2))
    assert get_head("bell:a") == 101
    row = Event.objects.get(subject_id=bells[0])
    assert (row.kind, row.version, row.system, row.subject_type) == ("tests.rang", 1, "tests", "bell")
    assert row.data == {"bell": str(bells[0]), "rooms": ["bell:a", "bell:b"]}
    assert OutboxEntry.objects.count() == 501
    drain_outbox()
    assert heard[1:] == bells


@pytest.mark.django_db
def test_what_failed_leaves_no_event_and_no_number() -> None:
    with pytest.raises(ZeroDivisionError), open_unit_of_work():
        record(SYSTEM, Rang(bell=uuid7(), rooms=("bell:a",)))
        raise ZeroDivisionError
    with open_unit_of_work():
        with pytest.raises(ZeroDivisionError), open_unit_of_work():
            record(SYSTEM, Rang(bell=uuid7(), rooms=("bell:a",)))
            raise ZeroDivisionError
        record(SYSTEM, Rang(bell=uuid7(), rooms=("bell:b",)))
    assert get_heads(["bell:a", "bell:b"]) == {"bell:a": 0, "bell:b": 1}


def test_an_event_without_a_change_is_refused() -> None:
    with pytest.raises(RuntimeError):
        record(SYSTEM, Rang(bell=uuid7(), rooms=("bell:a",)))


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE kernel_event SET kind = 'x'", "DELETE FROM kernel_topicentry"])
def test_the_past_cannot_be_changed(change: str) -> None:
    ring("bell:a")
    with (
        pytest.raises(DatabaseError, match=r"Cannot (update|delete)"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert Event.objects.filter(kind="tests.rang").count() == 1


def in_threads(count: int, work: Callable[[int], object]) -> None:
    def run(number: int) -> None:
        try:
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_no_gap_and_do_not_wait_in_a_circle() -> None:
    def ring_often(number: int) -> None:
        rooms = ("bell:a", "bell:b", "bell:c")
        for turn in range(10):
            with open_unit_of_work():
                for room in rooms if (number + turn) % 2 else reversed(rooms):
                    record(SYSTEM, Rang(bell=uuid7(), rooms=(room,)))

    in_threads(8, ring_often)
    for room in ("bell:a", "bell:b", "bell:c"):
        numbers = TopicEntry.objects.filter(topic_id=room).order_by("seq").values_list("seq", flat=True)
        assert list(numbers) == list(range(1, 81))
        assert get_head(room) == 80


@pytest.mark.django_db(transaction=True)
def test_commit_tells_the_fast_path_once_and_rollback_never(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Recorded] = []
    monkeypatch.setattr(import_module("viche.kernel.events.unit_of_work"), "AFTER_COMMIT", [told.extend])
    bell = ring("bell:b", "bell:a")
    with pytest.raises(ZeroDivisionError), open_unit_of_work():
        record(SYSTEM, Rang(bell=uuid7(), rooms=("bell:a",)))
        raise ZeroDivisionError
    event = Event.objects.get(subject_id=bell)
    assert [(one.id, dict(one.places)) for one in told] == [(event.pk, {"bell:a": 1, "bell:b": 1})]


@pytest.mark.django_db(transaction=True)
def test_two_workers_deliver_each_event_once(heard: list[UUID]) -> None:
    bells = [ring("bell:a") for _turn in range(40)]
    in_threads(4, lambda _number: drain_outbox())
    assert sorted(heard) == sorted(bells)
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_failing_subscriber_is_tried_later_and_stops_nobody(
    heard: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = ring("bell:a"), ring("bell:a")

    def handle(event: Event) -> None:
        with open_unit_of_work():
            record(SYSTEM, Rang(bell=uuid7(), rooms=("bell:echo",)))
        if event.subject_id == bad:
            raise ZeroDivisionError
        heard.append(event.subject_id)

    one = registry.Subscriber("tests", frozenset({"tests.rang"}), handle)
    monkeypatch.setattr("viche.kernel.events.outbox.SUBSCRIBERS", {"tests": one})
    monkeypatch.setattr(registry, "SUBSCRIBERS", {})
    drain_outbox()
    assert heard == [good]
    assert get_head("bell:echo") == 1, "what the failed delivery recorded is gone with it"
    waiting = OutboxEntry.objects.get()
    assert waiting.attempts == 1
    assert drain_outbox() == 0, "it waits for its time"


@pytest.mark.django_db
def test_a_subscriber_may_ask_for_an_event_later(heard: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    bell, moment = ring("bell:a"), now() + timedelta(minutes=1)

    def handle(event: Event) -> None:
        heard.append(event.subject_id)

    one = registry.Subscriber("tests", frozenset({"tests.rang"}), handle, lambda _event: moment)
    monkeypatch.setattr("viche.kernel.events.outbox.SUBSCRIBERS", {"tests": one})
    drain_outbox()
    waiting = OutboxEntry.objects.get()
    assert (heard, waiting.attempts, waiting.next_try_at) == ([], 0, moment)
    with replace_clock(lambda: moment):
        drain_outbox()
    assert heard == [bell]
    assert not OutboxEntry.objects.exists()
