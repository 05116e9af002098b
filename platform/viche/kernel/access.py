"""Access changes: rows that make every process look again, within a second, at what it still delivers.

With each of them go the stored idempotent answers of the person, or everybody's where it names no person: the
keys stay, so that nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from uuid import UUID

from django.db import connection, transaction

from viche.kernel.clock import now

# Sequence, answers and row in one statement. The lock on the topic row makes the numbers commit in order.
# Answers that are locked are just being deleted, or emptied by another change.
WRITE = """
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
        facts = {"person_id": person_id, "topic": topic, "token_id": token_id, "reason": reason}
        cursor.execute(WRITE, {**facts, "at": now(), "session_digest": session_digest(session_id)})
        transaction.on_commit(_announce, robust=True)


def _announce() -> None:
    for hear in HEARD:
        hear()
