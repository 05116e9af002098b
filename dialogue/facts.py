"""What the services share: who acts, who is in sight, and how facts name their thread."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.message_policy import MessagePolicy
from dialogue.models import Message, Thread, ThreadUserPermission
from dialogue.policies import Action, demand, load_thread
from dialogue.standing import READ, standing_of
from groups.policies import live
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut, Stale


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


def hold_place(actor: Actor, message_id: UUID) -> UUID:
    """Hold the thread in which a message is, before the message itself, and say which that is: it may be
    taken into another one while this is waited for. Raises SignedOut, NotFound.
    """
    seen = MessagePolicy().visible_to(actor).filter(pk=message_id)
    thread_id = seen.values_list("thread", flat=True).first()
    if thread_id is None:
        raise SignedOut() if actor.is_anonymous else NotFound()
    Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=thread_id).first()
    if Message.objects.filter(pk=message_id, thread=thread_id).exists():
        return thread_id
    return hold_place(actor, message_id)


def held_message(actor: Actor, message_id: UUID, action: Action) -> Message:
    """The message with its thread, which is held first, as by who corrects or erases: what is asked,
    answered, hidden and taken back at once happens one after the other. Raises SignedOut, NotFound,
    Forbidden.
    """
    thread_id = hold_place(actor, message_id)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message_id)
    message.thread = load_thread(actor, thread_id, Action.READ)
    demand(actor, action, message.thread)
    return message


def taking_back(thread: Thread) -> Action:
    """What lets who leads a thread take back what stands at its head: also where it went on in another one,
    and nothing is added any more.
    """
    return Action.SET_AUDIENCE if thread.is_merged else Action.SUM_UP


def check_is_read(message: Message) -> None:
    """Raises Conflict for a message of which nothing is shown any more."""
    if message.is_deleted:
        raise Conflict("message_deleted", _("This message was deleted."))
    if message.is_hidden:
        raise Conflict("message_hidden", _("This message is hidden."))
