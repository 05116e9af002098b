"""What goes to a browser, sealed so that its push service reads nothing (RFC 8291, on RFC 8188)."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from viche.notifications.webpush.keys import CURVE, point

SALT = 16
RECORD = 4096  # bytes, as every push service takes
LAST_RECORD = b"\x02"
# Everything is of this length, so that not even that says anything.
PADDED = 256


@dataclass(frozen=True, slots=True)
class Reader:
    """The keys of a browser's subscription: its point on the curve, and the secret that it shares with us."""

    public: bytes
    secret: bytes


def sealed(text: bytes, reader: Reader) -> bytes:
    """The body of a push message, with a key pair and a salt of its own. `text` has at most PADDED bytes."""
    return seal(text.ljust(PADDED), reader, ec.generate_private_key(CURVE), os.urandom(SALT))


def seal(text: bytes, reader: Reader, own: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """One record that holds all of `text`; `own` and `salt` are used this once."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, reader.public)
    ours = point(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derived(shared, reader.secret, b"WebPush: info\x00" + reader.public + ours, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4) + len(ours).to_bytes(1) + ours
    return head + AESGCM(key).encrypt(nonce, text + LAST_RECORD, None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)
