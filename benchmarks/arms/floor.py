"""The floor: a raw ASGI application that only posts and delivers messages.

It accepts any socket, subscribes once to the channels of all threads, stores each message with the product's
own durable statement through psycopg's asynchronous pool, publishes the frame, and sends it to each socket
that is subscribed to the thread. It has no login, no policy and no resumption after a disconnect. BENCH_FLOOR
names a JSON file with the statement, its parameters, and a frame as rendered by the product, so that the
bytes on the wire are alike.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections import defaultdict
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from psycopg_pool import AsyncConnectionPool
from redis.asyncio import Redis

from viche.kernel.clock import now
from viche.kernel.ids import uuid7

CHANNEL = "floor:"
GROUP = "SELECT group_id FROM dialogue_thread WHERE id = %s"


class Floor:
    def __init__(self) -> None:
        facts = orjson.loads(Path(os.environ["BENCH_FLOOR"]).read_bytes())
        self._statement: str = facts["statement"]
        self._parameters = {name: _parse_value(name, value) for name, value in facts["parameters"].items()}
        self._said: dict[str, Any] = facts["said"]
        self._frame: dict[str, Any] = facts["frame"]
        self._redis = Redis.from_url(os.environ["REDIS_URL"])
        self._pool = AsyncConnectionPool(os.environ["DATABASE_URL"], min_size=8, max_size=8, open=False)
        self._sockets: dict[str, set[Any]] = defaultdict(set)  # by topic
        self._groups: dict[str, str] = {}  # of each thread
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        # Quiet, like the product: by default the server logs a line for every connection.
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
        await self._pool.open()
        self._tasks.append(asyncio.create_task(self._deliver()))

    async def stop(self) -> None:
        self._tasks.pop().cancel()
        await self._pool.close()

    async def _deliver(self) -> None:
        heard = self._redis.pubsub()
        await heard.psubscribe(f"{CHANNEL}*")
        async for message in heard.listen():
            if message["type"] == "pmessage":
                frame = {"type": "websocket.send", "text": message["data"].decode()}
                for send in list(self._sockets[message["channel"].decode().removeprefix(CHANNEL)]):
                    await send(frame)

    async def socket(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        topic = ""
        try:
            while (message := await receive())["type"] == "websocket.receive":
                frame = orjson.loads(message["text"])
                if frame["type"] == "subscribe":
                    topic = frame["topic"]
                    self._sockets[topic].add(send)
                    await _answer(send, {"type": "subscribed", "id": frame["id"]})
                else:
                    number = await self._post(frame)
                    await _answer(send, {"type": "ok", "id": frame["id"], "data": {"number": number}})
        finally:
            self._sockets[topic].discard(send)

    async def _post(self, frame: dict[str, Any]) -> int:
        own = {name: uuid7() for name in ("message_id", "event_id", "reading_id")}
        at, words = now(), {"client_id": frame["client_id"], "body": frame["body"]}
        said = orjson.dumps([{**self._said, **own, **words}]).decode()
        topic = f"thread:{frame['thread_id']}"
        async with self._pool.connection() as connection:
            place = await self._place(connection, frame["thread_id"])
            known = {**self._parameters, **place, "at": at, "said": said}
            cursor = await connection.execute(self._statement, known)
            rows = await cursor.fetchall()
        number = int(rows[0][1])
        seq = next(seq for _nth, _number, name, seq in rows if name == topic)
        message = {**self._frame["data"]["message"], "id": own["message_id"], **words, "number": number}
        data = {**self._frame["data"], "message": message}
        shown = {**self._frame, "topic": topic, "seq": seq, "at": at, "data": data}
        await self._redis.publish(CHANNEL + topic, orjson.dumps(shown))
        return number

    async def _place(self, connection: Any, thread_id: str) -> dict[str, Any]:
        """Return the statement's parameters of a thread; its group is queried once."""
        if thread_id not in self._groups:
            cursor = await connection.execute(GROUP, [thread_id])
            (self._groups[thread_id],) = await cursor.fetchone()
        group_id = self._groups[thread_id]
        topics = [f"group:{group_id}", f"thread:{thread_id}"]
        return {"thread_id": thread_id, "group_id": group_id, "topics": topics}


def _parse_value(name: str, value: Any) -> Any:
    return UUID(value) if name.endswith("_id") and value is not None else value


async def _answer(send: Any, frame: dict[str, Any]) -> None:
    await send({"type": "websocket.send", "text": orjson.dumps(frame).decode()})


_floor: Floor | None = None


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI entry point."""
    global _floor
    if scope["type"] == "websocket":
        assert _floor is not None
        await _floor.socket(receive, send)
        return
    while scope["type"] == "lifespan":
        message = await receive()
        if message["type"] == "lifespan.startup":
            _floor = Floor()
            await _floor.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            assert _floor is not None
            await _floor.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
