"""Audit log of reads of access requests."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dialogue.access_requests.models import AccessRequest
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

REQUEST = "access_request"


def build_request_reads(row: AccessRequest) -> list[Read]:
    """Return the log entry for reading who requests access, and why."""
    return [Read(REQUEST, row.pk, row.person_id)]


def log_access_request_reads(
    actor: Actor, ids: Sequence[UUID], people: Sequence[UUID], way: AccessMode
) -> None:
    """Log that `actor` is shown access requests; reads of one's own are not logged."""
    asked = zip(ids, people, strict=True)
    log_access(actor, [Read(REQUEST, pk, person) for pk, person in asked if person != actor.person_id], way)
