"""Access log of access requests."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dialogue.access_requests.models import AccessRequest
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

REQUEST = "access_request"


def reads_of_request(row: AccessRequest) -> list[Read]:
    """What it is to be told who asks for access, and why."""
    return [Read(REQUEST, row.pk, row.person_id)]


def note_access_requests(actor: Actor, ids: Sequence[UUID], people: Sequence[UUID], way: Way) -> None:
    """`actor` is shown who asks for access to a thread, in their words; one's own are no look at anybody."""
    asked = zip(ids, people, strict=True)
    note_reads(actor, [Read(REQUEST, pk, person) for pk, person in asked if person != actor.person_id], way)
