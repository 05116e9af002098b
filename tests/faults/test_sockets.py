"""Sockets that are slow, flood, lie or fall silent harm nobody else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.faults.clients import LOST, Manner
from tests.faults.links import Link, State
from tests.faults.stack import COOKIE, GRACE, WEBS, Person, Stack
from tests.faults.trial import MakeTrial, Trial

pytestmark = pytest.mark.slow
TOO_FAR_BEHIND, FLOODING = 4413, 4429
UNTOLD = 1006  # as who was cut off before the reason came names it
MOST_KEPT = 64 * 2**20  # bytes, of all web processes together
SUFFERED_AT_MOST = 5.0  # seconds that a good client may wait for an answer, or five times what it took before


Why = int | str | None


@contextmanager
def nobody_suffers(trial: Trial) -> Iterator[None]:
    """While the block runs, all others post and hear as ever."""
    trial.start(1, Manner(pause=0.2, patience=2 * SUFFERED_AT_MOST))
    trial.wait_for(20)
    calm = slowest_of(trial)
    for client in trial.clients:
        client.slowest = 0.0
    yield
    trial.wait_for(20)
    assert slowest_of(trial) < max(SUFFERED_AT_MOST, 5 * calm)
    trial.finish()


def slowest_of(trial: Trial) -> float:
    """Return the seconds that the slowest answer took."""
    return max(client.slowest for client in trial.clients)


async def enter(port: int, stack: Stack, person: Person, **options: object) -> ClientConnection:
    return await connect(
        f"ws://127.0.0.1:{port}/ws/v1",
        origin=f"http://localhost:{stack.door}",  # type: ignore[arg-type]  # a new type of str
        additional_headers={"Cookie": f"{COOKIE}={person.session}"},
        compression=None,
        open_timeout=10,
        close_timeout=0.2,
        ping_interval=None,
        proxy=None,
        **options,  # type: ignore[arg-type]  # of websockets' own
    )


async def subscribe(socket: ClientConnection, thread: str) -> None:
    await socket.send(json.dumps({"type": "subscribe", "id": 1, "topic": f"thread:{thread}", "after": 0}))


def memory_of(stack: Stack) -> int:
    """Bytes that the web processes hold."""
    pages = 0
    for name in WEBS:
        with open(f"/proc/{stack.children[name].process.pid}/statm") as file:  # noqa: PTH123
            pages += int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(("web", "told"), [("web1", TOO_FAR_BEHIND), ("web2", UNTOLD)])
def test_a_reader_of_one_byte_a_second(stack: Stack, trial: MakeTrial, web: str, told: int) -> None:
    """It is cut off when a megabyte waits for it, and costs no more than that. Why stands behind what waits:
    whoever goes on reading in time comes to it, and nothing can be told to who never does.
    """
    crowd = trial(10)
    slow = Link(stack.loop, "slow", stack.keep_port(), [stack.ports[web]])
    try:
        with nobody_suffers(crowd):
            thread = crowd.threads[0]
            assert isinstance(slow.at, int)
            socket = crowd.on_loop(enter(slow.at, stack, crowd.community.people[15], max_queue=1))
            crowd.on_loop(subscribe(socket, thread))
            time.sleep(0.3)
            slow.pace = 1.0
            before = memory_of(stack)
            crowd.on_loop(shout(crowd, thread, 240), 60)
            assert memory_of(stack) - before < MOST_KEPT
            if told == UNTOLD:
                time.sleep(GRACE[web] + 1)
            slow.heal()
            assert crowd.on_loop(end_of(socket), 30) == told
    finally:
        slow.close()


async def end_of(socket: ClientConnection) -> int | None:
    """Reads to the end; the code with which it was closed."""
    with contextlib.suppress(*LOST):
        async for _raw in socket:
            pass
    return socket.close_code


async def shout(crowd: Trial, thread: str, number: int) -> None:
    """Long messages, as fast as the flood limit lets."""

    async def one(client: int) -> None:
        for _turn in range(number // 10):
            await crowd.clients[client].post(thread, "х" * 8000)

    await asyncio.gather(*(one(client) for client in range(10)))


def test_floods(stack: Stack, trial: MakeTrial) -> None:
    """Ten sockets that send all they can are closed."""
    crowd = trial(10)
    with nobody_suffers(crowd):
        codes = crowd.on_loop(flood_all(stack, crowd), 30)
        assert set(codes) == {FLOODING}


async def flood_all(stack: Stack, crowd: Trial) -> list[int | None]:
    async def flood() -> int | None:
        socket = await enter(stack.door, stack, crowd.community.people[15])
        # At one blow: this process has others to serve, who shall wait for the server alone.
        socket.transport.write(masked(0x81, b'{"type":"ping","id":1}') * 2000)
        with contextlib.suppress(*LOST):
            async with asyncio.timeout(10):
                async for _raw in socket:
                    pass
        return socket.close_code

    return list(await asyncio.gather(*(flood() for _turn in range(10))))


def masked(opcode: int, payload: bytes, claimed: int | None = None) -> bytes:
    """A client's frame by hand (RFC 6455 §5.2), with a mask of zeros; it may claim another length."""
    length = struct.pack("!BBQ", opcode, 0x80 | 127, len(payload) if claimed is None else claimed)
    return length + b"\0\0\0\0" + payload


