"""What the services share: who acts, and how facts name their thread."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from dialogue.models import Thread
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Stale


class Place(TypedDict):
    """The fields by which every fact names its thread."""

    thread_id: UUID
    group_id: UUID
    shared: bool


def place_of(thread: Thread) -> Place:
    """Where a fact about `thread` belongs, as the thread is now."""
    return {"thread_id": thread.pk, "group_id": thread.group_id, "shared": thread.is_shared_with_group}


def person_of(actor: Actor) -> UUID:
    """The person who acts. Raises Forbidden for the system, which has no voice and reads nothing."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def check_version(thread: Thread, expected: int) -> None:
    """Raises Stale when somebody changed the thread since it was read."""
    if thread.version != expected:
        raise Stale
