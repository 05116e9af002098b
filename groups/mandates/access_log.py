"""Access log of mandates."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.common import schemas as common_schemas
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

MANDATE = "mandate"

DEPUTYSHIP = "deputyship"


def note_mandates(actor: Actor, shown: Iterable[common_schemas.MandateDetails], way: Way) -> None:
    """`actor` is shown mandates; of some, why they rest or are over."""
    told = [one for one in shown if one["reason"]]
    note_reads(actor, [Read(MANDATE, one["id"], one["person"]["id"]) for one in told], way)


def note_absences(actor: Actor, holder_id: UUID, shown: Iterable[common_schemas.DeputyshipOut]) -> None:
    """`actor` is shown when the holder of a mandate is away, and who stands in."""
    note_reads(actor, [Read(DEPUTYSHIP, one["id"], holder_id) for one in shown], Way.LIST)
