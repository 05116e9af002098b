"""Encryption of small secrets at rest, so that a copy of the database alone does not reveal them.

The keys come from `SEALING_KEYS`: the first one encrypts, the others still decrypt during a key rotation.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MAX_CACHED_KEYS = 1024  # keys


class DecryptionError(Exception):
    """Raised when stored data was encrypted with an unknown key or has been altered."""


def encrypt_secret(text: str) -> str:
    """Encrypt and authenticate `text` (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt_secret(sealed: str) -> str:
    """Decrypt what `encrypt_secret` returned. Raises DecryptionError."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError from error


def compute_digests(text: str, purpose: str) -> list[str]:
    """Return keyed digests (HMAC-SHA256, hexadecimal) of a secret that is only compared, one per key.

    Store the first; a stored digest may match any of them. Digests of different purposes are unrelated.
    """
    keys = [_derive_key(secret, purpose) for secret in settings.SEALING_KEYS]
    return [hmac.new(key, text.encode(), sha256).hexdigest() for key in keys]


def encrypt_deterministic(text: bytes, purpose: str) -> bytes:
    """Encrypt data that a client returns later.

    Deterministic for the same text and purpose (AES-128-SIV). It reveals its length only. Use a purpose of
    its own wherever a client could compare ciphertexts or replay one from elsewhere.
    """
    return base64.urlsafe_b64encode(_siv_ciphers(purpose)[0].encrypt(text, None)).rstrip(b"=")


def decrypt_deterministic(covered: str, purpose: str) -> bytes:
    """Decrypt what `encrypt_deterministic` returned. Raises DecryptionError."""
    try:
        sealed = base64.urlsafe_b64decode(covered + "=" * (-len(covered) % 4))
    except (binascii.Error, ValueError) as error:
        raise DecryptionError from error
    for cipher in _siv_ciphers(purpose):
        with suppress(InvalidTag):
            return cipher.decrypt(sealed, None)
    raise DecryptionError


def _siv_ciphers(purpose: str) -> list[AESSIV]:
    return [AESSIV(_derive_key(secret, purpose)) for secret in settings.SEALING_KEYS]


def _fernet() -> MultiFernet:
    keys = [_derive_key(secret, "sealing") for secret in settings.SEALING_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


@lru_cache(maxsize=MAX_CACHED_KEYS)
def _derive_key(secret: str, purpose: str) -> bytes:
    """Derive a key of 32 bytes (HKDF with SHA-256, RFC 5869)."""
    info = f"viche {purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret.encode())
