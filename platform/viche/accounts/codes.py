"""How codes look that are typed in: of an authenticator app (RFC 6238), and for recovery."""

from __future__ import annotations

import secrets
import time
from urllib.parse import quote, urlencode

from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.utils.crypto import constant_time_compare

from viche.kernel.sealing import digests

PERIOD = 30  # seconds for which an app shows a code
DRIFT = 1  # periods by which a phone's clock may be off, either way
ISSUER = "Viche"
NUMBER = 10  # recovery codes of one person
# Crockford's alphabet: no I, L, O, U. Ten of them are 50 random bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
PURPOSE = "recovery codes"

__all__ = ["generate_totp_secret"]


def counter_of(secret: str, code: str, after: int | None = None) -> int | None:
    """The period to which a code of the app belongs; None when it is wrong, or not later than `after`.

    A code is good once: whoever keeps the last period that was used refuses a replay (RFC 6238 §5.2).
    """
    typed = "".join(code.split())
    present = int(time.time()) // PERIOD
    for counter in range(present - DRIFT, present + DRIFT + 1):
        right = constant_time_compare(typed, format_hotp_value(hotp_value(secret, counter)))
        if right and (after is None or counter > after):
            return counter
    return None


def setup_address(email: str, secret: str) -> str:
    """What the QR code says to the app (Key URI format)."""
    facts = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{ISSUER}:{email}')}?{facts}"


def new_recovery_codes() -> list[str]:
    """Fresh codes, as they are shown: `7Q2RM-X4K0D`."""
    plain = ("".join(secrets.choice(ALPHABET) for _place in range(LENGTH)) for _nth in range(NUMBER))
    return [f"{code[:5]}-{code[5:]}" for code in plain]


def recovery_digests(code: str) -> list[str]:
    """What may be stored of a code; the first is what is stored now. Empty for what cannot be one."""
    typed = "".join(one for one in code.upper() if one.isalnum()).translate(ALIKE)
    return digests(typed, PURPOSE) if len(typed) == LENGTH else []
