"""People at their devices: they post over REST and a socket, keep an outbox, and write everything down."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from time import monotonic
from typing import Any, NamedTuple
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.faults.history import Answer, Attempt, Ear, Heard, History, Stretch
from tests.faults.stack import COOKIE, Person

PATIENCE = 3.0  # seconds for an answer; after it the fate of a request is unknown
LOST = (OSError, WebSocketException, TimeoutError, EOFError, asyncio.IncompleteReadError)
Frame = dict[str, Any]


class Reply(NamedTuple):
    """An HTTP answer."""

    status: int
    headers: Mapping[str, str]
    body: Any


async def request(
    port: int,
    person: Person | None,
    method: str,
    path: str,
    *,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
) -> Reply:
    """One request on a connection of its own. Raises one of LOST when nobody answers."""
    content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    lines = {
        "Host": f"localhost:{port}",
        "Connection": "close",
        "Content-Type": "application/json",
        "Content-Length": str(len(content)),
        **({"Authorization": f"Bearer {person.token}"} if person else {}),
        **(headers or {}),
    }
    head = "\r\n".join([f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in lines.items())])
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"{head}\r\n\r\n".encode() + content)
            return await _read(reader)
    finally:
        if writer is not None:
            writer.transport.abort()


async def _read(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    if "content-length" in headers:
        raw = await reader.readexactly(int(headers["content-length"]))
    else:
        raw = await reader.read()
    is_json = "json" in headers.get("content-type", "")
    return Reply(int(head[0].split()[1]), headers, json.loads(raw) if is_json and raw else raw)


@dataclass(slots=True)
class Manner:
    """How a client behaves."""

    pause: float = 0.3  # seconds between two messages
    rest_share: float = 0.3  # of what is sent for the first time
    give_up: float = 0.1  # of the messages of unknown fate that are never sent again
    patience: float = PATIENCE


@dataclass(slots=True)
class Client:
    """One person at one device. It listens to `ears` from the start and posts to their threads."""

    person: Person
    port: int
    history: History
    random: Random
    threads: list[str]
    manner: Manner = field(default_factory=Manner)
    ears: dict[str, Ear] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)  # of the answers to what it posted over REST
    slowest: float = 0.0  # the longest that a try took, answered or not, in seconds
    closes: list[int] = field(default_factory=list)  # codes with which its sockets ended
    posting: bool = True
    listening: bool = True
    _socket: ClientConnection | None = None
    _asked: dict[int, asyncio.Future[Frame]] = field(default_factory=dict)
    _last_id: int = 0

    def __post_init__(self) -> None:
        for thread in self.threads:
            ear = self.ears[thread] = Ear(self.person.name, thread)
            self.history.ears.append(ear)

    # Posting

    async def post_all(self) -> None:
        """Post one message after another until told to stop; each is sent until its fate is known."""
        await asyncio.sleep(self.random.uniform(0, self.manner.pause))
        while self.posting:
            await self.post(self.random.choice(self.threads))
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * self.manner.pause)

    async def post(self, thread: str, words: str = "") -> Attempt:
        """Send one message, again and again under the same name, until there is an answer."""
        client_id = str(UUID(int=self.random.getrandbits(128), version=4))
        words = words or " ".join(["безпека"] * self.random.randint(1, 30))
        attempt = Attempt(self.person.name, thread, client_id, f"{client_id} {words}")
        self.history.attempts[client_id] = attempt
        while self.posting or attempt.tries == 0:
            over_rest = self._socket is None or self.random.random() < self.manner.rest_share
            attempt.tries += 1
            started = monotonic()
            known = await (self._post_over_rest(attempt) if over_rest else self._post_over_socket(attempt))
            self.slowest = max(self.slowest, monotonic() - started)
            if known:
                break
            if self.random.random() < self.manner.give_up:
                break
            await asyncio.sleep(self.random.uniform(0.05, 0.5))
        return attempt

    async def _post_over_rest(self, attempt: Attempt) -> bool:
        """Whether its fate is known now."""
        body = {"client_id": attempt.client_id, "body": attempt.body}
        key = {"Idempotency-Key": f"post-{attempt.client_id}"}
        path = f"/api/v1/threads/{attempt.thread}/messages"
        try:
            reply = await request(
                self.port,
                self.person,
                "POST",
                path,
                body=body,
                headers=key,
                patience=self.manner.patience,
            )
        except LOST:
            return False
        self.statuses.append(reply.status)
        return _settled(attempt, reply.status, reply.body)

    async def _post_over_socket(self, attempt: Attempt) -> bool:
        words = {"thread_id": attempt.thread, "client_id": attempt.client_id, "body": attempt.body}
        try:
            frame = await self.ask("post_message", **words)
        except LOST:
            return False
        if frame["type"] == "ok":
            return _settled(attempt, 200, frame["data"]["message"])
        return _settled(attempt, frame["problem"]["status"], frame["problem"])

    async def ask(self, kind: str, **fields: Any) -> Frame:
        """Send a command and wait for its answer. Raises one of LOST without one."""
        if self._socket is None:
            raise ConnectionError
        self._last_id += 1
        number = self._last_id
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        try:
            async with asyncio.timeout(self.manner.patience):
                await self._socket.send(json.dumps({"type": kind, "id": number, **fields}))
                return await answer
        finally:
            self._asked.pop(number, None)

    # Listening

    async def listen(self) -> None:
        """Keep a socket until told to stop: when the line is lost, come back and go on where it ended."""
        while self.listening:
            with contextlib.suppress(*LOST):
                await self._visit()
            await asyncio.sleep(self.random.uniform(0.05, 0.4))

    async def _visit(self) -> None:
        options: dict[str, Any] = {
            "origin": f"http://localhost:{self.port}",
            "additional_headers": {"Cookie": f"{COOKIE}={self.person.session}"},
            "compression": None,
            "open_timeout": self.manner.patience,
            "close_timeout": 0.2,
            "ping_interval": 2.0,
            "ping_timeout": 2.0,
            "max_size": 4 * 1024 * 1024,
            "proxy": None,
        }
        async with connect(f"ws://127.0.0.1:{self.port}/ws/v1", **options) as socket:
            self._socket = socket
            beside = [asyncio.create_task(self._follow(ear)) for ear in self.ears.values()]
            try:
                async for raw in socket:
                    self._take(json.loads(raw))
            finally:
                self._socket = None
                for task in beside:
                    task.cancel()
                for waiting in self._asked.values():
                    if not waiting.done():
                        waiting.set_exception(ConnectionError())
                        waiting.exception()  # who asked may have gone
                if socket.close_code is not None:
                    self.closes.append(socket.close_code)

    async def _follow(self, ear: Ear) -> None:
        """Subscribe to a thread where this client stands, loading anew when too much was missed."""
        while True:
            try:
                answer = await self.ask("subscribe", topic=f"thread:{ear.thread}", after=ear.at)
                if answer["type"] == "subscribed":
                    return
                if answer["type"] == "resync":
                    ear.stretches.append(await self._load(ear))
            except TimeoutError:
                if self._socket is not None:
                    await self._socket.close()
                return
            except LOST:
                return
            await asyncio.sleep(0.2)

    async def _load(self, ear: Ear) -> Stretch:
        """The messages that are missing, page by page, and the number of the event up to which they go."""
        known = _known(ear)
        loaded: list[tuple[int, str]] = []
        path = f"/api/v1/threads/{ear.thread}/messages"
        query = f"?around={known + 1}&limit=100"
        while True:
            reply = await request(self.port, self.person, "GET", path + query)
            if reply.status != 200:
                raise ConnectionError
            new = [(one["number"], one["body"]) for one in reply.body["items"] if one["number"] > known]
            loaded += new
            known = max([known, *(number for number, _body in new)])
            if reply.body["next_cursor"] is None:
                return Stretch(reply.body["seq"], known, loaded)
            query = f"?cursor={reply.body['next_cursor']}&limit=100"

    def _take(self, frame: Frame) -> None:
        kind = frame["type"]
        if kind == "events":
            for event in frame["events"]:
                self._hear(event)
        elif kind == "event":
            self._hear(frame)
        elif "id" in frame and (waiting := self._asked.get(frame["id"])) and not waiting.done():
            waiting.set_result(frame)

    def _hear(self, event: Frame) -> None:
        ear = self.ears[event["topic"].partition(":")[2]]
        number = body = None
        if event["kind"] == "dialogue.message_posted" and event["data"] is not None:
            message = event["data"]["message"]
            number = message["number"]
            sent = self.history.attempts.get(message["client_id"])
            # One copy of each text is enough.
            body = sent.body if sent is not None and sent.body == message["body"] else message["body"]
        ear.stretches[-1].heard.append(Heard(event["seq"], number, body))


def _known(ear: Ear) -> int:
    stretch = ear.stretches[-1]
    numbers = [event.number for event in stretch.heard if event.number is not None]
    return max([stretch.known, *numbers[-1:]])


def _settled(attempt: Attempt, status: int, body: Any) -> bool:
    """Note what an answer says; whether the message's fate is known now."""
    if status in (200, 201):
        attempt.answers.append(Answer(monotonic(), body["id"], body["number"]))
        return True
    if status in (409, 429) or status >= 500:
        return False  # under way, or too fast, or nobody knows: send it again
    attempt.refusal = f"{status} {body['code'] if isinstance(body, dict) else body!r}"
    return True
