"""Access log of break glass."""

from __future__ import annotations

from collections.abc import Iterable

from groups.break_glass.models import BreakGlass
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

EMERGENCY = "break_glass"


def note_emergencies(actor: Actor, rows: Iterable[BreakGlass], way: Way) -> None:
    """`actor` is shown requests for emergency access: the words of who asked, and of who answered. Who asked
    reads the answer to them, which is no look at somebody else.
    """
    note_reads(actor, [read for one in rows for read in reads_of_emergency(actor, one)], way)


def reads_of_emergency(actor: Actor, row: BreakGlass) -> list[Read]:
    """What that is of one."""
    if row.asked_by_id == actor.person_id:
        return []
    people = (row.asked_by_id, row.answered_by_id)
    return [Read(EMERGENCY, row.pk, person_id) for person_id in people if person_id is not None]
