"""The address at which an e-mail is answered: it names the mail, and nobody can make one up."""

from __future__ import annotations

import base64
import re
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

KEY_BYTES, SEAL_BYTES = 16, 10
PADDING = "======"
# Small letters and digits alone: mail servers may change the case of an address.
TOKEN = re.compile(rb"\+([a-z2-7]{42})@", re.IGNORECASE)
MOST_TOKENS = 20
PURPOSE = "notifications.answering"


def answer_address(delivery_id: UUID) -> str:
    """Where the answer to one piece of news goes; empty while none are taken (VICHE_ANSWER_ADDRESS).

    At most 64 characters stand before the @ (RFC 5321), so there is room for 21 of its own.
    """
    if not settings.ANSWER_ADDRESS:
        return ""
    mailbox, _at, host = settings.ANSWER_ADDRESS.rpartition("@")
    return f"{mailbox}+{_token(delivery_id, settings.SECRET_KEY)}@{host}"


def delivery_in(head: bytes) -> UUID | None:
    """Which piece of news a mail answers, by the addresses in its headers; None where none is ours."""
    tokens = dict.fromkeys(found.decode().lower() for found in TOKEN.findall(head))
    return next(filter(None, map(_delivery_of, list(tokens)[:MOST_TOKENS])), None)


def _delivery_of(token: str) -> UUID | None:
    key = UUID(bytes=base64.b32decode(f"{token.upper()}{PADDING}")[:KEY_BYTES])
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return key if any(constant_time_compare(token, _token(key, one)) for one in secrets) else None


def _token(key: UUID, secret: str) -> str:
    """The key and 80 bits that cannot be guessed: each guess costs a mail."""
    seal = salted_hmac(PURPOSE, key.bytes, secret=secret, algorithm="sha256").digest()[:SEAL_BYTES]
    return base64.b32encode(key.bytes + seal).decode().rstrip("=").lower()
