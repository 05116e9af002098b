"""Access log of offices."""

from __future__ import annotations

from collections.abc import Iterable

from groups.offices import schemas
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

OFFICE = "office"


def record_office_reads(actor: Actor, shown: Iterable[schemas.OfficeOut]) -> None:
    """Record that `actor` is shown the reasons why offices ended."""
    told = [one for one in shown if one["end_reason"]]
    log_access(actor, [Read(OFFICE, one["id"], one["person"]["id"]) for one in told], AccessMode.LIST)
