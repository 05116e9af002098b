"""Asking others over HTTP: which addresses may be asked, and connections that go nowhere else."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool

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


def resolved(parts: SplitResult) -> str:
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


def pool_to(parts: SplitResult, host: str) -> HTTPConnectionPool:
    """Connections to a host at the network address that was judged."""
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


def target_of(parts: SplitResult) -> str:
    """Path and query of an address, as they stand in a request."""
    return f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
