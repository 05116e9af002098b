"""What the services share: who acts, who is in sight, and how facts name their thread."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.access import READ, standing_of
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import Action
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
        if thread.is_draft and not thread.is_restricted:
            words = _("A draft is seen by those alone who lead it: lead it yourself, or open it at once.")
            raise Invalid.field("/facilitator", "without_you", words)
        raise Invalid.field(
            "/organisations", "without_you", _("Name yourself too: you would lose sight of the thread.")
        )


def words_go(of: QuerySet[Thread]) -> None:
    """Nothing of some threads is found any more by words that they held until now. They are held."""
    of.update(wording=F("wording") + 1)


def check_version(thread: Thread, expected: int) -> None:
    """Raises Stale when somebody changed the thread since it was read."""
    if thread.version != expected:
        raise Stale


def taking_back(thread: Thread) -> Action:
    """What lets who leads a thread take back what stands at its head: also where it went on in another one,
    and nothing is added any more.
    """
    return Action.SET_AUDIENCE if thread.is_merged else Action.SUM_UP
