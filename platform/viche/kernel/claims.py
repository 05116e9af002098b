"""Rows that are claimed, as a part of a statement that fires them: they never leave the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from viche.kernel.models import DueRow

Place = tuple[datetime, UUID]

# The rows are looked up by the array of their keys, which PostgreSQL finds by the index of what is due: it
# would rather join the whole table. The limit stands in the text, since the plan is kept.
DUE = """
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
BEYOND = "AND (due_at, id) > (%(after_due_at)s, %(after_id)s)"
HELD = "claimed AS (SELECT * FROM {table} WHERE id = ANY (%(held)s::uuid[]))"


@dataclass(frozen=True, slots=True)
class Claim:
    """`part`: SQL of a WITH query named `claimed` with all columns of the rows; its parameters; the moment
    at which they are fired.
    """

    part: str
    parameters: Mapping[str, Any]
    moment: datetime


def claim_due(model: type[DueRow], moment: datetime, batch: int, after: Place | None = None) -> Claim:
    """The first `batch` rows that are due (beyond a place) and held by nobody: claims and marks them."""
    parameters: dict[str, Any] = {"moment": moment}
    if after is not None:
        parameters |= {"after_due_at": after[0], "after_id": after[1]}
    beyond = BEYOND if after is not None else ""
    part = DUE.format(table=model._meta.db_table, beyond=beyond, batch=int(batch))
    return Claim(part, parameters, moment)


def held(rows: Sequence[DueRow], moment: datetime) -> Claim:
    """Rows of one table that the transaction has claimed and marks itself."""
    part = HELD.format(table=rows[0]._meta.db_table)
    return Claim(part, {"held": [row.pk for row in rows]}, moment)
