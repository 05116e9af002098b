"""Access log of offices."""

from __future__ import annotations

from collections.abc import Iterable

from groups.offices import schemas
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

OFFICE = "office"


def note_offices(actor: Actor, shown: Iterable[schemas.OfficeOut]) -> None:
    """`actor` is shown offices; of some, why they are over."""
    told = [one for one in shown if one["end_reason"]]
    note_reads(actor, [Read(OFFICE, one["id"], one["person"]["id"]) for one in told], Way.LIST)
