"""Bodies without measure end where they arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from viche.config import body_limits
from viche.config.body_limits import MAX_HEADER_BYTES, MAX_HEADERS, LimitedBodies, Message, Receive, Send


async def reading(_scope: Message, receive: Receive, send: Send) -> None:
    """An application that reads everything, as Django does, and answers with the number of bytes."""
    read = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        read += len(message["body"])
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(read).encode()})


async def post(path: str, *parts: bytes, method: str = "POST", **headers: str) -> tuple[int, bytes, int]:
    """Status and body of the answer, and how many parts were read."""
    sent: list[Any] = []
    arriving = iter(parts)
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": next(arriving), "more_body": read < len(parts)}

    async def send(message: Message) -> None:
        sent.append(message)

    encoded = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": encoded, "query_string": b""}
    await LimitedBodies(reading, most=10, most_uploaded=100)(scope, receive, send)
    return sent[0]["status"], sent[1]["body"], read


async def test_what_fits_goes_through() -> None:
    assert await post("/api/v1/tokens", b"12345", b"67890") == (200, b"10", 2)
    assert (await post("/api/v1/files", b"x" * 100))[0] == 200
    assert (await post("/api/v1/uploads/x", b"x" * 100, method="PATCH"))[0] == 200
    assert (await post("/api/v1/uploads/x", b"x" * 101, method="PATCH"))[0] == 413
    assert (await post("/api/v1/uploads/x/file", b"x" * 11))[0] == 413


@pytest.mark.parametrize("path", ["/api/v1/tokens", "/_allauth/browser/v1/auth/login", "/", "/api/v1/files/"])
async def test_a_stream_without_end_is_cut_off(path: str) -> None:
    status, body, read = await post(path, *[b"12345"] * 1000, accept_language="en")
    assert (status, read) == (413, 3)
    assert orjson.loads(body)["code"] == "too_large"
    assert orjson.loads(body)["title"] == "Too large"


async def test_what_announces_itself_too_large_is_not_read() -> None:
    status, body, read = await post("/api/v1/tokens", b"1", content_length="11")
    assert (status, read) == (413, 0)
    assert orjson.loads(body)["title"] == "Завеликий обсяг"
    assert (await post("/api/v1/files", b"1", content_length="101"))[0] == 413


async def test_an_announcement_that_lies_does_not_help() -> None:
    assert (await post("/api/v1/tokens", *[b"12345"] * 3, content_length="5"))[0] == 413


@pytest.mark.parametrize(
    ("method", "path", "words"),
    [
        ("POST", "/", "Nothing was changed. Send it again, whole."),
        ("PATCH", "/api/v1/uploads/x", "What came of it counts. Ask how much is here, and go on from there."),
    ],
)
async def test_a_body_that_stops_arriving_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, method: str, path: str, words: str
) -> None:
    monkeypatch.setattr(body_limits, "BODY_TIMEOUT", 0.05)
    sent: list[Any] = []
    arriving: Iterator[Message] = iter([{"type": "http.request", "body": b"1", "more_body": True}])

    async def receive() -> Message:
        for message in arriving:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"accept-language", b"en")]
    scope = {"type": "http", "method": method, "path": path, "headers": headers, "query_string": b""}
    await LimitedBodies(reading, most=10, most_uploaded=100)(scope, receive, send)
    assert sent[0]["status"] == 408
    said = orjson.loads(sent[1]["body"])
    assert (said["code"], said["detail"]) == ("too_slow", words)


async def test_after_the_body_the_client_may_be_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limits, "BODY_TIMEOUT", 0.05)
    gone = asyncio.Event()
    heard: list[str] = []
    arriving: Iterator[Message] = iter([{"type": "http.request", "body": b"1", "more_body": False}])

    async def receive() -> Message:
        for message in arriving:
            return message
        await gone.wait()
        return {"type": "http.disconnect"}

    async def waiting(_scope: Message, receive: Receive, _send: Send) -> None:
        await receive()
        asyncio.get_running_loop().call_later(0.2, gone.set)
        heard.append((await receive())["type"])

    async def send(message: Message) -> None:
        raise AssertionError(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""}
    await LimitedBodies(waiting, most=10, most_uploaded=100)(scope, receive, send)
    assert heard == ["http.disconnect"]


@pytest.mark.parametrize(
    "headers",
    [{"x": "a" * MAX_HEADER_BYTES}, {f"x{number}": "a" for number in range(MAX_HEADERS + 1)}],
    ids=["long", "many"],
)
async def test_headers_have_a_measure_too(headers: dict[str, str]) -> None:
    status, body, read = await post("/", b"1", **headers)
    assert (status, read) == (431, 0)
    assert orjson.loads(body)["code"] == "headers_too_large"
