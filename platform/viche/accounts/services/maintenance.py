"""Audit of the use of the maintenance hatch."""

from __future__ import annotations

from viche.accounts.events import MaintenanceOpened
from viche.accounts.policies import SystemAction, require_administrator
from viche.kernel.actor import Actor
from viche.kernel.errors import SignedOut
from viche.kernel.events import record
from viche.kernel.services import service

MAX_PAGE_LENGTH = 200


@service(SystemAction.MAINTAIN)
def record_maintenance_access(*, actor: Actor, page: str) -> None:
    """Record which maintenance page an administrator opens. Raises SignedOut, Forbidden."""
    require_administrator(actor)
    if actor.person_id is None:
        raise SignedOut
    record(actor, MaintenanceOpened(person_id=actor.person_id, page=page[:MAX_PAGE_LENGTH]))
