"""Threads of the hub's own for work with the database, and batches that share one trip to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from django.db import connections

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
R = TypeVar("R")
LARGEST_BATCH = 500


class Pool:
    """A bounded number of threads. A connection goes back to the database pool after each piece of work.

    Django's own `sync_to_async` would run everything of a process on one thread.
    """

    def __init__(self, threads: int, name: str, *, keep_connection: bool = False) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._keep = keep_connection

    async def run(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._do, work)

    def stop(self) -> None:
        self._executor.submit(connections.close_all)
        self._executor.shutdown(wait=False)

    def _do(self, work: Callable[[], R]) -> R:
        done = False
        try:
            result = work()
            done = True
            return result
        finally:
            if not (self._keep and done):
                connections.close_all()


class Batcher(Generic[K, V]):
    """Answers many askers with few trips: who asks while one is under way shares the next."""

    def __init__(self, pool: Pool, load: Callable[[Sequence[K]], Mapping[K, V]]) -> None:
        self._pool = pool
        self._load = load
        self._asked: dict[K, asyncio.Future[V]] = {}
        self._task: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V:
        """The answer as of a moment after this call. Raises what the loading raised."""
        waiting = self._asked.get(key)
        if waiting is None:
            waiting = self._asked[key] = asyncio.get_running_loop().create_future()
            if self._task is None:
                self._task = asyncio.create_task(self._run())
        return await asyncio.shield(waiting)

    async def _run(self) -> None:
        try:
            while self._asked:
                keys = list(self._asked)[:LARGEST_BATCH]
                await self._answer({key: self._asked.pop(key) for key in keys})
        finally:
            self._task = None

    async def _answer(self, batch: dict[K, asyncio.Future[V]]) -> None:
        keys = list(batch)
        try:
            answers = await self._pool.run(lambda: self._load(keys))
        except Exception as error:  # noqa: BLE001 - each asker gets it
            for waiting in batch.values():
                waiting.set_exception(error)
                waiting.exception()  # an asker may have gone
            return
        for key, waiting in batch.items():
            waiting.set_result(answers[key])
