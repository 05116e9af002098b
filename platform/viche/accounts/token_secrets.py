"""How the secret of a token looks, and what is kept of it."""

from __future__ import annotations

import re
import secrets
from hashlib import sha256

PREFIX = "viche_pat_"
PATTERN = re.compile(r"viche_pat_[A-Za-z0-9_-]{43}")
SHOWN = len(PREFIX) + 4


def new_secret() -> str:
    """256 random bits behind a prefix by which scanners find leaked tokens."""
    return PREFIX + secrets.token_urlsafe(32)


def new_link_secret() -> str:
    """256 random bits for a link in a letter."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """What is stored of a secret: too many bits to be guessed, so a plain hash is enough."""
    return sha256(secret.encode()).hexdigest()
