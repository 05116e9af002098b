"""Whatever is taken away stops (in a room within a second), also without Redis; in doubt it is held back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

from tests.realtime.client import PATIENCE, Client
from tests.realtime.conftest import SYSTEM, Enter, MakePerson, Rooms, session_of, token_actor
from tests.realtime.server import Server
from tests.realtime.valkey import Valkey
from viche.accounts.models import Session, User
from viche.accounts.services.people import deactivate_person
from viche.accounts.services.sessions import sign_out, sign_out_everywhere
from viche.accounts.services.tokens import revoke_token
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import get_heads, open_unit_of_work
from viche.realtime import access_watcher, redis_client
from viche.realtime.hub import Hub
from viche.realtime.identity import ConnectionIdentity
from viche.realtime.registry import SubscriptionGrant
from viche.realtime.tickets import issue_ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def loudly() -> Iterator[None]:
    redis_client._quiet_until = 0.0
    yield
    redis_client._quiet_until = 0.0


def listener(enter: Enter, person: User, *rooms: UUID) -> Client:
    client = enter(person)
    for room in rooms:
        client.ask("subscribe", topic=f"room:{room}")
    return client


def speak_on(rooms: Rooms, room: UUID, seconds: float) -> list[tuple[int, float]]:
    """Say something every 50 ms; returns each number with the moment before it was said."""
    said: list[tuple[int, float]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        said.append((len(said) + 1, time.monotonic()))
        rooms.say(len(said), room)
        time.sleep(0.05)
    return said


def assert_silent_after_a_second(
    client: Client, room: UUID, revoked_at: float, said: list[tuple[int, float]]
) -> None:
    client.drain(0.3)
    late = {number for number, at in said if at > revoked_at + 1}
    assert late
    assert not late & {event["data"]["number"] for event in client.events[f"room:{room}"]}


@pytest.mark.parametrize("redis", [True, False])
def test_who_lost_access_hears_nothing_after_a_second(
    enter: Enter, rooms: Rooms, make_person: MakePerson, valkey: Valkey, redis: bool
) -> None:
    olena, taras = make_person(), make_person()
    room, other = rooms.open(olena, taras), rooms.open(olena)
    client, stays = listener(enter, olena, room, other), listener(enter, taras, room)
    if not redis:
        valkey.kill()
    try:
        rooms.expel(olena, room)
        revoked_at = time.monotonic()
        said = speak_on(rooms, room, 2)
        assert_silent_after_a_second(client, room, revoked_at, said)
        revoked = next(frame for frame in client.frames if frame["type"] == "revoked")
        assert (revoked["topic"], revoked["problem"]["code"]) == (f"room:{room}", "not_found")
        assert stays.gather(f"room:{room}", len(said)) == [number for number, _at in said]
        rooms.say(1, other)
        assert client.gather(f"room:{other}", 1) == [1]
        assert client.ask("subscribe", topic=f"room:{room}", after=0)["problem"]["status"] == 404
    finally:
        if not redis:
            valkey.start()


class TestWithoutLooking:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"look": 600.0, "hold": 1200.0, "poll": 600.0}

    def test_redis_alone_tells_of_lost_access(self, enter: Enter, rooms: Rooms, olena: User) -> None:
        room, other = rooms.open(olena), rooms.open(olena)
        client = listener(enter, olena, room, other)
        time.sleep(0.3)  # the line is up
        rooms.expel(olena, room)
        client.until(lambda frame: frame["type"] == "revoked")


def test_when_nothing_is_left_the_socket_closes(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    client = listener(enter, olena, room)
    rooms.expel(olena, room)
    assert client.closed() == 4403
    assert client.frames[-1]["type"] == "revoked"


def test_a_change_that_takes_nothing_away_loses_nothing(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = listener(enter, olena, room)
    for number in range(1, 41):
        rooms.say(number, room)
        if number % 4 == 0:
            with open_unit_of_work():
                record_access_change(person_id=olena.pk, reason="tests")
        if number % 10 == 0:
            with open_unit_of_work():
                record_access_change(topic=topic, reason="tests")
    assert client.gather(topic, 40) == list(range(1, 41))


def test_a_change_of_a_topic_reaches_everyone_on_it(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    room = rooms.open(olena, taras)
    clients = [listener(enter, olena, room), listener(enter, taras, room)]
    rooms.allowed.clear()
    with open_unit_of_work():
        record_access_change(topic=f"room:{room}", reason="tests")
    assert [client.closed() for client in clients] == [4403, 4403]


def test_leave_with_an_end_ends_by_itself(enter: Enter, rooms: Rooms, olena: User) -> None:
    room, other = rooms.open(), rooms.open(olena)
    end = now() + timedelta(seconds=4)
    rooms.admit(olena, room, SubscriptionGrant(end))
    may_hear = rooms.may_hear

    def until_then(actor: Actor, asked: UUID) -> SubscriptionGrant | None:
        return None if asked == room and now() >= end else may_hear(actor, asked)

    rooms.rule = until_then
    client = listener(enter, olena, room, other)
    client.until(lambda frame: frame["type"] == "revoked")
    assert now() >= end


def test_an_end_may_be_put_off(enter: Enter, rooms: Rooms, olena: User) -> None:
    room = rooms.open()
    end = now() + timedelta(seconds=4)
    rooms.admit(olena, room, SubscriptionGrant(end))
    client = listener(enter, olena, room)
    rooms.admit(olena, room)
    time.sleep(max((end - now()).total_seconds(), 0) + 0.3)
    rooms.say(1, room)
    assert client.gather(f"room:{room}", 1) == [1]


@pytest.mark.parametrize("redis", [True, False])
def test_signing_out_closes_the_sockets_of_that_session(
    enter: Enter, olena: User, valkey: Valkey, redis: bool
) -> None:
    here, there = session_of(olena), session_of(olena)
    client, other = enter(key=here), enter(key=there)
    client.ask("ping"), other.ask("ping")
    if not redis:
        valkey.kill()
    try:
        sign_out(actor=Actor(person_id=olena.pk, session_id=here))
        assert client.closed() == 4401
        assert other.ask("ping")["type"] == "ok"
        sign_out_everywhere(actor=Actor(person_id=olena.pk, session_id=there), person_id=olena.pk)
        assert other.closed() == 4401
    finally:
        if not redis:
            valkey.start()


def test_deactivating_a_person_closes_everything(enter: Enter, olena: User) -> None:
    ticket, _expires_at = issue_ticket(actor=token_actor(olena))
    clients = [enter(olena), enter(ticket=ticket)]
    for client in clients:
        client.ask("ping")
    deactivate_person(actor=SYSTEM, person_id=olena.pk)
    assert [client.closed() for client in clients] == [4401, 4401]


def test_signing_out_everywhere_closes_the_sockets_of_tokens_that_go_with_it(
    enter: Enter, olena: User
) -> None:
    kept, gone = (enter(ticket=issue_ticket(actor=token_actor(olena))[0]) for _number in range(2))
    kept.ask("ping"), gone.ask("ping")
    sign_out_everywhere(actor=SYSTEM, person_id=olena.pk)
    assert kept.ask("ping")["type"] == gone.ask("ping")["type"] == "ok"
    sign_out_everywhere(actor=Actor.for_person(olena.pk), person_id=olena.pk, with_tokens=True)
    assert [client.closed() for client in (kept, gone)] == [4401, 4401]


def test_revoking_a_token_closes_its_sockets_alone(enter: Enter, olena: User) -> None:
    actor = token_actor(olena)
    assert actor.token_id is not None
    by_token, by_session = enter(ticket=issue_ticket(actor=actor)[0]), enter(olena)
    by_token.ask("ping"), by_session.ask("ping")
    revoke_token(actor=SYSTEM, token_id=actor.token_id)
    assert by_token.closed() == 4401
    assert by_session.ask("ping")["type"] == "ok"


def test_a_session_that_expires_is_closed(enter: Enter, olena: User) -> None:
    key = session_of(olena)
    Session.objects.filter(session_key=key).update(expire_date=now() + timedelta(seconds=3))
    client = enter(key=key)
    client.ask("ping")
    assert client.closed() == 4401


def test_a_change_while_somebody_comes_in_is_not_missed(
    enter: Enter, rooms: Rooms, olena: User, taras: User
) -> None:
    """The rule is asked, then the access ends before the subscription begins: it is asked again."""
    room = rooms.open(olena)
    keeps_watching = enter(taras)
    keeps_watching.ask("ping")
    may_hear, first = rooms.may_hear, [True]

    def slowly(actor: Actor, asked: UUID) -> SubscriptionGrant | None:
        answer = may_hear(actor, asked)
        if first.pop() if first else False:
            rooms.expel(olena, room)
            time.sleep(0.8)
        return answer

    rooms.rule = slowly
    assert enter(olena).ask("subscribe", topic=f"room:{room}")["type"] == "error"


def passed(hub: Hub) -> bool:
    """Whether the watch has seen every access change."""
    return (hub.watch.position or 0) >= get_heads([access_watcher.ACCESS_TOPIC])[access_watcher.ACCESS_TOPIC]


@pytest.mark.parametrize("alone", [True, False])
def test_a_sign_in_that_ends_while_it_is_read_opens_nothing(
    enter: Enter, olena: User, taras: User, server: Server, alone: bool
) -> None:
    """It was read before it ended, and the watch has seen its end before there was a socket to close."""
    if not alone:
        enter(taras).ask("ping")
    hub = server.inside(lambda hub: hub)
    load = hub.arrivals._load

    def slowly(keys: Sequence[str]) -> Mapping[str, ConnectionIdentity]:
        found = load(keys)
        sign_out_everywhere(actor=SYSTEM, person_id=olena.pk)
        eventually(lambda: passed(hub))
        return found

    hub.arrivals._load = slowly
    assert enter(olena).closed() == 4401


def test_who_comes_first_is_looked_up_once(
    enter: Enter, olena: User, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = server.inside(lambda hub: hub)
    eventually(lambda: hub.watch.position is None)
    monkeypatch.delattr(hub.leave._sign_ins, "_load")  # whoever is looked up again gets no answer
    assert enter(olena).ask("ping")["type"] == "ok"


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


class Stalled:
    """The watch cannot read while this stands in its way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on = False
        self._look: Callable[..., Any] = access_watcher.poll_changes
        monkeypatch.setattr(access_watcher, "poll_changes", self._maybe)

    def _maybe(self, *args: Any) -> Any:
        if self.on:
            raise OperationalError
        return self._look(*args)


