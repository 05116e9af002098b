"""Small secrets at rest: sealed so that a copy of the database alone does not open them.

The keys come from `SEALING_KEYS`: the first one seals, the others still open while a key is being replaced.
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

MOST_KEPT = 1024  # keys


class Unsealable(Exception):
    """What is stored was sealed with a key that is not known here, or was changed."""


def seal(text: str) -> str:
    """`text`, encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256)."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Raises Unsealable."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unsealable from error


def digests(text: str, purpose: str) -> list[str]:
    """Keyed digests (HMAC-SHA256, hexadecimal) of a secret that is only ever compared, one for each key.

    Store the first; what is stored may be any of them. Those of different purposes have nothing in common.
    """
    keys = [_derived(secret, purpose) for secret in settings.SEALING_KEYS]
    return [hmac.new(key, text.encode(), sha256).hexdigest() for key in keys]


def cover(text: bytes, purpose: str) -> bytes:
    """What goes out and comes back and tells nobody anything but its length: the same for the same text and
    purpose (AES-128-SIV). Whoever may compare, or bring from elsewhere, needs a purpose of its own.
    """
    return base64.urlsafe_b64encode(_covers(purpose)[0].encrypt(text, None)).rstrip(b"=")


def uncover(covered: str, purpose: str) -> bytes:
    """What was covered. Raises Unsealable."""
    try:
        sealed = base64.urlsafe_b64decode(covered + "=" * (-len(covered) % 4))
    except (binascii.Error, ValueError) as error:
        raise Unsealable from error
    for cipher in _covers(purpose):
        with suppress(InvalidTag):
            return cipher.decrypt(sealed, None)
    raise Unsealable


def _covers(purpose: str) -> list[AESSIV]:
    return [AESSIV(_derived(secret, purpose)) for secret in settings.SEALING_KEYS]


def _box() -> MultiFernet:
    keys = [_derived(secret, "sealing") for secret in settings.SEALING_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


@lru_cache(maxsize=MOST_KEPT)
def _derived(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes (HKDF with SHA-256, RFC 5869)."""
    info = f"viche {purpose}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=info).derive(secret.encode())
