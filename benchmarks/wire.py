"""The client's side of a websocket as bytes: no library stands between the load and what is measured."""

from __future__ import annotations

from typing import Any

import orjson

from benchmarks.lab import ORIGIN

MARK = b'{"type":"event",'  # how each event begins, alone or among others in one frame
REFUSED = b'{"type":"error",'
SUBSCRIBED = b'"type":"subscribed"'
END_OF_HEAD = b"\r\n\r\n"


def handshake(cookie: str) -> bytes:
    """The request that opens a socket; the key is the example of RFC 6455 (the answer is not checked)."""
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


def text_frame(frame: Any) -> bytes:
    """A masked text frame. The mask is zero, which leaves the payload as it is."""
    payload = orjson.dumps(frame)
    size = len(payload)
    length = bytes((0x80 | size,)) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x81" + length + b"\0\0\0\0" + payload


def subscribe(topic: str, after: int | None = None) -> bytes:
    frame: dict[str, Any] = {"type": "subscribe", "id": 1, "topic": topic}
    return text_frame(frame if after is None else {**frame, "after": after})


class Counter:
    """Counts the events in a stream of bytes, whole however it was cut."""

    __slots__ = ("_tail", "events")

    def __init__(self) -> None:
        self.events = 0
        self._tail = b""

    def feed(self, data: bytes) -> int:
        """Returns how many events began in `data`."""
        joined = self._tail + data
        found = joined.count(MARK)
        # A beginning that is cut is counted with the next bytes.
        self._tail = joined[1 - len(MARK) :]
        self.events += found
        return found
