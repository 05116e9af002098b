"""Verification of ID tokens: issued by the provider, to us, now, for this browser.

The checks are those of OpenID Connect Core 1.0 §3.1.3.7 and of RFC 8725. Signatures are verified by PyJWT.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import jwt

from viche.accounts.emails import normalise_email
from viche.accounts.models import IdentityProvider

# Asymmetric algorithms only: with HS256 anyone could sign with the public key.
ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
LEEWAY = 60  # clock skew in seconds
MAX_TOKEN_LENGTH = 16 * 1024
# A hostile token or key can fail to parse in any way.
PARSING_ERRORS = (
    jwt.PyJWTError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
REQUIRED_CLAIMS = ["iss", "aud", "sub", "exp", "iat"]

KeyLoader = Callable[[bool], list[dict[str, Any]]]


class IdTokenRefused(Exception):
    """The ID token is not for us, not of this sign-in, not fresh, or not signed by the provider."""


@dataclass(frozen=True, slots=True)
class IdTokenClaims:
    """Claims about the person. `email` is set only where the provider states that it is verified."""

    subject: str
    email: str | None


@dataclass(frozen=True, slots=True)
class VerifiedIdentity:
    """An identity that a provider has verified for this browser."""

    provider: IdentityProvider
    said: IdTokenClaims


@dataclass(frozen=True, slots=True)
class ExpectedClaims:
    """Values that the claims of the token must match."""

    issuer: str
    client_id: str
    nonce: str


def verify_id_token(
    token: str, expected: ExpectedClaims, access_token: str | None, keys: KeyLoader
) -> IdTokenClaims:
    """Verify an ID token and return its claims.

    `keys(anew)` returns the provider's keys. Raises IdTokenRefused, and what `keys` raises.
    """
    try:
        key = _find_key(token, keys)
        claims = jwt.decode(
            token,
            key.key,
            algorithms=[key.algorithm_name],
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=LEEWAY,
            options={"require": REQUIRED_CLAIMS, "strict_aud": False},
        )
    except PARSING_ERRORS as error:
        raise IdTokenRefused from error
    _require(claims.get("azp", expected.client_id) == expected.client_id)
    _require(isinstance(claims["aud"], str) or len(claims["aud"]) == 1 or "azp" in claims)
    _require(_is_equal(claims.get("nonce"), expected.nonce))
    if "at_hash" in claims:
        _require(_is_equal(claims["at_hash"], _build_at_hash(access_token or "")))
    _require(isinstance(claims["sub"], str) and 0 < len(claims["sub"]) <= 255 and claims["sub"].isascii())
    return IdTokenClaims(claims["sub"], _find_verified_email(claims))


def _find_key(token: str, keys: KeyLoader) -> jwt.PyJWK:
    """Return the one key that may have signed the token.

    The keys are reloaded once, since providers rotate them.
    """
    _require(len(token) <= MAX_TOKEN_LENGTH)
    header = jwt.get_unverified_header(token)
    algorithm = header.get("alg")
    _require(algorithm in ALGORITHMS)
    for anew in (False, True):
        fits = [key for key in keys(anew) if _is_matching_key(key, str(algorithm), header.get("kid"))]
        if len(fits) == 1:
            return jwt.PyJWK(fits[0], algorithm=str(algorithm))
    raise IdTokenRefused


def _is_matching_key(key: dict[str, Any], algorithm: str, kid: Any) -> bool:
    of_kind = key.get("kty") == ALGORITHMS[algorithm] and key.get("use", "sig") == "sig"
    meant = key.get("alg", algorithm) == algorithm
    return of_kind and meant and (kid is None or key.get("kid") == kid)


def _find_verified_email(claims: dict[str, Any]) -> str | None:
    address = claims.get("email")
    sure = claims.get("email_verified") is True
    return normalise_email(address) if sure and isinstance(address, str) else None


def _build_at_hash(access_token: str) -> str:
    """Return the `at_hash` of an access token; both supported algorithms hash with SHA-256."""
    return urlsafe_b64encode(sha256(access_token.encode()).digest()[:16]).rstrip(b"=").decode()


def _is_equal(given: Any, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(), wanted.encode())


def _require(condition: bool) -> None:
    if not condition:
        raise IdTokenRefused
