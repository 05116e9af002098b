"""What a client may send that it should not: each has its clear answer, and harms nobody else."""

from __future__ import annotations

import json
import socket
import time
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode

from tests.realtime.client import ORIGIN, Client
from tests.realtime.conftest import Enter, Rooms, session_of
from tests.realtime.server import Server
from viche.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client(enter: Enter, olena: User) -> Client:
    return enter(olena)


def test_a_binary_frame_closes(client: Client) -> None:
    client.socket.send(b'{"type":"ping"}')
    assert client.closed() == 1003


def test_a_server_that_closes_says_so_once(raw: RawSocket) -> None:
    """Chromium logs an error for a second close frame, and RFC 6455 §5.5.1 allows one."""
    raw.send(Opcode.BINARY, b"{}")
    assert raw.close_code() == 1003
    raw.send(Opcode.CLOSE, (1003).to_bytes(2, "big"))
    assert raw.rest() == b""


def test_closes_that_cross_are_one_each(raw: RawSocket) -> None:
    """The server answers the frame or, if both came in one packet, the close: once in any case."""
    raw.send(Opcode.BINARY, b"{}")
    raw.send(Opcode.CLOSE, (1000).to_bytes(2, "big"))
    assert raw.close_code() in {1000, 1003}
    assert raw.rest() == b""


class RawSocket:
    """Speaks the frames itself, so that they can be wrong."""

    def __init__(self, server: Server, person: User) -> None:
        parts = urlsplit(server.address)
        self._socket = socket.create_connection((parts.hostname, parts.port), 5)
        self._socket.sendall(
            f"GET {parts.path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate\r\n"
            f"Origin: {ORIGIN}\r\nCookie: viche_session={session_of(person)}\r\n\r\n".encode()
        )
        self.handshake = b""
        while b"\r\n\r\n" not in self.handshake:
            self.handshake += self._socket.recv(4096)

    def send(self, opcode: int, payload: bytes, *, last: bool = True) -> None:
        """A frame masked with zeroes. The server may hang up in between."""
        first, size = (0x80 if last else 0) | opcode, len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
        if size > 65535:
            length = bytes([0x80 | 127]) + size.to_bytes(8, "big")
        try:
            self._socket.sendall(bytes([first]) + length + b"\0\0\0\0" + payload)
        except OSError:
            return

    def close_code(self) -> int:
        """The code of the first close frame, read over frames of text."""
        data = b""
        while True:
            received = self._socket.recv(65536)
            data += received
            while len(data) >= 2 and len(data) >= 2 + (size := data[1]):
                if data[0] == 0x80 | Opcode.CLOSE:
                    return int.from_bytes(data[2:4], "big")
                data = data[2 + size :]
            if not received:
                return 1006

    def rest(self) -> bytes:
        """All that still comes before the server hangs up."""
        data = b""
        while received := self._socket.recv(65536):
            data += received
        return data

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def raw(server: Server, olena: User) -> Any:
    made = RawSocket(server, olena)
    yield made
    made.close()


def test_compression_is_never_agreed(raw: RawSocket) -> None:
    assert b"101" in raw.handshake
    assert b"deflate" not in raw.handshake.lower()
    raw.send(0x41, b"\xaa\x56\x4a")  # a frame that says it is compressed
    assert raw.close_code() == 1002


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_text_that_is_not_utf8_closes(raw: RawSocket) -> None:
    raw.send(Opcode.TEXT, b'{"type":"\xff\xfe"}')
    assert raw.close_code() == 1007


def test_a_frame_over_the_limit_closes(client: Client) -> None:
    client.socket.send(json.dumps({"type": "ping", "id": "x" * 65536}))
    assert client.closed() == 1009


def test_the_limit_counts_bytes(client: Client) -> None:
    client.socket.send(json.dumps({"type": "ping", "id": "ї" * 33000}, ensure_ascii=False))
    assert client.closed() == 1009


