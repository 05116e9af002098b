"""Client side of a websocket as bytes: no library between the load generator and the server."""

from __future__ import annotations

from typing import Any

import orjson

from benchmarks.lab import ORIGIN

EVENT_PREFIX = b'{"type":"event",'  # how each event begins, alone or batched with others in one frame
ERROR_PREFIX = b'{"type":"error",'
SUBSCRIBED_MARK = b'"type":"subscribed"'
END_OF_HEAD = b"\r\n\r\n"


def build_handshake(cookie: str) -> bytes:
    """Return the upgrade request; the key is the example of RFC 6455 (the answer is not checked)."""
    lines = [
        "GET /ws/v1 HTTP/1.1",
        "Host: localhost",
        f"Origin: {ORIGIN}",
        f"Cookie: {cookie}",
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
        "Accept-Language: uk,en;q=0.8",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def build_text_frame(frame: Any) -> bytes:
    """Return a masked text frame. The mask is zero, which leaves the payload unchanged."""
    payload = orjson.dumps(frame)
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + payload


def build_subscribe_frame(topic: str, after: int | None = None) -> bytes:
    frame: dict[str, Any] = {"type": "subscribe", "id": 1, "topic": topic}
    return build_text_frame(frame if after is None else {**frame, "after": after})


class Counter:
    """Counts the events in a stream of bytes, wherever it is cut."""

    __slots__ = ("_tail", "events")

    def __init__(self) -> None:
        self.events = 0
        self._tail = b""

    def feed(self, data: bytes) -> int:
        """Return how many events began in `data`."""
        joined = self._tail + data
        found = joined.count(EVENT_PREFIX)
        # A prefix that is cut off is counted with the next bytes.
        self._tail = joined[1 - len(EVENT_PREFIX) :]
        self.events += found
        return found
