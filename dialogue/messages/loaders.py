"""Load and lock messages together with their threads."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.messages.models import Message
from dialogue.messages.policies import MessagePolicy
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, check_thread_action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict, NotFound, SignedOut


def lock_thread_of_message(actor: Actor, message_id: UUID) -> UUID:
    """Lock the thread of a message, before the message itself, and return the id of the thread.

    The message may be moved to another thread while the lock is awaited; then that one is locked. Raises
    SignedOut, NotFound.
    """
    seen = MessagePolicy().visible_to(actor).filter(pk=message_id)
    thread_id = seen.values_list("thread", flat=True).first()
    if thread_id is None:
        raise SignedOut() if actor.is_anonymous else NotFound()
    Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=thread_id).first()
    if Message.objects.filter(pk=message_id, thread=thread_id).exists():
        return thread_id
    return lock_thread_of_message(actor, message_id)


def lock_message(actor: Actor, message_id: UUID, action: Action) -> Message:
    """Lock the thread of a message, then the message, and return the message.

    The order is the same as where messages are edited or erased, so that concurrent steps are serialised.
    Raises SignedOut, NotFound, Forbidden.
    """
    thread_id = lock_thread_of_message(actor, message_id)
    message = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=message_id)
    message.thread = load_thread(actor, thread_id, Action.READ)
    check_thread_action(actor, action, message.thread)
    return message


def check_has_content(message: Message) -> None:
    """Raise Conflict for a message that is deleted or hidden."""
    if message.is_deleted:
        raise Conflict("message_deleted", _("This message was deleted."))
    if message.is_hidden:
        raise Conflict("message_hidden", _("This message is hidden."))
