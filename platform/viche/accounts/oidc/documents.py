"""What a provider says of itself, and the keys it signs with: fetched, checked, and kept for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from viche.accounts.oidc.fetching import fetch
from viche.kernel.outgoing import Unreachable, checked_address

T = TypeVar("T")
KEPT = 3600.0  # seconds for which what a provider said is believed
RESTS = 10.0  # seconds for which one that did not answer is not asked again


@dataclass(frozen=True, slots=True)
class Document:
    """Where a provider is asked what (OpenID Connect Discovery 1.0 §3)."""

    issuer: str
    authorization: str
    token: str
    keys: str
    # Whether it names itself in what the browser brings back (RFC 9207).
    names_itself: bool
    # How it is shown our secret: in the header, or else in the form.
    basic: bool


# By issuer and what: when it was fetched, and the answer, or None where there was none.
_known: dict[tuple[str, str], tuple[float, Any]] = {}


def document_of(issuer: str) -> Document:
    """The provider's document. Raises Unreachable, also for one that calls itself otherwise."""
    return _kept(issuer, "document", lambda: _read_document(issuer))


def keys_of(document: Document, *, anew: bool = False) -> list[dict[str, Any]]:
    """The provider's public keys as JSON (RFC 7517); `anew`: as they are this moment. Raises Unreachable."""
    if anew:
        _known.pop((document.issuer, "keys"), None)
    return _kept(document.issuer, "keys", lambda: _read_keys(document.keys))


def forget_documents() -> None:
    """Ask every provider anew."""
    _known.clear()


def _kept(issuer: str, what: str, read: Callable[[], T]) -> T:
    at, answer = _known.get((issuer, what), (0.0, None))
    age = monotonic() - at if at else KEPT
    if answer is not None and age < KEPT:
        kept: T = answer
        return kept
    if answer is None and age < RESTS:
        raise Unreachable
    try:
        fresh = read()
    except Unreachable:
        _known[issuer, what] = (monotonic(), None)
        raise
    _known[issuer, what] = (monotonic(), fresh)
    return fresh


def _read_document(issuer: str) -> Document:
    status, said = fetch(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if status != 200 or said.get("issuer") != issuer:
        raise Unreachable
    ways = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Document(
        issuer=issuer,
        authorization=_address(said, "authorization_endpoint"),
        token=_address(said, "token_endpoint"),
        keys=_address(said, "jwks_uri"),
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        basic="client_secret_basic" in ways,
    )


def _address(said: dict[str, Any], name: str) -> str:
    address = said.get(name)
    if not isinstance(address, str):
        raise Unreachable
    checked_address(address)
    return address


def _read_keys(address: str) -> list[dict[str, Any]]:
    status, said = fetch(address)
    keys = said.get("keys")
    if status != 200 or not isinstance(keys, list):
        raise Unreachable
    return [key for key in keys if isinstance(key, dict)]
