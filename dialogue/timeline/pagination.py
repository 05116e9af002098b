"""Pages of messages: around the first unread one, around a number, or by cursor."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from dialogue.reading.read_state import ReadState
from dialogue.threads.models import Thread
from viche.kernel.api import limit_of
from viche.kernel.errors import Malformed

# How many messages that were read already are shown above the first unread one.
CONTEXT_SIZE = 5


@dataclass(frozen=True, slots=True)
class Window:
    """Message numbers from `first` to `last` of a thread that has `total`."""

    first: int
    last: int
    total: int

    @property
    def next_cursor(self) -> str | None:
        return _encode_cursor("after", self.last) if self.last < self.total else None

    @property
    def previous_cursor(self) -> str | None:
        return _encode_cursor("before", self.first) if self.first > 1 else None


def get_window(
    request: Request, thread: Thread, reading: Callable[[], ReadState], around: int | None
) -> Window:
    """Return the requested window of numbers; by default around the first unread one.

    Numbers have no gaps, so a page is computed without a query. Raises Malformed for a bad limit or cursor.
    """
    limit, total = limit_of(request), thread.message_count
    cursor = request.query_params.get("cursor")
    if cursor is not None:
        if around is not None:
            raise Malformed("bad_query", _("Send either around or cursor."))
        side, number = _decode_cursor(cursor)
        first = number + 1 if side == "after" else max(1, number - limit)
        last = number + limit if side == "after" else number - 1
        return Window(first, min(last, total), total)
    if around is not None:
        first = around - limit // 2
    elif (unread := reading().first_unread) is not None:
        first = unread - min(CONTEXT_SIZE, limit - 1)
    else:
        first = total - limit + 1
    first = max(1, min(first, total - limit + 1))
    return Window(first, min(first + limit - 1, total), total)


def _encode_cursor(side: str, number: int) -> str:
    return urlsafe_b64encode(orjson.dumps([side, number])).decode().rstrip("=")


def _decode_cursor(cursor: str) -> tuple[str, int]:
    try:
        side, number = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, TypeError) as error:
        raise _bad_cursor() from error
    if side not in ("after", "before") or type(number) is not int or not 0 < number < 2**31 - 1000:
        raise _bad_cursor()
    return side, number


def _bad_cursor() -> Malformed:
    return Malformed("bad_cursor", _("This cursor was not given by this list."))
