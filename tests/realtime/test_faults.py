"""Faults of our own: what is in doubt stays silent, nobody else suffers, and all goes on afterwards."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest

from tests.realtime.conftest import Enter, Rooms
from tests.realtime.server import Server
from tests.realtime.valkey import Valkey
from viche.accounts.models import User
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.events import open_unit_of_work
from viche.kernel.models import Event
from viche.realtime import access_watcher, publish, redis_client
from viche.realtime.registry import FRAMES, Frame, SubscriptionGrant

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_rule_that_fails_keeps_everybody_silent_until_it_answers(
    enter: Enter, rooms: Rooms, olena: User
) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = enter(olena)
    client.ask("subscribe", topic=topic)

    def broken(actor: Actor, asked: UUID) -> SubscriptionGrant | None:
        raise TypeError

    rooms.rule = broken
    with open_unit_of_work():
        record_access_change(topic=topic, reason="tests")
    time.sleep(0.7)
    rooms.say(1, room)
    assert client.drain(0.5) == []
    assert client.ask("subscribe", topic=f"room:{rooms.open(olena)}")["problem"]["code"] == "internal"
    rooms.rule = None
    assert client.gather(topic, 1) == [1]


def test_a_frame_that_fails_keeps_its_number_and_harms_no_other(
    enter: Enter, rooms: Rooms, olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")

    def broken(events: Sequence[Event], topic_kind: str) -> Mapping[UUID, Any]:
        raise KeyError

    with monkeypatch.context() as patch:
        patch.setitem(FRAMES, "tests.said", Frame("tests.said", broken, None))
        rooms.say(1, room)
        client.gather(f"room:{room}", 1)
    rooms.say(2, room)
    client.gather(f"room:{room}", 2)
    assert [event["data"] and event["data"]["number"] for event in client.events[f"room:{room}"]] == [None, 2]


def test_a_watch_that_fails_begins_again(
    enter: Enter, rooms: Rooms, olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    look, left = access_watcher.poll_changes, [2]

    def sometimes(position: int | None, topics: Sequence[str]) -> access_watcher.PollResult:
        if left[0]:
            left[0] -= 1
            raise RuntimeError
        return look(position, topics)

    monkeypatch.setattr(access_watcher, "poll_changes", sometimes)
    time.sleep(1.5)
    rooms.say(1, room)
    assert client.gather(f"room:{room}", 1) == [1]
    assert left == [0]


def test_nonsense_on_redis_is_survived(
    enter: Enter, rooms: Rooms, valkey: Valkey, olena: User, server: Server
) -> None:
    redis_client._quiet_until = 0.0
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = enter(olena)
    client.ask("subscribe", topic=topic)
    channel = f"viche:topic:{topic}".encode()
    publish.publish_messages([(channel, b"nonsense"), (channel, b"-5 {}"), (channel, b""), (channel, b"7")])
    rooms.say(1, room)
    assert client.gather(topic, 1) == [1]
    time.sleep(1.5)
    rooms.say(2, room)
    assert client.gather(topic, 2) == [1, 2]
