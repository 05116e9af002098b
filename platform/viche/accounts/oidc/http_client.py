"""HTTP client for providers: limited size and time, no redirects, never into our own network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from urllib3 import Timeout
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from viche.kernel.safe_http import (
    Unreachable,
    build_connection_pool,
    request_target_of,
    resolve_host,
    validate_url,
)

MAX_RESPONSE_BYTES = 256 * 1024
CHUNK_BYTES = 16 * 1024
REQUEST_TIMEOUT = Timeout(connect=3, read=5)  # seconds
TOTAL_SECONDS = 10.0  # for the whole response


def fetch_json(
    address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Return the status and JSON object that `address` answers to GET, or to POST of a form.

    Raises Unreachable.
    """
    parts, deadline = validate_url(address), monotonic() + TOTAL_SECONDS
    host = resolve_host(parts)
    sent = {"Host": parts.netloc, "Accept": "application/json", "Accept-Encoding": "identity"}
    body = None if form is None else urlencode(form)
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    with build_connection_pool(parts, host) as pool:
        try:
            response = pool.urlopen(
                "GET" if body is None else "POST",
                request_target_of(parts),
                body=body,
                headers={**sent, **(headers or {})},
                redirect=False,
                retries=False,
                preload_content=False,
                timeout=REQUEST_TIMEOUT,
            )
            return response.status, _parse_object(b"".join(_read_chunks(response, deadline)))
        except (HTTPError, OSError, ValueError, RecursionError) as error:
            raise Unreachable from error


def _read_chunks(response: BaseHTTPResponse, deadline: float) -> Iterator[bytes]:
    size = 0
    while piece := response.read1(CHUNK_BYTES, decode_content=False):
        size += len(piece)
        if size > MAX_RESPONSE_BYTES or monotonic() > deadline:
            raise Unreachable
        yield piece


def _parse_object(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict):
        raise Unreachable
    return found
