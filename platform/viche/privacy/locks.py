"""One erasure after another, whoever carries it out."""

from __future__ import annotations

from django.db import connection

HOLD = "SELECT pg_advisory_xact_lock(hashtext('privacy.ledger'))"


def one_at_a_time() -> None:
    """Hold the ledger until the end of the transaction: what stands against an erasure stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD)
