"""Codes that people type in: TOTP of an authenticator app (RFC 6238), and recovery codes."""

from __future__ import annotations

import secrets
import time
from urllib.parse import quote, urlencode

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.utils.crypto import constant_time_compare

from viche.kernel.encryption import compute_digests

TOTP_PERIOD = 30  # seconds for which an app shows a code
TOTP_DRIFT = 1  # tolerated clock drift in periods, either way
ISSUER = "Viche"
RECOVERY_CODE_COUNT = 10  # per person
# Crockford's alphabet: no I, L, O, U. Ten of them are 50 random bits.
RECOVERY_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_CODE_LENGTH = 10
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
PURPOSE = "recovery codes"

__all__ = ["generate_totp_secret"]


def find_totp_counter(secret: str, code: str, after: int | None = None) -> int | None:
    """Return the TOTP counter of a code; None when it is wrong, or not later than `after`.

    A code is valid once: storing the last used counter prevents replay (RFC 6238 §5.2).
    """
    typed = "".join(code.split())
    present = int(time.time()) // TOTP_PERIOD
    for counter in range(present - TOTP_DRIFT, present + TOTP_DRIFT + 1):
        right = constant_time_compare(typed, format_hotp_value(hotp_value(secret, counter)))
        if right and (after is None or counter > after):
            return counter
    return None


def build_totp_uri(email: str, secret: str) -> str:
    """Return the content of the QR code for the app (Key URI format)."""
    facts = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{ISSUER}:{email}')}?{facts}"


def generate_recovery_codes() -> list[str]:
    """Return new codes as they are shown: `7Q2RM-X4K0D`."""
    plain = (
        "".join(secrets.choice(RECOVERY_CODE_ALPHABET) for _place in range(RECOVERY_CODE_LENGTH))
        for _nth in range(RECOVERY_CODE_COUNT)
    )
    return [f"{code[:5]}-{code[5:]}" for code in plain]


def digest_recovery_code(code: str) -> list[str]:
    """Return the digests under which a code may be stored; empty for malformed input.

    The first is that of the present key.
    """
    typed = "".join(one for one in code.upper() if one.isalnum()).translate(LOOKALIKES)
    return compute_digests(typed, PURPOSE) if len(typed) == RECOVERY_CODE_LENGTH else []
