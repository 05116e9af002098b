"""Access log of mandates and deputyships."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.common import schemas as common_schemas
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

MANDATE = "mandate"

DEPUTYSHIP = "deputyship"


def record_mandate_reads(
    actor: Actor, shown: Iterable[common_schemas.MandateDetails], way: AccessMode
) -> None:
    """Record that `actor` is shown the reasons why mandates are suspended or ended."""
    told = [one for one in shown if one["reason"]]
    log_access(actor, [Read(MANDATE, one["id"], one["person"]["id"]) for one in told], way)


def record_absence_reads(
    actor: Actor, holder_id: UUID, shown: Iterable[common_schemas.DeputyshipOut]
) -> None:
    """Record that `actor` is shown when a mandate's holder is away, and the deputies."""
    log_access(actor, [Read(DEPUTYSHIP, one["id"], holder_id) for one in shown], AccessMode.LIST)
