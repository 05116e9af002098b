"""Start and stop with the server (ASGI lifespan)."""

from __future__ import annotations

from typing import Any

from viche.realtime.hub import stop_hub


async def handle_lifespan(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Report that the process is ready, and stop the hub with the server. The hub starts by itself."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await stop_hub()
            await send({"type": "lifespan.shutdown.complete"})
            return
