"""Who is here and who types: shown to those who look, and forgotten by itself."""

from __future__ import annotations

import time
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from redis import Redis

from tests.realtime.client import Client, Frame
from tests.realtime.conftest import Enter, Rooms
from tests.realtime.valkey import Valkey
from viche.accounts.models import User
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.events import open_unit_of_work
from viche.realtime.registry import SubscriptionGrant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bounds() -> dict[str, Any]:
    return {"presence": 0.5, "look": 0.2}


def see(client: Client, topic: str, *people: User) -> None:
    """Wait until exactly these people are shown."""
    expected = {str(person.pk) for person in people}

    def shown(frame: Frame) -> bool:
        if frame["type"] != "presence" or frame["topic"] != topic:
            return False
        return {person["person_id"] for person in frame["people"]} == expected

    client.until(shown)


def come(enter: Enter, person: User, topic: str) -> Client:
    client = enter(person)
    client.ask("subscribe", topic=topic)
    return client


def test_those_who_look_see_each_other_come_and_go(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    topic = f"room:{rooms.open(olena, taras)}"
    first, second, looks_away = (come(enter, person, topic) for person in (olena, taras, taras))
    first.say("presence", topic=topic)
    see(first, topic, olena)
    second.say("presence", topic=topic)
    for client in (first, second):
        see(client, topic, olena, taras)
    last = first.frames[-1]["people"]
    assert {"uk": "Олена Коваль", "en": "Olena Koval"} in [person["name"] for person in last]
    second.leave()
    see(first, topic, olena)
    assert [frame for frame in looks_away.drain(0.2) if frame["type"] == "presence"] == []


def test_a_person_with_two_windows_is_one_and_stays_until_both_close(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    topic = f"room:{rooms.open(olena, taras)}"
    watcher, first, second = (come(enter, person, topic) for person in (taras, olena, olena))
    for client in (first, second, watcher):
        client.ask("presence", topic=topic)
    see(watcher, topic, olena, taras)
    first.leave()
    assert [frame for frame in watcher.drain(0.4) if frame["type"] == "presence"] == []
    second.ask("unsubscribe", topic=topic)
    see(watcher, topic, taras)


def test_presence_survives_a_redis_that_forgets(
    enter: Enter, rooms: Rooms, valkey: Valkey, olena: User, taras: User
) -> None:
    topic = f"room:{rooms.open(olena, taras)}"
    first = come(enter, olena, topic)
    first.say("presence", topic=topic)
    see(first, topic, olena)
    Redis.from_url(valkey.url).flushall()
    time.sleep(1)
    second = come(enter, taras, topic)
    second.say("presence", topic=topic)
    see(second, topic, olena, taras)


def test_without_redis_nothing_breaks(enter: Enter, rooms: Rooms, valkey: Valkey, olena: User) -> None:
    topic = f"room:{rooms.open(olena)}"
    valkey.kill()
    try:
        client = come(enter, olena, topic)
        assert client.ask("presence", topic=topic)["type"] == "ok"
        assert client.ask("typing", topic=topic)["type"] == "ok"
        client.leave()
    finally:
        valkey.start()
    again = come(enter, olena, topic)
    again.say("presence", topic=topic)
    see(again, topic, olena)


def test_who_lost_access_is_shown_no_more_and_sees_nobody(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    room, other = rooms.open(olena, taras), rooms.open(olena)
    topic = f"room:{room}"
    gone, stays = come(enter, olena, topic), come(enter, taras, topic)
    gone.ask("subscribe", topic=f"room:{other}")
    for client in (gone, stays):
        client.ask("presence", topic=topic)
    see(stays, topic, olena, taras)
    rooms.expel(olena, room)
    see(stays, topic, taras)
    gone.until(lambda frame: frame["type"] == "revoked")
    assert gone.drain(0.8) == []


def test_typing_is_told_once_in_a_while(enter: Enter, rooms: Rooms, olena: User, taras: User) -> None:
    topic = f"room:{rooms.open(olena, taras)}"
    writer, reader = come(enter, olena, topic), come(enter, taras, topic)
    for _ in range(5):
        assert writer.ask("typing", topic=topic)["type"] == "ok"
    told = [frame for frame in reader.drain(0.5) if frame["type"] == "typing"]
    assert len(told) == 1
    assert told[0]["person_id"] == str(olena.pk)
    assert told[0]["name"] == {"uk": "Олена Коваль", "en": "Olena Koval"}
    assert told[0]["until"].endswith("Z")


def test_who_does_not_want_to_be_seen_is_not_and_sees_others(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    topic = f"room:{rooms.open(olena, taras)}"
    account = User.objects.filter(pk=taras.pk)
    account.update(shows_presence=False)
    watcher, unseen, writes_only = (come(enter, person, topic) for person in (olena, taras, taras))
    watcher.say("presence", topic=topic)
    unseen.say("presence", topic=topic)
    for client in (unseen, watcher):
        see(client, topic, olena)
    for client in (unseen, writes_only):
        assert client.ask("typing", topic=topic)["type"] == "ok"
    assert str(taras.pk) not in str(watcher.drain(0.8))

    account.update(shows_presence=True)
    see(watcher, topic, olena, taras)
    account.update(shows_presence=False)
    see(watcher, topic, olena)


def test_whoever_was_in_doubt_while_somebody_came_is_shown_them_afterwards(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    room = rooms.open(olena, taras)
    topic = f"room:{room}"
    first, second = come(enter, olena, topic), come(enter, taras, topic)
    first.say("presence", topic=topic)
    see(first, topic, olena)
    in_doubt, settled = Event(), Event()

    def slowly(actor: Actor, asked: UUID) -> SubscriptionGrant | None:
        if actor.person_id == olena.pk:
            in_doubt.set()
            settled.wait(5)
        return rooms.may_hear(actor, asked)

    rooms.rule = slowly
    with open_unit_of_work():
        record_access_change(person_id=olena.pk, topic=topic, reason="tests")
    assert in_doubt.wait(5)
    second.say("presence", topic=topic)
    see(second, topic, olena, taras)
    settled.set()
    see(first, topic, olena, taras)


def test_nobody_is_shown_to_whom_no_rule_says_so(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    room = rooms.open(taras)
    rooms.admit(olena, room, SubscriptionGrant(until=None))
    topic = f"room:{room}"
    guest, member = come(enter, olena, topic), come(enter, taras, topic)
    guest.ask("presence", topic=topic)
    member.say("presence", topic=topic)
    see(member, topic, olena, taras)
    assert [frame for frame in guest.drain(0.8) if frame["type"] == "presence"] == []
