"""The ID token: who a provider says has signed in, and whether it said so to us, now, for this browser.

The checks are those of OpenID Connect Core 1.0 §3.1.3.7 and of RFC 8725. Signatures are PyJWT's.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import jwt

from viche.accounts.emails import canonical_email
from viche.accounts.models import IdentityProvider

# Those of keys that we cannot sign with ourselves: with HS256 and a public key anybody could.
ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
LEEWAY = 60  # seconds by which clocks may differ
LARGEST = 16 * 1024  # characters
# A hostile token, or key, can be broken in any way.
BROKEN = (jwt.PyJWTError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
NEEDED = ["iss", "aud", "sub", "exp", "iat"]

Keys = Callable[[bool], list[dict[str, Any]]]


class Refused(Exception):
    """The token is not for us, not of this sign-in, not fresh, or not the provider's."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider says of a person. `email` is there only where it says that it has verified it."""

    subject: str
    email: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom a provider has shown to a browser."""

    provider: IdentityProvider
    said: Said


@dataclass(frozen=True, slots=True)
class Expected:
    """Of what the token must be."""

    issuer: str
    client_id: str
    nonce: str


def read_token(token: str, expected: Expected, access_token: str | None, keys: Keys) -> Said:
    """What a token says. `keys(anew)` gives the provider's. Raises Refused, and what `keys` raises."""
    try:
        key = _key_for(token, keys)
        claims = jwt.decode(
            token,
            key.key,
            algorithms=[key.algorithm_name],
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=LEEWAY,
            options={"require": NEEDED, "strict_aud": False},
        )
    except BROKEN as error:
        raise Refused from error
    _require(claims.get("azp", expected.client_id) == expected.client_id)
    _require(isinstance(claims["aud"], str) or len(claims["aud"]) == 1 or "azp" in claims)
    _require(_same(claims.get("nonce"), expected.nonce))
    if "at_hash" in claims:
        _require(_same(claims["at_hash"], _half_hash(access_token or "")))
    _require(isinstance(claims["sub"], str) and 0 < len(claims["sub"]) <= 255 and claims["sub"].isascii())
    return Said(claims["sub"], _verified(claims))


def _key_for(token: str, keys: Keys) -> jwt.PyJWK:
    """The one key that may have signed it. It is looked for once more, since providers change their keys."""
    _require(len(token) <= LARGEST)
    header = jwt.get_unverified_header(token)
    algorithm = header.get("alg")
    _require(algorithm in ALGORITHMS)
    for anew in (False, True):
        fits = [key for key in keys(anew) if _fits(key, str(algorithm), header.get("kid"))]
        if len(fits) == 1:
            return jwt.PyJWK(fits[0], algorithm=str(algorithm))
    raise Refused


def _fits(key: dict[str, Any], algorithm: str, kid: Any) -> bool:
    of_kind = key.get("kty") == ALGORITHMS[algorithm] and key.get("use", "sig") == "sig"
    meant = key.get("alg", algorithm) == algorithm
    return of_kind and meant and (kid is None or key.get("kid") == kid)


def _verified(claims: dict[str, Any]) -> str | None:
    address = claims.get("email")
    sure = claims.get("email_verified") is True
    return canonical_email(address) if sure and isinstance(address, str) else None


def _half_hash(access_token: str) -> str:
    """Both algorithms hash with SHA-256."""
    return urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()


def _same(given: Any, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), wanted.encode())


def _require(condition: bool) -> None:
    if not condition:
        raise Refused
