"""Access changes: rows that make every process look again, within a second, at what it still delivers."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from viche.kernel.clock import now

# Sequence and row in one statement. The lock on the topic row makes the numbers commit in order.
WRITE = """
    WITH numbered AS (
        INSERT INTO kernel_topic (name, seq) VALUES ('access', 1)
        ON CONFLICT (name) DO UPDATE SET seq = kernel_topic.seq + 1 RETURNING seq
    )
    INSERT INTO kernel_accesschange (seq, at, person_id, topic, session_digest, token_id, reason)
    SELECT seq, %s, %s, %s, %s, %s, %s FROM numbered
"""

HEARD: list[Callable[[], None]] = []


def session_digest(session_id: str | None) -> str:
    """How a session is named where it may be read: the key itself would sign in."""
    return sha256(session_id.encode()).hexdigest() if session_id else ""


def access_changed(
    *,
    reason: str,
    person_id: UUID | None = None,
    topic: str = "",
    session_id: str | None = None,
    token_id: UUID | None = None,
) -> None:
    """Note, in the same transaction, whose access to what must be looked at again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRITE, [now(), person_id, topic, session_digest(session_id), token_id, reason])
        transaction.on_commit(_announce, robust=True)


def _announce() -> None:
    for hear in HEARD:
        hear()
