"""Threads that keep a connection each, and give every one of them back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest
from django.db import connection

from viche.realtime.thread_pool import Batcher, ThreadPool

pytestmark = pytest.mark.django_db(transaction=True)


async def test_all_connections_come_back_however_busy_the_threads_are() -> None:
    pool, met, held = ThreadPool(4, "trial"), threading.Barrier(4), threading.Event()

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        met.wait(10)

    def ask_and_stay() -> None:
        held.wait(10)

    await asyncio.gather(*(pool.run(ask) for _thread in range(4)))
    late = [asyncio.ensure_future(pool.run(ask_and_stay)) for _thread in range(2)]
    await asyncio.sleep(0.05)
    pool.stop()
    held.set()
    await asyncio.gather(*late)
    for thread in pool._threads:
        await asyncio.to_thread(thread.join, 10)
    assert not any(thread.is_alive() for thread in pool._threads)
    with pytest.raises(RuntimeError, match="stopped"):
        await pool.run(ask)


async def test_the_thread_that_worked_last_works_next() -> None:
    pool, workers = ThreadPool(4, "trial"), set[int]()
    async with asyncio.timeout(10):
        for _piece in range(20):
            workers.add(await pool.run(threading.get_ident))
            while len(pool._idle) < 4:  # noqa: ASYNC110 - threads tell nobody
                await asyncio.sleep(0)
    assert len(workers) == 1
    pool.stop()


async def test_no_piece_waits_for_a_busy_thread_while_another_is_idle() -> None:
    pool, met = ThreadPool(4, "trial"), threading.Barrier(4)
    for _round in range(50):
        await asyncio.gather(*(pool.run(lambda: met.wait(10)) for _thread in range(4)))
    pool.stop()


async def test_who_waits_gets_the_error_of_the_work() -> None:
    pool = ThreadPool(1, "trial")

    def fail() -> None:
        raise LookupError("x")

    with pytest.raises(LookupError):
        await pool.run(fail)
    assert await pool.run(lambda: 5) == 5
    pool.stop()


async def test_no_asker_waits_for_an_answer_that_was_not_found() -> None:
    pool = ThreadPool(1, "trial")
    batcher = Batcher[str, int](pool, lambda keys: {key: 1 for key in keys if key != "lost"})
    async with asyncio.timeout(10):
        found = await asyncio.gather(*map(batcher.get, ("lost", "kept", "lost")), return_exceptions=True)
        assert [type(one) for one in found] == [KeyError, int, KeyError]
        assert await batcher.get("kept") == 1
    pool.stop()


async def test_who_asks_right_after_a_trip_shares_the_next_with_those_who_waited() -> None:
    pool, held, trips = ThreadPool(1, "trial"), threading.Event(), list[Sequence[str]]()

    def load(keys: Sequence[str]) -> dict[str, int]:
        held.wait(10)
        trips.append(keys)
        return dict.fromkeys(keys, 1)

    batcher = Batcher[str, int](pool, load)
    first = asyncio.ensure_future(batcher.get("first"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)  # it is under way
    waited = asyncio.ensure_future(batcher.get("waited"))
    await asyncio.sleep(0)
    held.set()
    async with asyncio.timeout(10):
        await first
        await asyncio.gather(batcher.get("late"), waited)
    assert trips == [["first"], ["waited", "late"]]
    pool.stop()


async def test_an_asker_who_goes_takes_nobody_along() -> None:
    pool, held = ThreadPool(1, "trial"), threading.Event()

    def load(keys: Sequence[str]) -> dict[str, int]:
        held.wait(10)
        return dict.fromkeys(keys, 1)

    batcher = Batcher[str, int](pool, load)
    goes, stays = (asyncio.ensure_future(batcher.get("one")) for _asker in range(2))
    await asyncio.sleep(0)
    goes.cancel()
    held.set()
    async with asyncio.timeout(10):
        assert await stays == 1
    assert goes.cancelled()
    pool.stop()


async def test_who_waits_is_answered_even_where_an_iterator_ended() -> None:
    pool = ThreadPool(1, "trial")
    async with asyncio.timeout(10):
        with pytest.raises(RuntimeError):
            await pool.run(lambda: next(iter(())))
    pool.stop()
