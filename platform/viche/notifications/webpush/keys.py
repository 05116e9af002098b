"""Our key pair for push services (VAPID, RFC 8292): by it they know that news comes from us.

A browser binds a subscription to the public key. Unless one is given, the pair is derived from the signing
key, so there is nothing more to set up or to lose. Pairs of earlier signing keys serve as long as these.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from functools import lru_cache

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from viche.kernel.clock import now

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# Sixteen bytes more than the order has: what is left of the bias of a remainder is nothing.
DERIVED = 48
PURPOSE = b"viche web push: key of the application server, P-256, 1"
HOLDS = timedelta(hours=12)  # RFC 8292: at most a day


def to_text(raw: bytes) -> str:
    """Base64url without padding, as browsers write it."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """What such text holds. Raises ValueError."""
    if not text.isascii() or not all(one.isalnum() or one in "-_" for one in text):
        raise ValueError("not base64url")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(raw: bytes) -> bytes:
    """A public key as the uncompressed point that it must be. Raises ValueError."""
    return point(ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw))


def point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A pair; `public` is its public half as browsers take it."""

    private: ec.EllipticCurvePrivateKey
    public: str

    def authorization(self, origin: str) -> str:
        """The header by which the push service of `origin` knows us, for some hours."""
        claims = {"aud": origin, "exp": int((now() + HOLDS).timestamp()), "sub": _contact()}
        return f"vapid t={jwt.encode(claims, self.private, 'ES256')}, k={self.public}"


def present_key() -> ServerKey:
    """The pair to which browsers bind new subscriptions."""
    return next(_known())


def key_of(public: str) -> ServerKey | None:
    """The pair of ours that has this public half; None when it is not ours, or not any more."""
    return next((one for one in _known() if one.public == public), None)


def _known() -> Iterator[ServerKey]:
    if settings.PUSH_KEY:
        yield _pair(int.from_bytes(from_text(settings.PUSH_KEY)))
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _derived(secret)


@lru_cache(maxsize=8)
def _derived(secret: str) -> ServerKey:
    raw = HKDF(SHA256(), DERIVED, salt=None, info=PURPOSE).derive(secret.encode())
    return _pair(int.from_bytes(raw) % (ORDER - 1) + 1)


@lru_cache(maxsize=8)
def _pair(number: int) -> ServerKey:
    private = ec.derive_private_key(number, CURVE)
    return ServerKey(private, to_text(point(private.public_key())))


def _contact() -> str:
    """Whom a push service may ask about us."""
    if settings.BASE_URL.startswith("https:"):
        return str(settings.BASE_URL)
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
