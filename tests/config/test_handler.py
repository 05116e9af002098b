"""The ASGI handler: one trip to a thread for each request, and everything that an answer can be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import override_settings
from django.urls import path

from viche.config.handler import Handler

Message = dict[str, Any]


def echo(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(request.body, headers={"X-Thread": threading.current_thread().name})
    response.set_cookie("first", "1")
    response.set_cookie("second", "2")
    return response


def stream(request: HttpRequest) -> HttpResponseBase:
    def parts() -> Iterator[bytes]:
        yield b"one "
        yield b"two"

    return StreamingHttpResponse(parts())


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def backend(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return HttpResponse(str(cursor.fetchone()[0]))


def cut(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    return HttpResponse()


arrived: list[bytes] = []


def part(request: HttpRequest, _upload_id: str) -> HttpResponse:
    arrived.append(request.read())
    return HttpResponse(status=204)


urlpatterns = [path(one.__name__, one) for one in (echo, stream, crash, backend, cut)]
urlpatterns += [path("api/v1/uploads/<str:_upload_id>", part)]
handler500 = "viche.kernel.api.problems.respond_server_error"


def ask(
    address: str,
    *bodies: bytes,
    query: bytes = b"",
    whole: bool = True,
    handler: Handler | None = None,
    method: str = "POST",
) -> list[Message]:
    """What the handler sends for a request whose body comes in pieces, and breaks off unless `whole`."""
    came: list[Message] = [{"type": "http.request", "body": one, "more_body": True} for one in bodies]
    came.append({"type": "http.request"} if whole else {"type": "http.disconnect"})
    sent: list[Message] = []

    async def receive() -> Message:
        return came.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": address, "query_string": query, "headers": []}
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        asyncio.run((handler or Handler(1))(scope, receive, send))
    return sent


def test_an_answer_comes_from_a_thread_of_the_pool_with_its_cookies() -> None:
    start, body = ask("/echo", b"some", b"thing")
    headers = [(name.lower(), value) for name, value in start["headers"]]
    assert (start["status"], body) == (200, {"type": "http.response.body", "body": b"something"})
    assert (b"x-thread", b"http-0") in headers
    cookies = [value for name, value in headers if name == b"set-cookie"]
    assert cookies == [b"first=1; Path=/", b"second=2; Path=/"]


def test_a_body_larger_than_memory_permits_is_whole() -> None:
    with override_settings(FILE_UPLOAD_MAX_MEMORY_SIZE=10, DATA_UPLOAD_MAX_MEMORY_SIZE=None):
        _start, body = ask("/echo", b"a" * 8, b"b" * 8)
    assert body["body"] == b"a" * 8 + b"b" * 8


def test_a_request_that_breaks_off_is_not_answered() -> None:
    assert ask("/echo", b"half of", whole=False) == []


def test_of_a_part_of_a_file_counts_what_came_before_the_line_was_cut() -> None:
    arrived.clear()
    assert ask("/api/v1/uploads/x", b"ha", b"lf", method="PATCH", whole=False) == []
    assert ask("/api/v1/uploads/x", b"half", method="POST", whole=False) == []
    assert arrived == [b"half"]
    start, _body = ask("/api/v1/uploads/x", b"whole", method="PATCH")
    assert (start["status"], arrived) == (204, [b"half", b"whole"])


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators")
def test_a_stream_is_sent_in_parts() -> None:
    start, *parts = ask("/stream")
    assert start["status"] == 200
    assert [one.get("body") for one in parts] == [b"one ", b"two", None]
    assert [one.get("more_body", False) for one in parts] == [True, True, False]


def test_a_crash_is_a_problem() -> None:
    start, body = ask("/crash")
    assert start["status"] == 500
    assert b'"code":"internal"' in body["body"]


def test_an_address_that_is_not_text_is_malformed() -> None:
    start, _body = ask("/echo", query=b"\xff")
    assert start["status"] == 400


@pytest.mark.django_db(transaction=True)
def test_a_thread_keeps_its_connection_until_something_goes_wrong_on_it() -> None:
    with override_settings(MIDDLEWARE=[]):
        handler = Handler(1)

    def asked(address: str) -> tuple[int, bytes]:
        start, body = ask(address, handler=handler)
        return start["status"], body["body"]

    status, first = asked("/backend")
    assert (status, asked("/backend")) == (200, (200, first))
    assert asked("/cut")[0] == 503
    status, second = asked("/backend")
    assert status == 200
    assert second != first
    handler.stop()
