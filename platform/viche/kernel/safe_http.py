"""Outgoing HTTP with SSRF protection: permitted URLs, and connections pinned to a checked address."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

# IPv4 addresses behind a NAT64 translator (RFC 6052): they may be private addresses again.
NAT64_PREFIX = IPv6Network("64:ff9b::/96")


class Unreachable(Exception):
    """Raised when a URL may not be requested, or the server does not answer as expected."""


def validate_url(address: str) -> SplitResult:
    """Return the parts of a URL that may be requested: https, without credentials or fragment.

    Raises Unreachable.
    """
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


def resolve_host(parts: SplitResult) -> str:
    """Resolve the host once and return a checked address.

    The connection then uses it (no DNS rebinding). Raises Unreachable when the host is unknown or has a
    private address.
    """
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable from error
    addresses = [str(one[4][0]) for one in found]
    if not addresses or not (settings.PRIVATE_PROVIDERS or all(map(is_public, addresses))):
        raise Unreachable
    return addresses[0]


def is_public(address: str) -> bool:
    """Return whether an IP address is public.

    It must be neither private nor multicast, nor wrap an IPv4 address.
    """
    one = ip_address(address.partition("%")[0])
    if isinstance(one, IPv4Address):
        return one.is_global and not one.is_multicast
    return one.is_global and not one.is_multicast and not _embeds_ipv4(one)


def _embeds_ipv4(one: IPv6Address) -> bool:
    return bool(one.ipv4_mapped or one.sixtofour or one.teredo) or one in NAT64_PREFIX


def build_connection_pool(parts: SplitResult, host: str) -> HTTPConnectionPool:
    """Return a connection pool to the host at the IP address that was checked."""
    if parts.scheme == "http":
        return HTTPConnectionPool(host, parts.port or 80)
    # Connect to the address, but verify the certificate against the host name.
    return HTTPSConnectionPool(
        host,
        parts.port or 443,
        cert_reqs="CERT_REQUIRED",
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def request_target_of(parts: SplitResult) -> str:
    """Return path and query of a URL, as in the request line."""
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
