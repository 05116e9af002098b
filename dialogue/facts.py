"""What the services share: who acts, who is in sight, and how facts name their thread."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.models import Thread, ThreadUserPermission
from dialogue.standing import READ, standing_of
from groups.policies import live
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid, Stale


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


def named_people(thread: Thread) -> tuple[UUID, ...]:
    """Who reads a thread by a grant of their own; nobody needs telling of one that the whole group reads."""
    if not thread.is_restricted or thread.is_draft:
        return ()
    rows = live(ThreadUserPermission).filter(content_object=thread.pk, permission__codename=READ)
    return tuple(rows.order_by("user").values_list("user", flat=True))


def check_in_sight(actor: Actor, thread: Thread) -> None:
    """Raises Invalid when `actor` would lose sight of a thread by what they change: who would undo it?"""
    if actor.person_id is not None and not standing_of(actor, thread).sees(thread):
        raise Invalid.field(
            "/organisations", "without_you", _("Name yourself too: you would lose sight of the thread.")
        )


def check_version(thread: Thread, expected: int) -> None:
    """Raises Stale when somebody changed the thread since it was read."""
    if thread.version != expected:
        raise Stale
