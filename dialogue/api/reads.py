"""What is written down of reading: restricted threads, and who asks for access to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from dialogue.api import shapes
from dialogue.models import AccessRequest, Thread
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

KIND, REQUEST = "thread", "access_request"


def read_of(thread: Thread) -> list[Read]:
    """Nothing for a thread that its whole group reads."""
    return [Read(KIND, thread.pk)] if thread.is_restricted else []


def note_thread(actor: Actor, thread: Thread) -> None:
    """`actor` is shown a thread or something out of it."""
    note_reads(actor, read_of(thread))


def note_listed(actor: Actor, shown: Iterable[shapes.ThreadOut]) -> None:
    """`actor` is shown a list with these threads."""
    restricted = [one["id"] for one in shown if one["visibility"] == "restricted"]
    note_ids(actor, restricted)


def note_ids(actor: Actor, restricted: Iterable[UUID]) -> None:
    """The same for restricted threads of which the ids are known."""
    note_reads(actor, [Read(KIND, pk) for pk in restricted], Way.LIST)


def reads_of_request(row: AccessRequest) -> list[Read]:
    """What it is to be told who asks for access, and why."""
    return [Read(REQUEST, row.pk, row.person_id)]


def note_access_requests(actor: Actor, ids: Sequence[UUID], people: Sequence[UUID], way: Way) -> None:
    """`actor` is shown who asks for access to a thread, in their words; one's own are no look at anybody."""
    asked = zip(ids, people, strict=True)
    note_reads(actor, [Read(REQUEST, pk, person) for pk, person in asked if person != actor.person_id], way)
