"""Application server keys (VAPID, RFC 8292), by which push services identify us.

A browser binds a subscription to the public key. Unless one is configured, the pair is derived from the
secret key, so there is nothing more to set up or to lose. Pairs of earlier secret keys stay valid as long as
those.
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
# Sixteen bytes more than the order has, so that the modulo bias is negligible.
DERIVED_BYTES = 48
PURPOSE = b"viche web push: key of the application server, P-256, 1"
TOKEN_LIFETIME = timedelta(hours=12)  # RFC 8292: at most a day


def encode_base64url(raw: bytes) -> str:
    """Encode as base64url without padding, as browsers do."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode_base64url(text: str) -> bytes:
    """Decode base64url without padding. Raises ValueError."""
    if not text.isascii() or not all(one.isalnum() or one in "-_" for one in text):
        raise ValueError("not base64url")
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def normalise_public_key(raw: bytes) -> bytes:
    """Return a public key as an uncompressed point. Raises ValueError."""
    return encode_point(ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw))


def encode_point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(frozen=True, slots=True)
class ServerKey:
    """A key pair; `public` is its public half as browsers take it."""

    private: ec.EllipticCurvePrivateKey
    public: str

    def authorization(self, origin: str) -> str:
        """Return the Authorization header for the push service of `origin`, valid for some hours."""
        claims = {"aud": origin, "exp": int((now() + TOKEN_LIFETIME).timestamp()), "sub": _get_contact()}
        return f"vapid t={jwt.encode(claims, self.private, 'ES256')}, k={self.public}"


def get_current_key() -> ServerKey:
    """Return the key pair for new subscriptions."""
    return next(_list_keys())


def find_key(public: str) -> ServerKey | None:
    """Return our key pair with this public half; None when it is not ours, or not any more."""
    return next((one for one in _list_keys() if one.public == public), None)


def _list_keys() -> Iterator[ServerKey]:
    if settings.PUSH_KEY:
        yield _build_key(int.from_bytes(decode_base64url(settings.PUSH_KEY)))
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield _derive_key(secret)


@lru_cache(maxsize=8)
def _derive_key(secret: str) -> ServerKey:
    raw = HKDF(SHA256(), DERIVED_BYTES, salt=None, info=PURPOSE).derive(secret.encode())
    return _build_key(int.from_bytes(raw) % (ORDER - 1) + 1)


@lru_cache(maxsize=8)
def _build_key(number: int) -> ServerKey:
    private = ec.derive_private_key(number, CURVE)
    return ServerKey(private, encode_base64url(encode_point(private.public_key())))


def _get_contact() -> str:
    """Return the contact for operators of push services."""
    if settings.BASE_URL.startswith("https:"):
        return str(settings.BASE_URL)
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"
