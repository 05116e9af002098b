"""The real server on a free port, in a thread, so that a test can reach into its process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import TypeVar

import uvicorn

from viche.config.asgi import application
from viche.realtime.hub import Hub, current_hub

R = TypeVar("R")


class Server:
    """uvicorn with the options of the product, and the hub of its loop."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"ws://127.0.0.1:{self._listener.getsockname()[1]}/ws/v1"
        config = uvicorn.Config(
            application,
            ws="websockets-sansio",
            ws_max_size=64 * 1024,
            ws_per_message_deflate=False,
            lifespan="on",
            log_level="critical",
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            threading.Event().wait(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()

    def inside(self, look: Callable[[Hub], R]) -> R:
        """What `look` says of the hub, asked in the server's own thread."""

        async def ask() -> R:
            return look(current_hub())

        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        await self._server.serve(sockets=[self._listener])
