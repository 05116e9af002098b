"""The real server on a free port, in a thread, so that a test can reach into its process."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import uvicorn

from viche.config.asgi import application
from viche.realtime.hub import Hub, get_hub

R = TypeVar("R")


class Loop(asyncio.SelectorEventLoop):
    """Its clock can be put forward."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


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
        self._loop = Loop()
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
            return look(get_hub())

        return asyncio.run_coroutine_threadsafe(ask(), self._loop).result(10)

    def put_forward(self, time: timedelta) -> None:
        """Let what the server waits for come as much sooner."""

        def pass_by(_hub: Hub) -> None:
            self._loop.ahead += time.total_seconds()

        self.inside(pass_by)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._server.serve(sockets=[self._listener]))
