"""OpenID Connect discovery: fetch, validate and cache provider metadata and signing keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from viche.accounts.oidc.http_client import fetch_json
from viche.kernel.safe_http import Unreachable, validate_url

T = TypeVar("T")
CACHE_SECONDS = 3600.0  # how long a response of a provider is cached
FAILURE_CACHE_SECONDS = 10.0  # how long a failure is cached before the provider is asked again


@dataclass(frozen=True, slots=True)
class DiscoveryDocument:
    """Provider metadata (OpenID Connect Discovery 1.0 §3)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    # Whether the authorization response carries `iss` (RFC 9207).
    sends_issuer: bool
    # Whether the client secret is sent as HTTP Basic authentication, otherwise in the form.
    basic: bool


# (issuer, what) → time of the request and the response, or None after a failure.
_cache: dict[tuple[str, str], tuple[float, Any]] = {}


def get_discovery_document(issuer: str) -> DiscoveryDocument:
    """Return the discovery document of a provider.

    Raises Unreachable, also when the document names another issuer.
    """
    return _get_cached(issuer, "document", lambda: _read_document(issuer))


def get_signing_keys(document: DiscoveryDocument, *, anew: bool = False) -> list[dict[str, Any]]:
    """Return the public keys of a provider as JSON (RFC 7517).

    `anew` bypasses the cache. Raises Unreachable.
    """
    if anew:
        _cache.pop((document.issuer, "keys"), None)
    return _get_cached(document.issuer, "keys", lambda: _read_keys(document.keys))


def clear_discovery_cache() -> None:
    """Clear the cache of discovery documents and keys."""
    _cache.clear()


def _get_cached(issuer: str, what: str, read: Callable[[], T]) -> T:
    at, answer = _cache.get((issuer, what), (0.0, None))
    age = monotonic() - at if at else CACHE_SECONDS
    if answer is not None and age < CACHE_SECONDS:
        kept: T = answer
        return kept
    if answer is None and age < FAILURE_CACHE_SECONDS:
        raise Unreachable
    try:
        fresh = read()
    except Unreachable:
        _cache[issuer, what] = (monotonic(), None)
        raise
    _cache[issuer, what] = (monotonic(), fresh)
    return fresh


def _read_document(issuer: str) -> DiscoveryDocument:
    status, said = fetch_json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if status != 200 or said.get("issuer") != issuer:
        raise Unreachable
    ways = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return DiscoveryDocument(
        issuer=issuer,
        authorization=_get_endpoint(said, "authorization_endpoint"),
        token=_get_endpoint(said, "token_endpoint"),
        keys=_get_endpoint(said, "jwks_uri"),
        sends_issuer=said.get("authorization_response_iss_parameter_supported") is True,
        basic="client_secret_basic" in ways,
    )


def _get_endpoint(said: dict[str, Any], name: str) -> str:
    address = said.get(name)
    if not isinstance(address, str):
        raise Unreachable
    validate_url(address)
    return address


def _read_keys(address: str) -> list[dict[str, Any]]:
    status, said = fetch_json(address)
    keys = said.get("keys")
    if status != 200 or not isinstance(keys, list):
        raise Unreachable
    return [key for key in keys if isinstance(key, dict)]
