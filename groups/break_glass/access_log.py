"""Access log of break-glass requests."""

from __future__ import annotations

from collections.abc import Iterable

from groups.break_glass.models import BreakGlass
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

EMERGENCY = "break_glass"


def record_emergency_reads(actor: Actor, rows: Iterable[BreakGlass], way: AccessMode) -> None:
    """Record that `actor` is shown requests, as reads of data about their requesters and deciders.

    Requesters who read their own request are not logged.
    """
    log_access(actor, [read for one in rows for read in list_reads_of_emergency(actor, one)], way)


def list_reads_of_emergency(actor: Actor, row: BreakGlass) -> list[Read]:
    """Return the reads to log for one request; none for its requester."""
    if row.asked_by_id == actor.person_id:
        return []
    people = (row.asked_by_id, row.answered_by_id)
    return [Read(EMERGENCY, row.pk, person_id) for person_id in people if person_id is not None]
