"""Access log of memberships."""

from __future__ import annotations

from collections.abc import Iterable

from groups.common import schemas as common_schemas
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

SEAT = "membership"


def note_seats(actor: Actor, shown: Iterable[common_schemas.SeatRecord], way: Way) -> None:
    """`actor` is shown seats; of some, why they are over."""
    told = [one for one in shown if one["reason"]]
    note_reads(actor, [Read(SEAT, one["id"], one["person"]["id"]) for one in told], way)


def note_left_seats(actor: Actor, shown: Iterable[common_schemas.RoleStepOut]) -> None:
    """`actor` is shown how roles came and went; of some, why they were left."""
    told = [one for one in shown if one["reason"]]
    note_reads(actor, [Read(SEAT, one["membership_id"], one["person"]["id"]) for one in told], Way.LIST)
