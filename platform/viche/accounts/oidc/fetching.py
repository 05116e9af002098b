"""Asking a provider over HTTP: within bounds, without redirects, never inside our own network."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from time import monotonic
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

LARGEST = 256 * 1024  # bytes of an answer
PIECE = 16 * 1024
PATIENCE = Timeout(connect=3, read=5)  # seconds
WHOLE = 10.0  # seconds for all of an answer
# IPv4 addresses behind a translator (RFC 6052): what stands there may be ours again.
TRANSLATED = IPv6Network("64:ff9b::/96")


class Unreachable(Exception):
    """There is no such address for us, or what answers there is not what was asked for."""


def checked_address(address: str) -> SplitResult:
    """An address that may be asked: https, and nothing in it but host and path. Raises Unreachable."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Unreachable from error
    schemes = ("https", "http") if settings.PRIVATE_PROVIDERS else ("https",)
    odd = parts.username is not None or parts.fragment or port == 0 or not address.isascii()
    if parts.scheme not in schemes or not parts.hostname or odd or any(one <= " " for one in address):
        raise Unreachable
    return parts


def fetch(
    address: str, *, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, Any]]:
    """Status and JSON object that `address` answers to GET, or to POST of a form. Raises Unreachable."""
    parts, deadline = checked_address(address), monotonic() + WHOLE
    host = _resolved(parts)
    sent = {"Host": parts.netloc, "Accept": "application/json", "Accept-Encoding": "identity"}
    body = None if form is None else urlencode(form)
    if body is not None:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    with _pool(parts, host) as pool:
        try:
            response = pool.urlopen(
                "GET" if body is None else "POST",
                target,
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


def _resolved(parts: SplitResult) -> str:
    """The address of the host: looked up once, judged, and then connected to, so that it cannot change."""
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not (settings.PRIVATE_PROVIDERS or all(map(is_public, addresses))):
        raise Unreachable
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address of a network lies outside of ours and of every private one."""
    one = ip_address(address.partition("%")[0])
    if isinstance(one, IPv4Address):
        return one.is_global and not one.is_multicast
    return one.is_global and not one.is_multicast and not _carries_another(one)


def _carries_another(one: IPv6Address) -> bool:
    return bool(one.ipv4_mapped or one.sixtofour or one.teredo) or one in TRANSLATED


def _pool(parts: SplitResult, host: str) -> HTTPConnectionPool:
    if parts.scheme == "http":
        return HTTPConnectionPool(host, parts.port or 80)
    # To this address; the certificate is that of the name.
    return HTTPSConnectionPool(
        host,
        parts.port or 443,
        cert_reqs="CERT_REQUIRED",
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


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
