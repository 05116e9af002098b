"""Access changes: rows that make every process re-check, within a second, what it still delivers.

Each change also invalidates the stored idempotent answers of the person, or of all people when the change
names no person. The idempotency keys stay, so that no request is carried out twice.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from viche.kernel.clock import now

# Sequence number, invalidated answers and the change in one statement. The lock on the topic row makes the
# numbers commit in order. Locked answers are skipped: another transaction is deleting or emptying them.
WRITE_ACCESS_CHANGE = """
    WITH numbered AS (
        INSERT INTO kernel_topic (name, seq) VALUES ('access', 1)
        ON CONFLICT (name) DO UPDATE SET seq = kernel_topic.seq + 1 RETURNING seq
    ), stored AS (
        SELECT id FROM kernel_idempotencykey
        WHERE (%(person_id)s::uuid IS NULL OR person_id = %(person_id)s) AND body <> ''
        FOR UPDATE SKIP LOCKED
    ), emptied AS (
        UPDATE kernel_idempotencykey SET body = '' WHERE id IN (SELECT id FROM stored)
    )
    INSERT INTO kernel_accesschange (seq, at, person_id, topic, session_digest, token_id, reason)
    SELECT seq, %(at)s, %(person_id)s, %(topic)s, %(session_digest)s, %(token_id)s, %(reason)s FROM numbered
"""

ACCESS_CHANGE_LISTENERS: list[Callable[[], None]] = []


def hash_session_id(session_id: str | None) -> str:
    """Return the SHA-256 of a session key, which names the session without allowing a sign-in."""
    return sha256(session_id.encode()).hexdigest() if session_id else ""


def record_access_change(
    *,
    reason: str,
    person_id: UUID | None = None,
    topic: str = "",
    session_id: str | None = None,
    token_id: UUID | None = None,
) -> None:
    """Record, in the current transaction, whose access to what must be re-checked.

    Listeners are notified after the commit.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        facts = {"person_id": person_id, "topic": topic, "token_id": token_id, "reason": reason}
        cursor.execute(
            WRITE_ACCESS_CHANGE, {**facts, "at": now(), "session_digest": hash_session_id(session_id)}
        )
        transaction.on_commit(_notify_listeners, robust=True)


def _notify_listeners() -> None:
    for hear in ACCESS_CHANGE_LISTENERS:
        hear()
