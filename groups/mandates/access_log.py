"""Access log of mandates and deputyships."""

from __future__ import annotations

from collections.abc import Iterable

from groups.common import schemas as common_schemas
from groups.mandates.models import Mandate
from viche.kernel.access_log import AccessMode, Read, log_access, log_each
from viche.kernel.actor import Actor

MANDATE = "mandate"

DEPUTYSHIP = "deputyship"


record_mandate_reads = log_each(
    lambda one: Read(MANDATE, one["id"], one["person"]["id"]) if one["reason"] else None
)
"""Record that an actor is shown the reasons why mandates are suspended or ended."""


def record_absence_reads(actor: Actor, shown: tuple[Mandate, Iterable[common_schemas.DeputyshipOut]]) -> None:
    """Record that `actor` is shown when a mandate's holder is away, and the deputies."""
    mandate, absences = shown
    log_access(actor, [Read(DEPUTYSHIP, one["id"], mandate.person_id) for one in absences], AccessMode.LIST)
