"""What is written down of reading: restricted threads, and who asks for access to them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from dialogue.threads.models import Thread
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

KIND = "thread"


def read_of(thread: Thread) -> list[Read]:
    """Nothing for a thread that its whole group reads."""
    return [Read(KIND, thread.pk)] if thread.is_restricted else []


def note_thread(actor: Actor, thread: Thread) -> None:
    """`actor` is shown a thread or something out of it."""
    note_reads(actor, read_of(thread))


def note_ids(actor: Actor, restricted: Iterable[UUID]) -> None:
    """The same for restricted threads of which the ids are known."""
    note_reads(actor, [Read(KIND, pk) for pk in restricted], Way.LIST)
