"""Secrets of tokens and links: their format, and the stored digest."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

PREFIX = "viche_pat_"
PATTERN = re.compile(r"viche_pat_[A-Za-z0-9_-]{43}")
SHOWN_PREFIX_LENGTH = len(PREFIX) + 4


def generate_token_secret() -> str:
    """Return 256 random bits behind a prefix by which scanners find leaked tokens."""
    return PREFIX + secrets.token_urlsafe(32)


def generate_link_secret() -> str:
    """Return 256 random bits for a link in a letter."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return the stored digest of a secret; with so much entropy a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
