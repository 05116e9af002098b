"""The two ways out: straight into uvicorn, or through any server's `send`."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.realtime.conftest import Enter
from tests.realtime.server import Server
from viche.accounts.models import User
from viche.realtime.frames import EncodedFrame
from viche.realtime.limits import Limits
from viche.realtime.socket_writer import DirectWriter, QueuedWriter, wait_until_drained, writer_for

LIMITS = Limits(unread=1000, grace=0.1)


class Other:
    """Another ASGI server, whose client reads only when it is let."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.reads = asyncio.Event()
        self.reads.set()

    async def send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        self.sent.append(message)


async def test_another_server_gets_the_same_text_in_order() -> None:
    other = Other()
    outlet = writer_for(other.send, LIMITS)
    assert isinstance(outlet, QueuedWriter)
    for text in ('{"a":"ї"}', "{}"):
        outlet.write(EncodedFrame(text.encode()))
    outlet.close(4408, "idle")
    outlet.close(4401, "too late")
    outlet.write(EncodedFrame(b"never"))
    await asyncio.sleep(0.01)
    assert other.sent == [
        {"type": "websocket.send", "text": '{"a":"ї"}'},
        {"type": "websocket.send", "text": "{}"},
        {"type": "websocket.close", "code": 4408, "reason": "idle"},
    ]
    assert outlet.waiting() == 0


async def test_another_servers_slow_client_is_cut_off() -> None:
    other = Other()
    other.reads.clear()
    outlet = writer_for(other.send, LIMITS)
    for _ in range(20):
        outlet.write(EncodedFrame(b"x" * 100))
    assert outlet.closed
    assert outlet.waiting() <= 1100
    other.reads.set()
    await asyncio.wait_for(wait_until_drained(outlet), 1)
    await asyncio.sleep(0.01)
    assert other.sent[-1]["code"] == 4413


async def test_a_client_that_has_gone_ends_the_outlet_quietly() -> None:
    async def gone(message: dict[str, Any]) -> None:
        raise OSError

    outlet = writer_for(gone, LIMITS)
    outlet.write(EncodedFrame(b"x"))
    await asyncio.sleep(0.01)
    assert outlet.closed
    outlet.abort()


@pytest.mark.django_db(transaction=True)
def test_under_uvicorn_frames_go_straight_to_the_transport(enter: Enter, server: Server, olena: User) -> None:
    enter(olena).ask("ping")
    assert server.inside(lambda hub: [type(one.outlet) for one in hub.sockets]) == [DirectWriter]


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536])
def test_frames_are_framed_by_the_standard(size: int) -> None:
    framed = EncodedFrame(b"x" * size).framed
    assert framed[0] == 0x81
    if size < 126:
        assert framed[1:] == bytes([size]) + b"x" * size
    elif size < 65536:
        assert framed[1:4] == bytes([126]) + size.to_bytes(2, "big")
    else:
        assert framed[1:10] == bytes([127]) + size.to_bytes(8, "big")
