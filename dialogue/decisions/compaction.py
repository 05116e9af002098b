"""Leave no trace in the database of the order in which secret ballots were cast."""

from __future__ import annotations

import re
from typing import Any

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from dialogue.decisions.lifecycle import COUNTED
from dialogue.decisions.models import Ballot, Decision, DecisionState
from viche.kernel.clock import now

FIRST_NUMBER = re.compile(r"\d+")
MAX_WAIT = "1s"
"""How long it waits for other users of the table; whoever casts a ballot meanwhile waits behind it."""


def compact_ballots() -> None:
    """Rebuild the table of ballots after the close of secret ones: no deleted row stays, nor an old index.

    VACUUM runs outside any transaction. When it fails, or a longer transaction (a backup) reads the table or
    may still read its deleted rows, the next run tries again.
    """
    states = [*COUNTED, DecisionState.WITHDRAWN]
    ids = list(
        Decision.objects.filter(secret=True, state__in=states, compacted_at=None, opened_at__isnull=False)
        .order_by("id")
        .values_list("pk", flat=True)
    )
    if ids and rebuild_table(Ballot._meta.db_table):
        Decision.objects.filter(pk__in=ids).update(compacted_at=now())


def rebuild_table(name: str) -> bool:
    """Rebuild a table and its indexes; return whether none of its deleted rows is left.

    VACUUM FULL keeps what the oldest writer of any database of the server might read, as its own snapshot is
    that old. A plain VACUUM heeds this database alone: it runs first, so that no neighbour puts this off.
    """
    kept: list[int] = []

    def read_notice(notice: Any) -> None:
        # Its detail is "3 dead row versions cannot be removed yet.": the number comes first.
        found = FIRST_NUMBER.match(notice.message_detail or "")
        if found is not None:
            kept.append(int(found.group()))

    with connection.cursor() as cursor:
        raw: Any = connection.connection
        raw.add_notice_handler(read_notice)
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [MAX_WAIT])
        try:
            cursor.execute(f"VACUUM (TRUNCATE FALSE) {name}")
            cursor.execute(f"VACUUM (FULL, ANALYZE, VERBOSE) {name}")
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                return False
            raise
        finally:
            cursor.execute("RESET lock_timeout")
            raw.remove_notice_handler(read_notice)
    return kept == [0]
