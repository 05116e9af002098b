"""A socket that notes when each event came."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field

from websockets.asyncio.client import ClientConnection, connect

from tests.faults.clients import LOST
from tests.faults.stack import COOKIE, Person


@dataclass(slots=True)
class Listener:
    """A socket that notes when each event came, and whether it was told that its access has ended.

    It goes through the door, or to the process that listens at `at`.
    """

    person: Person
    door: int
    thread: str
    at: int | None = None
    other: str = ""  # a thread that is listened to as well
    events: list[float] = field(default_factory=list)
    revoked: bool = False
    _socket: ClientConnection | None = None

    async def enter(self) -> None:
        """Subscribe, and hear until the end."""
        self._socket = await connect(
            f"ws://127.0.0.1:{self.at or self.door}/ws/v1",
            origin=f"http://localhost:{self.door}",  # type: ignore[arg-type]  # a new type of str
            additional_headers={"Cookie": f"{COOKIE}={self.person.session}"},
            compression=None,
            open_timeout=20,
            close_timeout=0.2,
            ping_interval=None,
            proxy=None,
        )
        for nth, thread in enumerate(filter(None, (self.thread, self.other)), 1):
            asked = {"type": "subscribe", "id": nth, "topic": f"thread:{thread}"}
            await self._socket.send(json.dumps(asked))
            answer = json.loads(await asyncio.wait_for(self._socket.recv(), 20))
            assert answer["type"] == "subscribed", answer

    async def hear(self) -> None:
        assert self._socket is not None
        with contextlib.suppress(*LOST):
            async for raw in self._socket:
                frame = json.loads(raw)
                if frame["type"] in ("event", "events"):
                    self.events.append(time.monotonic())
                self.revoked |= frame["type"] == "revoked"

    async def leave(self) -> None:
        if self._socket is not None:
            await self._socket.close()
