"""Access log of timeline."""

from __future__ import annotations

from collections.abc import Iterable

from dialogue.threads.access_log import note_ids
from dialogue.timeline import schemas
from viche.kernel.actor import Actor


def note_listed(actor: Actor, shown: Iterable[schemas.ThreadOut]) -> None:
    """`actor` is shown a list with these threads."""
    restricted = [one["id"] for one in shown if one["visibility"] == "restricted"]
    note_ids(actor, restricted)
