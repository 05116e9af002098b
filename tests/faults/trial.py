"""One trial: a crowd that posts and listens while something is broken, and what became of it in the end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.faults.checker import broken_promises
from tests.faults.clients import LOST, Client, Manner, Reply, request
from tests.faults.history import Final, History, Outcome, Stored
from tests.faults.stack import Community, Person, Stack

INSISTS_FOR = 150.0  # seconds
CATCH_UP_WITHIN = 60.0  # seconds in which everybody has heard everything, once all runs again


@dataclass(slots=True)
class Trial:
    """20 people in some threads of their own, unless said otherwise."""

    stack: Stack
    community: Community
    name: str
    seed: int
    number: int = 20
    threads: list[str] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    history: History = field(default_factory=History)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _posts: list[asyncio.Task[None]] = field(default_factory=list)

    # The crowd

    def start(self, threads: int = 2, manner: Manner | None = None, *, each: int | None = None) -> None:
        """Open threads and let everybody listen and post; each in `each` of the threads (all of them)."""
        self.threads = [self.open_thread() for _turn in range(threads)]
        for number, person in enumerate(self.community.people[: self.number]):
            random = Random(f"{self.seed}-{self.name}-{number}")
            own = random.sample(self.threads, each or threads)
            client = Client(person, self.stack.door, self.history, random, own, manner or Manner())
            self.clients.append(client)
        self.on_loop(self._start())

    async def _start(self) -> None:
        for client in self.clients:
            self._tasks.append(asyncio.create_task(client.listen()))
        for client in self.clients:
            self._posts.append(asyncio.create_task(client.post_all()))

    def finish(self) -> None:
        """Let everybody come to an end, and look for broken promises."""
        self.hush()
        finals = self.finals()
        until = time.monotonic() + CATCH_UP_WITHIN
        while not self._caught_up(finals) and time.monotonic() < until:
            time.sleep(0.1)
        self.leave()
        broken = broken_promises(self.history, finals)
        assert broken == [], "\n".join([f"seed {self.seed}", *broken])
        print(self.summary())  # noqa: T201

    def hush(self) -> None:
        """Nobody begins a message any more; those under way come to an end."""
        for client in self.clients:
            client.posting = False
        self.on_loop(_ended(self._posts), 180)

    def leave(self) -> None:
        """Everybody hangs up."""
        for client in self.clients:
            client.listening = False
        for task in self._tasks:
            self.stack.loop.loop.call_soon_threadsafe(task.cancel)
        self.on_loop(_ended(self._tasks), 60)

    def _caught_up(self, finals: dict[str, Final]) -> bool:
        return all(ear.at >= finals[ear.thread].seq for ear in self.history.ears)

    # What it did

    def acknowledged(self) -> int:
        return self.history.count(Outcome.OK)

    def wait_for(self, more: int, seconds: float = 60.0) -> float:
        """Wait until so many more messages are acknowledged; returns the seconds that it took."""
        started = time.monotonic()
        goal = self.acknowledged() + more
        while self.acknowledged() < goal:
            assert time.monotonic() - started < seconds, f"seed {self.seed}: nobody gets through any more"
            time.sleep(0.02)
        return time.monotonic() - started

    def summary(self) -> str:
        history = self.history
        counts = ", ".join(f"{history.count(outcome)} {outcome}" for outcome in Outcome)
        heard = f"{history.deliveries} deliveries"
        return f"{len(history.attempts)} messages ({counts}), {heard} {sorted(history.refusals())}"

    # REST, as the facilitator unless said otherwise

    def open_thread(self) -> str:
        body = {"title": "Випробування", "purpose": "deliberate"}
        reply = self.rest("POST", f"/groups/{self.community.group}/threads", body=body)
        assert reply.status == 201, reply
        return str(reply.body["id"])

    def rest(self, method: str, path: str, *, by: Person | None = None, **options: Any) -> Reply:
        """One request that must be answered; it is sent again until it is (it is safe to repeat)."""
        if method == "POST":
            key = f"{method}-{time.monotonic_ns()}"
            options["headers"] = {"Idempotency-Key": key, **options.get("headers", {})}
        work = self._insist(by or self.community.facilitator, method, path, options)
        return self.stack.loop.run(work, 180)

    async def _insist(self, by: Person, method: str, path: str, options: dict[str, Any]) -> Reply:
        until = time.monotonic() + INSISTS_FOR
        while time.monotonic() < until:
            try:
                reply = await request(self.stack.door, by, method, f"/api/v1{path}", **options)
            except LOST:
                await asyncio.sleep(0.25)
                continue
            if not _comes_too_early(reply):
                return reply
            await asyncio.sleep(0.25)
        raise TimeoutError(path)

    def finals(self) -> dict[str, Final]:
        """Every thread as REST tells it now."""
        readers = self.community.people
        return {
            thread: self.on_loop(self._final(thread, readers[number % len(readers)]), 120)
            for number, thread in enumerate(self.threads)
        }

    async def _final(self, thread: str, reader: Person) -> Final:
        path, messages = f"/threads/{thread}/messages", list[Stored]()
        query = "?around=1&limit=100"
        while True:
            reply = await self._insist(reader, "GET", path + query, {"patience": 20.0})
            assert reply.status == 200, reply
            messages += [
                Stored(one["number"], one["id"], one["client_id"], one["body"]) for one in reply.body["items"]
            ]
            if reply.body["next_cursor"] is None:
                return Final(messages, reply.body["seq"])
            query = f"?cursor={reply.body['next_cursor']}&limit=100"

    def on_loop(self, work: Coroutine[Any, Any, Any], patience: float = 120.0) -> Any:
        return self.stack.loop.run(work, patience)


def _comes_too_early(reply: Reply) -> bool:
    """Nothing is wrong with the request: too many, nobody to answer, or its own lost try is at work."""
    return reply.status in (429, 503) or (reply.status == 409 and reply.body.get("code") == "in_flight")


async def _ended(tasks: list[asyncio.Task[None]]) -> None:
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


MakeTrial = Callable[..., Trial]
