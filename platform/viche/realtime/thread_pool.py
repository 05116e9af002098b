"""A thread pool for database work, and batching of requests into shared queries."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from queue import SimpleQueue
from time import monotonic
from typing import Any, Generic, TypeVar

from django.db import connections

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
A = TypeVar("A")
R = TypeVar("R")
Piece = tuple[asyncio.Future[Any], Callable[[], Any]]
MAX_BATCH = 500
MAX_TURN = 64
BATCH_DELAY = 0.02  # seconds
CONNECTION_TRUSTED = 1.0  # seconds for which an idle connection is used without a check


class ThreadPool:
    """A fixed number of threads for database work; each keeps its own database connection.

    The thread that worked last works next, because a connection used within the last second need not be
    checked. With a rotation of threads and a few messages per second, each thread would be idle for longer,
    and every message would cost a check.

    Alternatives: Django's `sync_to_async` runs all work of a process on one thread; a connection from the
    database pool for each piece of work costs a round trip for the check; and the threads of an executor end
    without returning their connections.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._lock = threading.Lock()
        self._idle: list[SimpleQueue[Piece | None]] = []  # queues that wake the idle threads
        self._waiting: deque[Piece | None] = deque()  # work that waits for a free thread
        self._threads = [
            threading.Thread(target=self._serve, name=f"{name}-{number}", daemon=True)
            for number in range(threads)
        ]
        self._state = "new"

    async def run(self, work: Callable[[], R]) -> R:
        """Run `work` on a thread and return its result.

        Raises the exception of the work, and RuntimeError once the pool is stopped.
        """
        if self._state == "stopped":
            raise RuntimeError("The pool is stopped.")
        if self._state == "new":
            self._state = "running"
            for thread in self._threads:
                thread.start()
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._hand((answer, work))
        return await answer

    def stop(self) -> None:
        """Make the threads end after their current work and return their connections. Does not wait."""
        self._state = "stopped"
        for _thread in self._threads:
            self._hand(None)  # one for each thread, which then ends

    def _hand(self, piece: Piece | None) -> None:
        with self._lock:
            if self._idle:
                self._idle.pop().put(piece)
            else:
                self._waiting.append(piece)

    def _next(self, mine: SimpleQueue[Piece | None]) -> Piece | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._idle.append(mine)
        return mine.get()

    def _serve(self) -> None:
        used, mine = monotonic(), SimpleQueue[Piece | None]()
        while (piece := self._next(mine)) is not None:
            answer, work = piece
            if monotonic() - used > CONNECTION_TRUSTED:
                connections.close_all()  # the next connection comes checked from the pool
            if not answer.cancelled():  # the caller may have been cancelled
                _run_piece(answer, work)
            used = monotonic()
        connections.close_all()


def _run_piece(answer: asyncio.Future[R], work: Callable[[], R]) -> None:
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits
        connections.close_all()
        # A future rejects StopIteration, so it is converted to RuntimeError, as a coroutine does.
        told = RuntimeError("StopIteration") if isinstance(error, StopIteration) else error
        _settle(answer, answer.set_exception, told)
    else:
        _settle(answer, answer.set_result, result)


def _settle(answer: asyncio.Future[R], settle: Callable[[Any], None], outcome: object) -> None:
    """Set the outcome of a future on the thread of its event loop."""

    def settled() -> None:
        if not answer.done():  # the caller may have been cancelled
            settle(outcome)

    with suppress(RuntimeError):  # the loop may have ended
        answer.get_loop().call_soon_threadsafe(settled)


class BatchQueue(Generic[A, R]):
    """Runs all requests that arrived during the previous batch as the next batch.

    The requests are answered in the order in which they were made.
    """

    def __init__(self, pool: ThreadPool, work: Callable[[Sequence[A]], Sequence[R]]) -> None:
        self._pool = pool
        self._work = work
        self._asked: list[tuple[A, asyncio.Future[R]]] = []
        self._task: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        return self._task is None

    async def ask(self, asked: A) -> R:
        """Return the answer to one request. Raises the exception of the batch."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._asked.append((asked, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._asked:
                turn, self._asked = self._asked[:MAX_TURN], self._asked[MAX_TURN:]
                await self._take(turn)
        finally:
            self._task = None

    async def _take(self, turn: Sequence[tuple[A, asyncio.Future[R]]]) -> None:
        asked = [one for one, _answer in turn]
        try:
            found = await self._pool.run(lambda: self._work(asked))
        except Exception as error:  # noqa: BLE001 - each asker gets it
            for _asked, answer in turn:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_asked, answer), result in zip(turn, found, strict=True):
            if not answer.done():  # the caller may have been cancelled
                answer.set_result(result)


class Batcher(Generic[K, V]):
    """Answers many requests with few queries: requests that arrive during a query share the next query.

    The next query starts after `BATCH_DELAY`, because after two requests hundreds may follow. When thousands
    of clients reconnect, a query per handful of them would cost as much as all their other work.
    """

    def __init__(self, pool: ThreadPool, load: Callable[[Sequence[K]], Mapping[K, V]]) -> None:
        self._pool = pool
        self._load = load
        self._asked: dict[K, list[asyncio.Future[V]]] = {}
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V:
        """Return the value of a key, read after this call.

        Raises the exception of the query, or KeyError for a key without a value.
        """
        # Each caller has its own future, so a cancelled caller does not cancel the others.
        answer: asyncio.Future[V] = asyncio.get_running_loop().create_future()
        self._asked.setdefault(key, []).append(answer)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._asked:
                keys = list(self._asked)[:MAX_BATCH]
                await self._answer({key: self._asked.pop(key) for key in keys})
                if 0 < len(self._asked) < MAX_BATCH:
                    await asyncio.sleep(BATCH_DELAY)
        finally:
            self._task = None

    async def _answer(self, batch: dict[K, list[asyncio.Future[V]]]) -> None:
        keys = list(batch)
        try:
            answers = await self._pool.run(lambda: self._load(keys))
        except Exception as error:  # noqa: BLE001 - each asker gets it
            for waiting in batch.values():
                for answer in waiting:
                    if not answer.done():
                        answer.set_exception(error)
            return
        for key, waiting in batch.items():
            for answer in waiting:
                if answer.done():
                    continue  # the caller may have been cancelled
                if key in answers:
                    answer.set_result(answers[key])
                else:
                    answer.set_exception(KeyError(key))
