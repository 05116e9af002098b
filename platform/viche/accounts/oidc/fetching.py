"""Asking a provider over HTTP: within bounds, without redirects, never inside our own network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from urllib3 import Timeout
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from viche.kernel.outgoing import Unreachable, checked_address, pool_to, resolved, target_of

LARGEST = 256 * 1024  # bytes of an answer
PIECE = 16 * 1024
PATIENCE = Timeout(connect=3, read=5)  # seconds
WHOLE = 10.0  # seconds for all of an answer


def fetch(
    address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object that `address` answers to GET, or to POST of a form. Raises Unreachable."""
    parts, deadline = checked_address(address), monotonic() + WHOLE
    host = resolved(parts)
    sent = {"Host": parts.netloc, "Accept": "application/json", "Accept-Encoding": "identity"}
    body = None if form is None else urlencode(form)
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    with pool_to(parts, host) as pool:
        try:
            response = pool.urlopen(
                "GET" if body is None else "POST",
                target_of(parts),
                body=body,
                headers={**sent, **(headers or {})},
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=PATIENCE,
            )
            return response.status, _object(b"".join(_read(response, deadline)))
        except (HTTPError, OSError, ValueError, RecursionError) as error:
            raise Unreachable from error


def _read(response: BaseHTTPResponse, deadline: float) -> Iterator[bytes]:
    size = 0
    while piece := response.read1(PIECE, decode_content=False):
        size += len(piece)
        if size > LARGEST or monotonic() > deadline:
            raise Unreachable
        yield piece


def _object(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict):
        raise Unreachable
    return found
