"""Baseline with Channels: a consumer per socket on the pub/sub layer, group_send, send_json, the ORM.

It only stores the message: no sequence number, no event, no policy.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import orjson

django.setup()

from channels.db import database_sync_to_async  # noqa: E402
from channels.generic.websocket import AsyncJsonWebsocketConsumer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

from dialogue.models import Message  # noqa: E402
from viche.kernel.clock import now  # noqa: E402

FACTS = orjson.loads(Path(os.environ["BENCH_FLOOR"]).read_bytes())
THREAD, AUTHOR = UUID(FACTS["parameters"]["thread_id"]), UUID(FACTS["said"]["author_id"])
GROUP = "usual"
numbers = count(10**6 + os.getpid() * 10_000)


class Consumer(AsyncJsonWebsocketConsumer):  # type: ignore[misc]  # Channels publishes no types
    async def connect(self) -> None:
        await self.accept()

    async def receive_json(self, content: dict[str, Any], **kwargs: Any) -> None:
        if content["type"] == "subscribe":
            await self.channel_layer.group_add(GROUP, self.channel_name)
            await self.send_json({"type": "subscribed", "id": content["id"]})
            return
        number = next(numbers)
        await database_sync_to_async(_store)(content, number)
        message = {**FACTS["frame"]["data"]["message"], "number": number, "body": content["body"]}
        message["client_id"] = content["client_id"]
        frame = {**FACTS["frame"], "seq": number, "data": {**FACTS["frame"]["data"], "message": message}}
        await self.channel_layer.group_send(GROUP, {"type": "said", "frame": frame})
        await self.send_json({"type": "ok", "id": content["id"], "data": {"number": number}})

    async def said(self, event: dict[str, Any]) -> None:
        await self.send_json(event["frame"])

    @classmethod
    async def encode_json(cls, content: dict[str, Any]) -> str:
        # The same JSON library as the product, so that it makes no difference.
        return orjson.dumps(content).decode()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(GROUP, self.channel_name)


def _store(content: dict[str, Any], number: int) -> None:
    Message.objects.create(
        thread_id=THREAD,
        number=number,
        author_id=AUTHOR,
        client_id=content["client_id"],
        body=content["body"],
        posted_at=now(),
    )


application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/v1", Consumer.as_asgi())])})