def test_endless_fragments_close(raw: RawSocket) -> None:
    raw.send(Opcode.TEXT, b"[" * 1000, last=False)
    for _ in range(100):
        raw.send(Opcode.CONT, b"[" * 1000, last=False)
    assert raw.close_code() == 1009


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type":"dance"}', "unknown_command"),
        ('{"type":"__init__"}', "unknown_command"),
        ("{", "invalid_json"),
        ("", "invalid_json"),
        ("[]", "not_a_frame"),
        ("null", "not_a_frame"),
        ("{}", "not_a_frame"),
        ('{"type":1}', "not_a_frame"),
        ('{"type":"ping","type":"ping"}', "duplicate_key"),
        ('{"type":"ping","id":NaN}', "not_a_number"),
        ('{"type":"ping","id":1e999}', "number_too_large"),
        ('{"type":"ping","id":99999999999999999999}', "number_too_large"),
        ('{"type":"ping","id":1.5}', "invalid"),
        ('{"type":"ping","id":true}', "invalid"),
        ('{"type":"ping","id":[1]}', "invalid"),
        ('{"type":"ping","id":"' + "x" * 65 + '"}', "invalid"),
        ('{"type":"ping","id":"\\ud800"}', "invalid"),
        ('{"type":"ping","\\ud800":1}', "unstorable_key"),
        ('{"type":"ping","extra":1}', "invalid"),
        ("[" * 100 + "]" * 100, "too_deep"),
        ('{"type":"subscribe"}', "invalid"),
        ('{"type":"subscribe","topic":5}', "invalid"),
        ('{"type":"subscribe","topic":"room:x","after":"5"}', "invalid"),
        ('{"type":"subscribe","topic":"room:x","after":-1}', "invalid"),
        ('{"type":"subscribe","topic":"room:x","after":true}', "invalid"),
        ('{"type":"subscribe","topic":"room:x","after":1.0}', "invalid"),
        ('{"type":"subscribe","topic":"room:\\u0000"}', "not_found"),
        ('{"type":"subscribe","topic":"room:\\ud800"}', "not_found"),
        ('{"type":"unsubscribe","topic":null}', "invalid"),
        ('{"type":"typing","topic":"room:x"}', "not_found"),
        ('{"type":"presence","topic":"room:x"}', "not_found"),
        ("\ufeff{}", "invalid_json"),
    ],
)
def test_a_wrong_frame_is_answered_and_the_socket_stays(client: Client, text: str, code: str) -> None:
    client.socket.send(text)
    problem = client.until(lambda frame: frame["type"] == "error")["problem"]
    assert problem["code"] == code
    assert problem["status"] in (400, 404, 422)
    assert problem["request_id"]
    assert client.ask("ping")["type"] == "ok"


def test_the_wrong_field_is_named(client: Client) -> None:
    problem = client.ask("subscribe", topic="room:x", after="five", colour="red")["problem"]
    assert {error["pointer"] for error in problem["errors"]} == {"/after", "/colour"}


class TestFlood:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"flood_burst": 30, "flood_rate": 5}

    def test_a_flood_closes_and_harms_nobody(
        self, enter: Enter, rooms: Rooms, olena: User, taras: User
    ) -> None:
        room = rooms.open(taras)
        quiet, loud = enter(taras), enter(olena)
        quiet.ask("subscribe", topic=f"room:{room}")
        for _ in range(60):
            try:
                loud.say("ping")
            except (OSError, ConnectionClosed):  # whichever end of it is noticed first
                break
        assert loud.closed() == 4429
        rooms.say(1, room)
        assert quiet.gather(f"room:{room}", 1) == [1]

    def test_a_lively_client_is_no_flood(self, enter: Enter, olena: User) -> None:
        client = enter(olena)
        for _ in range(25):
            client.ask("ping")
        time.sleep(1)
        for _ in range(8):
            client.ask("ping")


class TestIdle:
    @pytest.fixture
    def bounds(self) -> dict[str, Any]:
        return {"idle": 300.0}

    def test_who_says_nothing_is_closed(self, enter: Enter, server: Server, olena: User) -> None:
        silent, alive = enter(olena), enter(olena)
        for _ in range(2):
            server.put_forward(timedelta(seconds=200))
            alive.ask("ping")
        assert silent.closed() == 4408
        assert alive.ask("ping")["type"] == "ok"
