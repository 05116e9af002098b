"""Lock that serialises erasures."""

from __future__ import annotations

from django.db import connection

LOCK_LEDGER = "SELECT pg_advisory_xact_lock(hashtext('privacy.ledger'))"


def lock_erasures() -> None:
    """Lock the ledger until the end of the transaction, so that erasure blockers stay the same."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_LEDGER)