@pytest.fixture
def stalled(monkeypatch: pytest.MonkeyPatch) -> Stalled:
    return Stalled(monkeypatch)


def test_what_cannot_be_confirmed_is_held_and_then_delivered(
    enter: Enter, rooms: Rooms, olena: User, stalled: Stalled
) -> None:
    room = rooms.open(olena)
    topic = f"room:{room}"
    client = listener(enter, olena, room)
    stalled.on = True
    time.sleep(1.6)
    for number in range(3):
        rooms.say(number, room)
    late = enter(olena)
    late.say("subscribe", topic=topic, after=0)
    assert [frame["type"] for frame in client.drain(0.6)] == []
    assert late.drain(0.1) == []
    stalled.on = False
    assert client.gather(topic, 3) == [1, 2, 3]
    assert late.gather(topic, 3) == [1, 2, 3]


def test_what_was_held_is_dropped_for_who_lost_access(
    enter: Enter, rooms: Rooms, olena: User, taras: User, stalled: Stalled
) -> None:
    room = rooms.open(olena, taras)
    topic = f"room:{room}"
    loses, keeps = listener(enter, olena, room), listener(enter, taras, room)
    stalled.on = True
    time.sleep(1.6)
    rooms.expel(olena, room)
    rooms.say(1, room)
    assert keeps.drain(0.5) == []
    stalled.on = False
    assert keeps.gather(topic, 1) == [1]
    assert loses.closed() == 4403
    assert loses.events[topic] == []


class TestTooMuchHeld:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"replay": 100}

    def test_what_is_held_is_bounded_and_read_again(
        self, enter: Enter, rooms: Rooms, olena: User, stalled: Stalled, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("viche.realtime.subscriptions.MAX_HELD", 20_000)
        rooms.padding = "х" * 2000
        room = rooms.open(olena)
        client = listener(enter, olena, room)
        stalled.on = True
        time.sleep(1.6)
        for number in range(30):
            rooms.say(number, room)
        stalled.on = False
        assert client.gather(f"room:{room}", 30) == list(range(1, 31))


def test_a_socket_in_doubt_commands_nothing(
    enter: Enter, rooms: Rooms, olena: User, server: Server, stalled: Stalled
) -> None:
    room = rooms.open(olena)
    client = enter(olena)
    client.ask("ping")
    stalled.on = True
    time.sleep(1.6)
    client.say("shout", room=str(room), number=1)
    assert client.drain(0.4) == []
    sign_out_everywhere(actor=SYSTEM, person_id=olena.pk)
    stalled.on = False
    assert client.closed() == 4401
    assert [frame["type"] for frame in client.frames if frame["type"] == "ok"] == ["ok"]
