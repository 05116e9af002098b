"""Signed reply addresses: the address names the delivery and cannot be forged."""

from __future__ import annotations

import base64
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

KEY_BYTES, SEAL_BYTES = 16, 10
PADDING = "======"
# Lower-case letters and digits only, since mail servers may change the case of an address.
TOKEN = re.compile(rb"\+([a-z2-7]{42})@", re.IGNORECASE)
MAX_TOKENS = 20
PURPOSE = "notifications.answering"


def build_reply_address(delivery_id: UUID) -> str:
    """Return the reply address of a delivery; empty while replies are disabled (VICHE_ANSWER_ADDRESS).

    The local part has at most 64 characters (RFC 5321), which leaves 21 for the mailbox.
    """
    if not settings.ANSWER_ADDRESS:
        return ""
    mailbox, _at, host = settings.ANSWER_ADDRESS.rpartition("@")
    return f"{mailbox}+{_build_token(delivery_id, settings.SECRET_KEY)}@{host}"


def find_answered_delivery(head: bytes) -> UUID | None:
    """Return the delivery that a mail answers, by the addresses in its headers, or None."""
    tokens = dict.fromkeys(found.decode().lower() for found in TOKEN.findall(head))
    return next(filter(None, map(_verify_token, list(tokens)[:MAX_TOKENS])), None)


def _verify_token(token: str) -> UUID | None:
    key = UUID(bytes=base64.b32decode(f"{token.upper()}{PADDING}")[:KEY_BYTES])
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return key if any(constant_time_compare(token, _build_token(key, one)) for one in secrets) else None


def _build_token(key: UUID, secret: str) -> str:
    """Return the key and 80 bits that cannot be guessed: each guess costs a mail."""
    seal = salted_hmac(PURPOSE, key.bytes, secret=secret, algorithm="sha256").digest()[:SEAL_BYTES]
    return base64.b32encode(key.bytes + seal).decode().rstrip("=").lower()
