"""A client of the websocket protocol, as a partner would write it. It checks each frame against AsyncAPI."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from jsonschema import Draft202012Validator
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

ORIGIN = "http://localhost:8000"
PATIENCE = 60.0  # seconds: on a busy machine everything takes its time, and what comes is not late
Frame = dict[str, Any]
Messages = Mapping[str, Draft202012Validator]  # by the name of what the server says


class Client:
    """Keeps every frame; `events` holds the events of each topic in the order in which they came."""

    def __init__(self, address: str, messages: Messages, **options: Any) -> None:
        self._messages = messages
        self._stack = ExitStack()
        connection = connect(address, compression=None, close_timeout=1, **options)
        self.socket: ClientConnection = self._stack.enter_context(connection)
        self.frames: list[Frame] = []
        self.events: dict[str, list[Frame]] = defaultdict(list)
        self._ids = iter(range(1, 1_000_000))

    def say(self, kind: str, **fields: Any) -> int:
        """Send a command; returns its id."""
        number = next(self._ids)
        self.socket.send(json.dumps({"type": kind, "id": number, **fields}))
        return number

    def ask(self, kind: str, **fields: Any) -> Frame:
        """Send a command and wait for its answer."""
        number = self.say(kind, **fields)
        return self.until(lambda frame: frame.get("id") == number)

    def until(self, wanted: Callable[[Frame], bool], patience: float = PATIENCE) -> Frame:
        """The first frame from now on that is `wanted`."""
        end = time.monotonic() + patience
        while True:
            frame = self._receive(max(end - time.monotonic(), 0.001))
            if wanted(frame):
                return frame

    def gather(self, topic: str, number: int, patience: float = PATIENCE) -> list[int]:
        """Wait until `number` events of a topic have come; returns their sequence numbers."""
        end = time.monotonic() + patience
        while len(self.events[topic]) < number:
            self._receive(max(end - time.monotonic(), 0.001))
        return [event["seq"] for event in self.events[topic]]

    def drain(self, seconds: float) -> list[Frame]:
        """Every frame that comes within a time."""
        end, before = time.monotonic() + seconds, len(self.frames)
        while (left := end - time.monotonic()) > 0:
            try:
                self._receive(left)
            except TimeoutError:
                break
        return self.frames[before:]

    def closed(self, patience: float = PATIENCE) -> int:
        """Wait for the end; returns the close code."""
        return self.closed_why(patience)[0]

    def closed_why(self, patience: float = PATIENCE) -> tuple[int, str]:
        """Wait for the end; returns the close code and the reason beside it."""
        end = time.monotonic() + patience
        try:
            while True:
                self._receive(max(end - time.monotonic(), 0.001))
        except ConnectionClosed as closed:
            return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else (1006, "")

    def leave(self) -> None:
        self._stack.close()

    def _receive(self, patience: float) -> Frame:
        raw = self.socket.recv(patience, decode=True)
        frame: Frame = json.loads(raw)
        self._check(frame)
        self.frames.append(frame)
        for event in _events(frame):
            self.events[event["topic"]].append(event)
        return frame

    def _check(self, frame: Frame) -> None:
        if frame["type"] == "events":
            assert set(frame) == {"type", "events"}
            assert len(frame["events"]) > 1
        for one in frame["events"] if frame["type"] == "events" else [frame]:
            kind = f"event.{one['kind']}" if one["type"] == "event" else one["type"]
            self._messages[kind].validate(one)


def _events(frame: Frame) -> Iterator[Frame]:
    if frame["type"] == "event":
        yield frame
    elif frame["type"] == "events":
        yield from frame["events"]
