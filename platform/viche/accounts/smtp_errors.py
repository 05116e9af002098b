"""Interpretation of SMTP status codes about an address, in a reply or in a later report."""

from __future__ import annotations

import re

# RFC 3463: there is no such mailbox or domain, or it has moved. Nothing else ends mail to an address. A full
# mailbox, a "disabled" one (5.2.1: also of one that gets too much at the moment), a blocklist, a rule, and
# 5.1.0, 5.1.7 and 5.1.8, which concern the sender, may all be temporary.
UNKNOWN_ADDRESS = re.compile(r"\s*5\.1\.(?:[1236]|10)(?!\.?\d)")


def is_unknown_address(said: str) -> bool:
    """Return whether a status code means that the address does not exist.

    `said` is an enhanced status code, or a reply that begins with one (RFC 2034).
    """
    return UNKNOWN_ADDRESS.match(said) is not None


def is_permanent_refusal(code: int, reply: bytes) -> bool:
    """Return whether a server's reply to a recipient means that the address does not exist."""
    return code >= 500 and is_unknown_address(reply.decode("ascii", "replace"))
