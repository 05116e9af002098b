"""A socket that notes when each event came, and everything else that did."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection, connect

from tests.faults.clients import LOST
from tests.faults.stack import COOKIE, Person

ANSWERS = ("subscribed", "ok", "error", "revoked")  # what says nothing of anything


class Heard(NamedTuple):
    """One event, or another frame (who types, who has read), as it came."""

    at: float
    topic: str
    kind: str
    text: str


@dataclass(slots=True)
class Listener:
    """A socket that notes when each event came, and whether it was told that its access has ended.

    It goes through the door, or to the process that listens at `at`. `also`: what it asks to hear besides.
    """

    person: Person
    door: int
    thread: str
    at: int | None = None
    also: tuple[str, ...] = ()
    events: list[float] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
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
        for nth, topic in enumerate((f"thread:{self.thread}", *self.also), 1):
            answer = await self._ask(nth, "subscribe", topic)
            assert answer["type"] == "subscribed" or nth > 1, answer

    async def _ask(self, nth: int, what: str, topic: str) -> dict[str, Any]:
        assert self._socket is not None
        await self._socket.send(json.dumps({"type": what, "id": nth, "topic": topic}))
        while True:
            answer: dict[str, Any] = json.loads(await asyncio.wait_for(self._socket.recv(), 20))
            if answer.get("id") == nth:
                return answer

    async def tell(self, what: str) -> None:
        """Say at the thread that one is here, or types; nobody waits for the answer."""
        assert self._socket is not None
        await self._socket.send(json.dumps({"type": what, "id": 0, "topic": f"thread:{self.thread}"}))

    async def hear(self) -> None:
        assert self._socket is not None
        with contextlib.suppress(*LOST):
            async for raw in self._socket:
                frame, now = json.loads(raw), time.monotonic()
                if frame["type"] in ("event", "events"):
                    self.events.append(now)
                self.revoked |= frame["type"] == "revoked"
                for one in frame.get("events", [frame]):
                    if one["type"] not in ANSWERS:
                        text = json.dumps(one, ensure_ascii=False)
                        self.heard.append(Heard(now, one.get("topic", ""), one["type"], text))

    async def leave(self) -> None:
        if self._socket is not None:
            await self._socket.close()
