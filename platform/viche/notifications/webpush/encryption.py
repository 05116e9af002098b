"""Encryption of push messages, so that the push service reads nothing (RFC 8291, on RFC 8188)."""

from __future__ import annotations

import os
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from viche.notifications.webpush.keys import CURVE, encode_point

SALT_BYTES = 16
RECORD_SIZE = 4096  # bytes, accepted by every push service
LAST_RECORD = b"\x02"
# All messages have this length, so that the length reveals nothing.
PADDED_LENGTH = 256


@dataclass(frozen=True, slots=True)
class SubscriptionKeys:
    """Keys of a browser's subscription: its public point, and the secret that it shares with us."""

    public: bytes
    secret: bytes


def encrypt_message(text: bytes, reader: SubscriptionKeys) -> bytes:
    """Return the encrypted body of a push message, with a fresh key pair and salt.

    `text` has at most PADDED_LENGTH bytes.
    """
    return encrypt_record(
        text.ljust(PADDED_LENGTH), reader, ec.generate_private_key(CURVE), os.urandom(SALT_BYTES)
    )


def encrypt_record(
    text: bytes, reader: SubscriptionKeys, own: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """Return one record that holds all of `text`; `own` and `salt` must not be reused."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, reader.public)
    ours = encode_point(own.public_key())
    shared = own.exchange(ec.ECDH(), theirs)
    secret = _derive_key(shared, reader.secret, b"WebPush: info\x00" + reader.public + ours, 32)
    key = _derive_key(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive_key(secret, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD_SIZE.to_bytes(4) + len(ours).to_bytes(1) + ours
    return head + AESGCM(key).encrypt(nonce, text + LAST_RECORD, None)


def _derive_key(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)
