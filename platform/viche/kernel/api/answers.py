"""JSON responses with the version as ETag, and the snapshot that they are read from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

import orjson
from django.db import connection, transaction
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

T = TypeVar("T")
SHOWN: Any = object()  # the data of the answer itself


class JsonRenderer(BaseRenderer):
    """JSON by orjson: UUIDs as strings, times in UTC with Z."""

    media_type = "application/json"
    format = "json"
    charset = None
    options = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, option=self.options)


class ProblemRenderer(JsonRenderer):
    """The same for problem details (RFC 9457)."""

    media_type = "application/problem+json"
    format = "problem"


class Answer(Generic[T], Response):
    """A JSON response. `of` is what the endpoint records as read: the data, unless it is something else."""

    of: Any = SHOWN


def answer(data: T, *, status: int = 200, version: int | None = None, of: Any = SHOWN) -> Answer[T]:
    """Return a JSON response. `version` becomes the ETag, which clients send back in If-Match.

    `of` is what is recorded as read, where the data does not say it; None: nothing here is.
    """
    headers = {} if version is None else {"ETag": f'"{version}"'}
    made: Answer[T] = Answer(data, status=status, headers=headers)
    made.of = of
    return made


@contextmanager
def read_snapshot() -> Iterator[None]:
    """Open a read-only REPEATABLE READ transaction, so that a container and its `seq` agree.

    Inside another transaction (a test, an idempotent request) it uses that one as it is.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
