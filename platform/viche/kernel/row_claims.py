"""SQL fragments that claim due rows inside the statement that processes them.

The claimed rows never travel to Python and back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from viche.kernel.models import DueRow

DuePosition = tuple[datetime, UUID]

# The rows are looked up by an array of keys, so that PostgreSQL uses the index of due rows instead of joining
# the whole table. The limit is part of the text, because the plan is cached.
CLAIM_DUE_SQL = """
    claimed AS (
        UPDATE {table} AS due SET fired_at = %(moment)s
        WHERE due.id = ANY (ARRAY(
            SELECT id FROM {table}
            WHERE fired_at IS NULL AND due_at <= %(moment)s {beyond}
            ORDER BY due_at, id LIMIT {batch} FOR UPDATE SKIP LOCKED
        ))
        RETURNING due.*
    )
"""
AFTER_POSITION_SQL = "AND (due_at, id) > (%(after_due_at)s, %(after_id)s)"
CLAIMED_ROWS_SQL = "claimed AS (SELECT * FROM {table} WHERE id = ANY (%(held)s::uuid[]))"


@dataclass(frozen=True, slots=True)
class Claim:
    """An SQL fragment that claims rows, with its parameters.

    `part` is a WITH query named `claimed` with all columns of the rows; `moment` is when they are fired.
    """

    part: str
    parameters: Mapping[str, Any]
    moment: datetime


def claim_due(model: type[DueRow], moment: datetime, batch: int, after: DuePosition | None = None) -> Claim:
    """Return a claim on the first `batch` due rows that are not locked; it marks them as fired.

    `after` continues behind the position of an earlier batch.
    """
    parameters: dict[str, Any] = {"moment": moment}
    if after is not None:
        parameters |= {"after_due_at": after[0], "after_id": after[1]}
    beyond = AFTER_POSITION_SQL if after is not None else ""
    part = CLAIM_DUE_SQL.format(table=model._meta.db_table, beyond=beyond, batch=int(batch))
    return Claim(part, parameters, moment)


def wrap_claimed_rows(rows: Sequence[DueRow], moment: datetime) -> Claim:
    """Return a claim on rows of one table that the transaction has already claimed and marks itself."""
    part = CLAIMED_ROWS_SQL.format(table=rows[0]._meta.db_table)
    return Claim(part, {"held": [row.pk for row in rows]}, moment)
