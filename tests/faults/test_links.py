"""The proxy does to a line what its name says, and nothing else."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.links import Link, Loop, State


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


@pytest.fixture
def link(loop: Loop, tmp_path: Path) -> Iterator[Link]:
    """A line to a server that says everything back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    far = tmp_path / "far"
    server = loop.run(asyncio.start_unix_server(echo, str(far)))
    made = Link(loop, "echo", tmp_path / "near", [tmp_path / "nobody", far])
    yield made
    made.close()
    loop.loop.call_soon_threadsafe(server.close)


class Caller:
    """A connection through the link."""

    def __init__(self, link: Link) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(link.at))

    def say(self, words: bytes) -> None:
        self._socket.sendall(words)

    def hears(self, patience: float = 0.15) -> bytes | None:
        """What comes; empty when the line was ended; None when nothing comes."""
        self._socket.settimeout(patience)
        try:
            return self._socket.recv(1000)
        except TimeoutError:
            return None
        except ConnectionError:
            return b""

    def leave(self) -> None:
        self._socket.close()


Call = Callable[[], Caller]


@pytest.fixture
def call(link: Link) -> Iterator[Call]:
    callers: list[Caller] = []

    def connect() -> Caller:
        callers.append(Caller(link))
        return callers[-1]

    yield connect
    for caller in callers:
        caller.leave()


def test_it_carries_to_whoever_answers(link: Link, call: Call) -> None:
    for words in (b"one", b"two"):
        caller = call()
        caller.say(words)
        assert caller.hears(2) == words


def test_cut_and_severed(link: Link, call: Call) -> None:
    caller = call()
    caller.say(b"here")
    assert caller.hears(2) == b"here"
    link.sever()
    assert caller.hears(2) == b""
    link.cut()
    assert call().hears(2) == b""
    link.heal()
    again = call()
    again.say(b"back")
    assert again.hears(2) == b"back"


@pytest.mark.parametrize("state", [State.DEAD, State.MUTE])
def test_half_open_is_silence_until_it_heals(link: Link, call: Call, state: State) -> None:
    caller = call()
    link.state = state
    caller.say(b"lost")
    assert caller.hears() is None
    link.heal(forget_dead=False)
    caller.say(b"still lost")
    assert caller.hears() is None
    link.heal()
    assert caller.hears(2) == b""


def test_delay_and_trickle(link: Link, call: Call) -> None:
    caller = call()
    link.delay = 0.2
    caller.say(b"late")
    assert caller.hears() is None
    assert caller.hears(2) == b"late"
    link.delay, link.pace = 0.0, 20.0
    caller.say(b"slow")
    assert caller.hears(2) == b"s"
    assert caller.hears(2) == b"l"


def test_a_tap_may_lose_a_chunk(link: Link, call: Call) -> None:
    heard: list[tuple[bool, bytes]] = []

    def tap(pipe: object, from_client: bool, data: bytes) -> bool:
        heard.append((from_client, data))
        return from_client

    link.tap = tap
    caller = call()
    caller.say(b"once")
    assert caller.hears() is None
    assert heard == [(True, b"once"), (False, b"once")]
