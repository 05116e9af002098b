"""Identifiers that are unique and sort by creation time."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUID version 7 (RFC 9562 §5.7)."""
    return _uuid7()
