"""Codes of four digits by which people in the room check in: a new one every 30 seconds."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

PERIOD = timedelta(seconds=30)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def compute_code(key: str, at: datetime) -> str:
    """Return the code of the period that contains a moment."""
    return _compute(key, _find_period(at))


def get_code_end(at: datetime) -> datetime:
    """Return when the code of a moment is replaced by the next one."""
    return EPOCH + (_find_period(at) + 1) * PERIOD


def is_right_code(key: str, code: str, at: datetime) -> bool:
    """Return whether a code is that of the moment or the one before it."""
    period = _find_period(at)
    taken = [_compute(key, one).encode() for one in (period, period - 1)]
    return any(hmac.compare_digest(code.encode(), one) for one in taken)


def _find_period(at: datetime) -> int:
    return (at - EPOCH) // PERIOD


def _compute(key: str, period: int) -> str:
    digest = hmac.digest(bytes.fromhex(key), str(period).encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8]) % 10_000:04d}"
