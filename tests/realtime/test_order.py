"""Every event once and in order: under concurrent commits, lost and reordered frames, and without Redis."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.realtime.client import Client
from tests.realtime.conftest import Enter, Rooms
from tests.realtime.valkey import Valkey
from viche.accounts.models import User
from viche.realtime import publish, redis_client

pytestmark = pytest.mark.django_db(transaction=True)

Say = Callable[[Sequence[publish.ChannelMessage]], bool]


def say_at_once(rooms: Rooms, room: UUID, writers: int, each: int) -> None:
    """Several writers at the same time."""

    def write(writer: int) -> None:
        try:
            for number in range(each):
                rooms.say(writer * each + number, room)
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))


@pytest.fixture
def loudly() -> Iterator[None]:
    """Forget an earlier failure to publish, and leave none behind."""
    redis_client._quiet_until = 0.0
    yield
    redis_client._quiet_until = 0.0


def test_concurrent_commits_arrive_in_order(enter: Enter, rooms: Rooms, olena: User, loudly: None) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    clients = [enter(olena) for _ in range(3)]
    for client in clients:
        client.ask("subscribe", topic=topic)
    say_at_once(rooms, room, writers=8, each=25)
    for client in clients:
        assert client.gather(topic, 200) == list(range(1, 201))
        assert sorted(event["data"]["number"] for event in client.events[topic]) == list(range(200))


def test_lost_doubled_and_reordered_frames_do_no_harm(
    enter: Enter, rooms: Rooms, olena: User, loudly: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    original: Say = publish.publish_messages
    chance = random.Random(7)
    kept: list[publish.ChannelMessage] = []
    lock = threading.Lock()

    def unreliable(messages: Sequence[publish.ChannelMessage]) -> bool:
        with lock:
            kept.extend(messages)
            chance.shuffle(kept)
            out = [kept.pop() for _ in range(len(kept) // 2)]
        doubled = [one for one in out if chance.random() < 0.3]
        delivered = [one for one in out if chance.random() < 0.6]
        return original(delivered + doubled)

    monkeypatch.setattr(publish, "publish_messages", unreliable)
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = enter(olena)
    client.ask("subscribe", topic=topic)
    say_at_once(rooms, room, writers=4, each=30)
    assert client.gather(topic, 120) == list(range(1, 121))
    assert client.drain(0.3) == []


def test_nothing_published_is_found_within_seconds(
    enter: Enter, rooms: Rooms, olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "publish_messages", lambda messages: False)
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    for number in range(3):
        rooms.say(number, room)
    assert client.gather(f"room:{room}", 3) == [1, 2, 3]


class TestWithoutPolling:
    """What is delivered here has come through Redis."""

    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"poll": 600.0}

    def test_a_bare_number_is_enough(
        self, enter: Enter, rooms: Rooms, olena: User, loudly: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original: Say = publish.publish_messages
        monkeypatch.setattr(
            publish,
            "publish_messages",
            lambda messages: original([(c, p.partition(b" ")[0]) for c, p in messages]),
        )
        room = rooms.open(olena)
        client = enter(olena)
        client.ask("subscribe", topic=f"room:{room}")
        rooms.say(1, room)
        assert client.gather(f"room:{room}", 1) == [1]


def test_delivery_goes_on_while_redis_is_away_and_after_it_is_back(
    enter: Enter, rooms: Rooms, olena: User, valkey: Valkey, loudly: None
) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = enter(olena)
    client.ask("subscribe", topic=topic)
    rooms.say(1, room)
    client.gather(topic, 1)
    valkey.kill()
    try:
        for number in (2, 3):
            rooms.say(number, room)
        assert client.gather(topic, 3) == [1, 2, 3]
        late = enter(olena)
        assert late.ask("subscribe", topic=topic, after=1)["head"] == 3
        assert late.gather(topic, 2) == [2, 3]
        rooms.say(4, room)
    finally:
        valkey.start()
    assert client.gather(topic, 4) == [1, 2, 3, 4]
    valkey.wait_subscribed(room)
    rooms.say(5, room)
    assert client.gather(topic, 5) == [1, 2, 3, 4, 5]
    assert late.gather(topic, 4) == [2, 3, 4, 5]


def test_a_half_open_redis_delays_but_loses_nothing(
    enter: Enter, rooms: Rooms, olena: User, valkey: Valkey, loudly: None
) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = enter(olena)
    client.ask("subscribe", topic=topic)
    valkey.freeze(True)
    try:
        before = time.monotonic()
        rooms.say(1, room)
        assert time.monotonic() - before < 2
        assert client.gather(topic, 1) == [1]
        time.sleep(3.5)  # by now the line is given up
        rooms.say(2, room)
        assert client.gather(topic, 2) == [1, 2]
    finally:
        valkey.freeze(False)


# What a client does between two posts: stays, or leaves and comes back after so many posts.
Steps = list[tuple[int, bool]]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=6),
    racing=st.booleans(),
)
def test_whoever_leaves_and_comes_back_has_every_event_once(
    enter: Enter, rooms: Rooms, olena: User, steps: Steps, racing: bool
) -> None:
    redis_client._quiet_until = 0.0
    room = rooms.open(olena)
    topic = f"room:{room}"
    total = sum(posts for posts, _leaves in steps)
    got: list[int] = []
    writer = threading.Thread(target=_write_all, args=(rooms, room, total))
    client = _come(enter, olena, topic, 0)
    if racing:
        writer.start()
    for posts, leaves in steps:
        if not racing:
            for _ in range(posts):
                rooms.say(0, room)
        if leaves:
            client.drain(0.01)
            client.leave()
            got += [event["seq"] for event in client.events[topic]]
            client = _come(enter, olena, topic, len(got))
    client.gather(topic, total - len(got))
    got += [event["seq"] for event in client.events[topic]]
    client.leave()
    if racing:
        writer.join()
    assert got == list(range(1, total + 1))


def _come(enter: Enter, person: User, topic: str, after: int) -> Client:
    client = enter(person)
    client.say("subscribe", topic=topic, after=after)
    return client


def _write_all(rooms: Rooms, room: UUID, total: int) -> None:
    try:
        for _ in range(total):
            rooms.say(0, room)
    finally:
        connection.close()
