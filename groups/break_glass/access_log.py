"""Access log of break-glass requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groups.break_glass.models import BreakGlass
from viche.kernel.access_log import Read, list_shown, log_access
from viche.kernel.actor import Actor

EMERGENCY = "break_glass"


def log_emergencies(actor: Actor, shown: Mapping[str, Any]) -> None:
    """Log that `actor` is shown requests, as reads of data about their requesters and deciders.

    Requesters who read their own request are not logged.
    """
    items, way = list_shown(shown)
    reads = [
        Read(EMERGENCY, one["id"], person["id"])
        for one in items
        if one["asked_by"]["id"] != actor.person_id
        for person in (one["asked_by"], one["answered_by"])
        if person is not None
    ]
    log_access(actor, reads, way)


def list_reads_of_emergency(actor: Actor, row: BreakGlass) -> list[Read]:
    """Return the reads to log for one request; none for its requester."""
    if row.asked_by_id == actor.person_id:
        return []
    people = (row.asked_by_id, row.answered_by_id)
    return [Read(EMERGENCY, row.pk, person_id) for person_id in people if person_id is not None]
