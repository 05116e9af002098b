"""Short answers: stand behind what somebody said, thank for it, say that it matters or raises a question."""

from __future__ import annotations

from uuid import UUID

from dialogue.messages.loaders import check_is_read
from dialogue.messages.models import Message, Support
from dialogue.reactions.events import ReactionChanged, SupportChanged
from dialogue.reactions.models import Reaction, ReactionKind
from dialogue.threads.loaders import person_of, place_of
from dialogue.threads.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.SUPPORT)
def support_message(*, actor: Actor, message_id: UUID) -> Message:
    """Stand behind a message. Doing it again changes nothing. Raises NotFound, Forbidden, Conflict."""
    message = _said(actor, message_id)
    _support, made = Support.objects.get_or_create(message=message, person_id=person_of(actor))
    if made:
        record(actor, SupportChanged(message_id=message.pk, supported=True, **place_of(message.thread)))
    return message


@service(Action.SUPPORT)
def withdraw_support(*, actor: Actor, message_id: UUID) -> Message:
    """No longer stand behind a message. Raises NotFound, Forbidden."""
    message = _found(actor, message_id)
    gone, _rows = Support.objects.filter(message=message, person_id=person_of(actor)).delete()
    if gone:
        record(actor, SupportChanged(message_id=message.pk, supported=False, **place_of(message.thread)))
    return message


@service(Action.SUPPORT)
def react(*, actor: Actor, message_id: UUID, kind: ReactionKind) -> Message:
    """Say one thing to a message, each once. Again, it changes nothing; nobody is sent word of it.

    Raises NotFound, Forbidden, Conflict for a message that was taken back.
    """
    message = _said(actor, message_id)
    _row, made = Reaction.objects.get_or_create(message=message, person_id=person_of(actor), kind=kind)
    if made:
        record(
            actor, ReactionChanged(message_id=message.pk, reaction=kind, on=True, **place_of(message.thread))
        )
    return message


@service(Action.SUPPORT)
def take_reaction_back(*, actor: Actor, message_id: UUID, kind: ReactionKind) -> Message:
    """No longer say it. Raises NotFound, Forbidden."""
    message = _found(actor, message_id)
    gone, _rows = Reaction.objects.filter(message=message, person_id=person_of(actor), kind=kind).delete()
    if gone:
        record(
            actor, ReactionChanged(message_id=message.pk, reaction=kind, on=False, **place_of(message.thread))
        )
    return message


def _said(actor: Actor, message_id: UUID) -> Message:
    message = _found(actor, message_id)
    check_is_read(message)
    return message


def _found(actor: Actor, message_id: UUID) -> Message:
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise SignedOut() if actor.is_anonymous else NotFound()
    message.thread = load_thread(actor, message.thread_id, Action.SUPPORT)
    return message