LIES: dict[str, tuple[bytes, Why]] = {
    "an endless frame": (masked(0x81, b"x" * 1000, 2**62), 1009),
    "a large frame": (masked(0x81, b"x" * 70_000), 1009),
    "binary": (masked(0x82, b"\0\1\2"), 1003),
    "no UTF-8": (masked(0x81, b"\xff\xfe"), 1007),
    "unknown opcode": (masked(0x83, b"x"), 1002),
    "reserved bits": (masked(0xF1, b"x"), 1002),
    "no mask": (b"\x81\x05hello", 1002),
    "no JSON": (masked(0x81, b"{"), "invalid_json"),
    "deep JSON": (masked(0x81, b"[" * 30_000), "too_deep"),
    "continuation of nothing": (masked(0x80, b"x"), 1002),
    "fragments without end": (b"".join([masked(0x01, b"x"), *[masked(0x00, b"x" * 1000)] * 100]), 1009),
    "a stranger's topic": (
        masked(0x81, b'{"type":"subscribe","id":1,"topic":"thread:%s","after":0}' % (b"0" * 36)),
        "not_found",
    ),
    "the future": (
        masked(0x81, b'{"type":"subscribe","id":1,"topic":"access","after":99}'),
        "not_found",
    ),
    "a control frame too long": (masked(0x89, b"x" * 200), 1002),
}
"""What is wrong, and what is said of it: the code of a close (RFC 6455), or of a problem where it stays."""


def test_liars(stack: Stack, trial: MakeTrial) -> None:
    """Frames that break every rule, five times each and all at once: each is told why."""
    crowd = trial(10)
    before = {name: len(stack.log_of(name)) for name in WEBS}
    with nobody_suffers(crowd):
        told = crowd.on_loop(lie_all(stack, crowd), 60)
    assert told == {name: {why} for name, (_raw, why) in LIES.items()}
    logs = "".join(stack.log_of(name)[before[name] :] for name in WEBS)
    assert "socket_command_failed" not in logs
    assert "hub_part_failed" not in logs


async def lie_all(stack: Stack, crowd: Trial) -> dict[str, set[Why]]:
    told: dict[str, set[Why]] = {name: set() for name in LIES}

    async def lie(name: str) -> None:
        socket = await enter(stack.door, stack, crowd.community.people[16])
        socket.transport.write(LIES[name][0])
        told[name].add(await answer_to(socket))
        socket.transport.abort()

    await asyncio.gather(*(lie(name) for name in LIES for _turn in range(5)))
    return told


async def answer_to(socket: ClientConnection) -> Why:
    """The code of the first problem that comes, or of the close."""
    with contextlib.suppress(*LOST):
        async with asyncio.timeout(10.0):
            async for raw in socket:
                frame = json.loads(raw)
                if frame["type"] == "error":
                    return str(frame["problem"]["code"])
    return socket.close_code


def test_half_open_and_half_sent(stack: Stack, trial: MakeTrial) -> None:
    """50 sockets whose line is dead, and 50 requests that never end."""
    crowd = trial(10)
    dead = Link(stack.loop, "dead", stack.keep_port(), list(stack.ports.values()))
    try:
        with nobody_suffers(crowd):
            assert isinstance(dead.at, int)
            silent = crowd.on_loop(fall_silent(dead.at, stack, crowd), 60)
            dead.state = State.DEAD
            begun = crowd.on_loop(begin_requests(stack), 30)
            crowd.wait_for(60)
            crowd.on_loop(hang_up([*silent, *begun]))
    finally:
        dead.close()


async def fall_silent(port: int, stack: Stack, crowd: Trial) -> list[ClientConnection]:
    silent: list[ClientConnection] = []
    for _some in range(5):
        sockets = await asyncio.gather(
            *(enter(port, stack, crowd.community.people[17], max_queue=1) for _turn in range(10))
        )
        await asyncio.gather(*(subscribe(socket, crowd.threads[0]) for socket in sockets))
        silent += sockets
    return silent


async def begin_requests(stack: Stack) -> list[asyncio.StreamWriter]:
    writers = []
    for _turn in range(50):
        _reader, writer = await asyncio.open_connection("127.0.0.1", stack.door)
        writer.write(b"POST /api/v1/threads HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")
        writers.append(writer)
    return writers


async def hang_up(lines: list[ClientConnection | asyncio.StreamWriter]) -> None:
    for line in lines:
        line.transport.abort()
    await asyncio.sleep(0)
