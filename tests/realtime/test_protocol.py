"""The protocol: subscribing, hearing, asking, and what is answered when something is wrong."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

import pytest

from tests.realtime.conftest import Enter, Rooms
from tests.realtime.server import Server
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7
from viche.realtime.registry import FRAMES

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_event_reaches_everyone_who_listens(enter: Enter, rooms: Rooms, olena: User, taras: User) -> None:
    room = rooms.open(olena, taras)
    topic = f"room:{room}"
    first, second = enter(olena), enter(taras)
    assert first.ask("subscribe", topic=topic) == {"type": "subscribed", "id": 1, "topic": topic, "head": 0}
    second.ask("subscribe", topic=topic)
    rooms.say(7, room, actor=Actor.for_person(olena.pk))
    for client in (first, second):
        assert client.gather(topic, 1) == [1]
        event = client.events[topic][0]
        assert (event["kind"], event["version"], event["actor"]) == ("tests.said", 1, str(olena.pk))
        assert event["data"] == {"number": 7, "text": ""}


def test_one_event_may_enter_several_topics(enter: Enter, rooms: Rooms, olena: User) -> None:
    first, second = rooms.open(olena), rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{first}")
    client.ask("subscribe", topic=f"room:{second}")
    rooms.say(1, second)
    rooms.say(2, first, second)
    assert client.gather(f"room:{second}", 2) == [1, 2]
    assert client.gather(f"room:{first}", 1) == [1]


def test_what_was_missed_follows_the_answer(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    for number in range(1, 6):
        rooms.say(number, room)
    client = enter(olena)
    assert client.ask("subscribe", topic=topic, after=2)["head"] == 5
    assert client.gather(topic, 3) == [3, 4, 5]
    rooms.say(6, room)
    assert client.gather(topic, 4) == [3, 4, 5, 6]


def test_without_a_number_only_what_comes_is_heard(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    rooms.say(1, room)
    client = enter(olena)
    assert client.ask("subscribe", topic=f"room:{room}")["head"] == 1
    rooms.say(2, room)
    assert client.gather(f"room:{room}", 1) == [2]


def test_subscribing_again_starts_anew(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    rooms.say(1, room)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    client.ask("subscribe", topic=f"room:{room}", after=0)
    rooms.say(2, room)
    assert client.gather(f"room:{room}", 2) == [1, 2]
    assert client.drain(0.3) == []


def test_what_was_unsubscribed_is_heard_no_more(
    enter: Enter, rooms: Rooms, olena: User, server: Server
) -> None:
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    assert client.ask("unsubscribe", topic=f"room:{room}") == {"type": "ok", "id": 2}
    rooms.say(1, room)
    assert client.drain(0.3) == []
    assert server.inside(lambda hub: list(hub.streams)) == []


def test_what_may_be_seen_no_more_keeps_only_its_number(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    for number in (1, 2, 3):
        rooms.say(number, room, actor=Actor.for_person(olena.pk))
    rooms.hidden.add(2)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}", after=0)
    assert client.gather(f"room:{room}", 3) == [1, 2, 3]
    _first, hidden, _last = client.events[f"room:{room}"]
    assert (hidden["data"], hidden["actor"]) == (None, None)


def test_an_event_that_nobody_said_how_to_show_is_not_shown(
    enter: Enter, rooms: Rooms, olena: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    monkeypatch.delitem(FRAMES, "tests.said")
    rooms.say(1, room)
    client.gather(f"room:{room}", 1)
    assert client.events[f"room:{room}"][0]["data"] is None


class TestTooMuch:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"replay": 5}

    def test_more_than_the_limit_is_loaded_anew(self, enter: Enter, rooms: Rooms, olena: User) -> None:
        room = rooms.open(olena)
        topic = f"room:{room}"
        for number in range(1, 9):
            rooms.say(number, room)
        client = enter(olena)
        assert client.ask("subscribe", topic=topic, after=2) == {
            "type": "resync",
            "id": 1,
            "topic": topic,
            "head": 8,
        }
        rooms.say(9, room)
        assert client.gather(topic, 1) == [9]
        assert client.ask("subscribe", topic=topic, after=4)["type"] == "subscribed"
        assert client.gather(topic, 6)[1:] == [5, 6, 7, 8, 9]


def test_a_number_beyond_the_head_is_a_resync(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    rooms.say(1, room)
    client = enter(olena)
    answer = client.ask("subscribe", topic=f"room:{room}", after=9)
    assert answer == {"type": "resync", "id": 1, "topic": f"room:{room}", "head": 1}
    rooms.say(2, room)
    assert client.gather(f"room:{room}", 1) == [2]


@pytest.mark.parametrize(
    "name",
    [
        "room:{other}",
        "room:{absent}",
        "nothing:{absent}",
        "room:{upper}",
        "room:",
        "room",
        "",
        "room:{hex}",
        "user:{other}",
    ],
)
def test_a_topic_of_others_is_as_if_it_were_not_there(
    enter: Enter, rooms: Rooms, olena: User, taras: User, name: str
) -> None:
    own, other, absent = rooms.open(olena), rooms.open(taras), uuid7()
    topic = name.format(other=other, absent=absent, upper=str(own).upper(), hex=own.hex)
    refused = enter(olena).ask("subscribe", topic=topic)
    problem = refused.pop("problem")
    assert refused == {"type": "error", "id": 1}
    assert problem.pop("request_id")
    assert (problem["status"], problem["code"], problem["errors"]) == (404, "not_found", [])


def test_people_hear_their_own_topic(enter: Enter, olena: User, taras: User) -> None:
    client = enter(olena)
    assert client.ask("subscribe", topic=f"user:{olena.pk}")["type"] == "subscribed"
    assert client.ask("subscribe", topic=f"user:{taras.pk}")["problem"]["status"] == 404


def test_commands_of_a_domain_are_answered(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    assert client.ask("shout", room=str(room), number=5) == {"type": "ok", "id": 2, "data": {"said": 5}}
    client.gather(f"room:{room}", 1)
    assert client.events[f"room:{room}"][0]["data"]["number"] == 5


def test_a_fault_of_ours_is_answered_without_its_inside(enter: Enter, rooms: Rooms, olena: User) -> None:
    client = enter(olena)
    problem = client.ask("shout", number=5)["problem"]
    assert (problem["status"], problem["code"]) == (500, "internal")
    assert "KeyError" not in str(problem)
    assert client.ask("ping")["type"] == "ok"


def test_refusals_speak_the_persons_language(enter: Enter, olena: User, taras: User) -> None:
    ukrainian = enter(olena).ask("subscribe", topic="room:none")["problem"]["detail"]
    english = enter(taras).ask("subscribe", topic="room:none")["problem"]["detail"]
    assert english.startswith("There is nothing here")
    assert ukrainian != english


class TestHeads:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"head": 0.6, "look": 0.2}

    def test_the_head_is_told_without_traffic(self, enter: Enter, rooms: Rooms, olena: User) -> None:
        room = rooms.open(olena)
        rooms.say(1, room)
        client = enter(olena)
        client.ask("subscribe", topic=f"room:{room}")
        told = client.until(lambda frame: frame["type"] == "head")
        assert told == {"type": "head", "topic": f"room:{room}", "seq": 1}
        assert client.until(lambda frame: frame["type"] == "head")


class TestSubscriptions:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"subscriptions": 2}

    def test_their_number_is_bounded(self, enter: Enter, rooms: Rooms, olena: User) -> None:
        client = enter(olena)
        topics = [f"room:{rooms.open(olena)}" for _ in range(3)]
        answers = [client.ask("subscribe", topic=topic) for topic in topics]
        assert [answer["type"] for answer in answers] == ["subscribed", "subscribed", "error"]
        assert answers[2]["problem"]["code"] == "too_many_subscriptions"
        client.ask("unsubscribe", topic=topics[0])
        assert client.ask("subscribe", topic=topics[2])["type"] == "subscribed"


def test_several_ready_events_come_in_one_frame(
    enter: Enter, rooms: Rooms, olena: User, server: Server
) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = enter(olena)
    client.ask("subscribe", topic=topic)
    for number in (1, 2, 3):
        rooms.say(number, room)
    client.gather(topic, 3)
    client.ask("subscribe", topic=topic, after=0)
    client.gather(topic, 6)
    assert [len(frame["events"]) for frame in client.frames if frame["type"] == "events"][-1] == 3


def test_a_room_that_nobody_hears_costs_nothing(
    enter: Enter, rooms: Rooms, olena: User, server: Server
) -> None:
    room: UUID = rooms.open(olena)
    client = enter(olena)
    client.ask("subscribe", topic=f"room:{room}")
    client.leave()
    rooms.say(1, room)
    for _ in range(100):
        if server.inside(lambda hub: not hub.streams and not hub.sockets and not hub.people):
            return
        time.sleep(0.02)
    pytest.fail("something is left")
