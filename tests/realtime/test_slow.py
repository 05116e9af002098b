"""Who does not read is cut off and comes back; nobody else waits."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.realtime.client import PATIENCE
from tests.realtime.conftest import Enter, Rooms
from tests.realtime.server import Server
from viche.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bounds() -> dict[str, Any]:
    return {"unread": 256 * 1024, "grace": 6.0}


def narrow(server: Server) -> socket.socket:
    """A line whose receiving end holds little."""
    parts = urlsplit(server.address)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    line.connect((parts.hostname, parts.port))
    return line


def test_who_does_not_read_is_closed_and_resumes(
    enter: Enter, rooms: Rooms, server: Server, olena: User, taras: User
) -> None:
    rooms.padding = "х" * 15_000
    room = rooms.open(olena, taras)
    topic = f"room:{room}"
    slow, quick = enter(olena, sock=narrow(server), max_queue=1), enter(taras)
    for client in (slow, quick):
        client.ask("subscribe", topic=topic)
    slowest = 0.0
    for number in range(1, 301):
        before = time.monotonic()
        rooms.say(number, room)
        quick.gather(topic, number)
        slowest = max(slowest, time.monotonic() - before)
    assert slowest < server.inside(lambda hub: hub.limits.grace) / 2, "who does not read holds nobody up"
    assert quick.gather(topic, 300) == list(range(1, 301))
    assert server.inside(lambda hub: max(one.outlet.waiting() for one in hub.sockets)) < 400 * 1024
    # Nothing can be told to who reads nothing: their line is full, and is cut as the grace ends. Whether this
    # one begins to read before that is chance. Who is only slow reads why: see the next test.
    assert slow.closed() in (4413, 1006)
    heard = [event["seq"] for event in slow.events[topic]]
    assert heard == list(range(1, len(heard) + 1))
    assert len(heard) < 300
    again = enter(olena)
    again.say("subscribe", topic=topic, after=len(heard))
    assert again.gather(topic, 300 - len(heard)) == list(range(len(heard) + 1, 301))


def test_who_is_only_slow_reads_why(enter: Enter, rooms: Rooms, server: Server, olena: User) -> None:
    rooms.padding = "х" * 15_000
    room = rooms.open(olena)
    slow = enter(olena, sock=narrow(server), max_queue=1)
    slow.ask("subscribe", topic=f"room:{room}")
    for number in range(1, 301):
        rooms.say(number, room)
        if server.inside(lambda hub: all(one.outlet.closed for one in hub.sockets)):
            break
    assert slow.closed() == 4413


def test_a_long_replay_waits_for_the_reader(enter: Enter, rooms: Rooms, server: Server, olena: User) -> None:
    """What one client missed may be more than may wait for it: it is written as it is read."""
    rooms.padding = "х" * 15_000
    room = rooms.open(olena)
    topic = f"room:{room}"
    for number in range(1, 101):
        rooms.say(number, room)
    client = enter(olena, sock=narrow(server), max_queue=1)
    client.say("subscribe", topic=topic, after=0)
    talker = threading.Thread(target=_talk, args=(rooms, room))
    talker.start()
    assert client.gather(topic, 110) == list(range(1, 111))
    talker.join()


def _talk(rooms: Rooms, room: Any) -> None:
    try:
        for number in range(101, 111):
            rooms.say(number, room)
            time.sleep(0.01)
    finally:
        connection.close()


def test_what_waits_for_a_slow_reader_is_thrown_away_when_access_ends(
    enter: Enter, rooms: Rooms, server: Server, olena: User
) -> None:
    rooms.padding = "х" * 15_000
    room = rooms.open(olena)
    client = enter(olena, sock=narrow(server), max_queue=1)
    client.ask("subscribe", topic=f"room:{room}")
    number = 0
    while server.inside(lambda hub: all(one.outlet.waiting() < 100_000 for one in hub.sockets)):
        number += 1
        rooms.say(number, room)
    rooms.expel(olena, room)
    end = time.monotonic() + PATIENCE
    while server.inside(lambda hub: any(one.outlet.waiting() for one in hub.sockets)):
        assert time.monotonic() < end
        time.sleep(0.01)
    assert client.closed() in (4403, 1006)
    assert len(client.events[f"room:{room}"]) < number
