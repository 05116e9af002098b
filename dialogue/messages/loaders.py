"""Loaders of messages."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.messages.models import Message
from dialogue.messages.policies import MessagePolicy
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, demand, load_thread
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, NotFound, SignedOut


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


def check_is_read(message: Message) -> None:
    """Raises Conflict for a message of which nothing is shown any more."""
    if message.is_deleted:
        raise Conflict("message_deleted", _("This message was deleted."))
    if message.is_hidden:
        raise Conflict("message_hidden", _("This message is hidden."))
