"""Access log of memberships."""

from __future__ import annotations

from collections.abc import Iterable

from groups.common import schemas as common_schemas
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

SEAT = "membership"


def record_seat_reads(actor: Actor, shown: Iterable[common_schemas.SeatRecord], way: AccessMode) -> None:
    """Record that `actor` is shown the reasons why seats ended."""
    told = [one for one in shown if one["reason"]]
    log_access(actor, [Read(SEAT, one["id"], one["person"]["id"]) for one in told], way)


def record_role_step_reads(actor: Actor, shown: Iterable[common_schemas.RoleStepOut]) -> None:
    """Record that `actor` is shown the reasons why roles were left."""
    told = [one for one in shown if one["reason"]]
    log_access(
        actor, [Read(SEAT, one["membership_id"], one["person"]["id"]) for one in told], AccessMode.LIST
    )
