"""Support messages and react to them."""

from __future__ import annotations

from uuid import UUID

from dialogue.messages.loaders import check_has_content
from dialogue.messages.models import Message, Support
from dialogue.reactions.events import ReactionChanged, SupportChanged
from dialogue.reactions.models import Reaction, ReactionKind
from dialogue.threads.loaders import get_event_scope, require_person
from dialogue.threads.policies import Action, load_thread
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.services import service


@service(Action.SUPPORT)
def support_message(*, actor: Actor, message_id: UUID) -> Message:
    """Support a message. Idempotent. Raises NotFound, Forbidden, Conflict."""
    message = _load_visible_message(actor, message_id)
    _support, made = Support.objects.get_or_create(message=message, person_id=require_person(actor))
    if made:
        record(
            actor, SupportChanged(message_id=message.pk, supported=True, **get_event_scope(message.thread))
        )
    return message


@service(Action.SUPPORT)
def withdraw_support(*, actor: Actor, message_id: UUID) -> Message:
    """Withdraw the support of a message. Raises NotFound, Forbidden."""
    message = _load_message(actor, message_id)
    gone, _rows = Support.objects.filter(message=message, person_id=require_person(actor)).delete()
    if gone:
        record(
            actor, SupportChanged(message_id=message.pk, supported=False, **get_event_scope(message.thread))
        )
    return message


@service(Action.SUPPORT)
def add_reaction(*, actor: Actor, message_id: UUID, kind: ReactionKind) -> Message:
    """Add a reaction to a message, each kind once. Idempotent; no notification is sent.

    Raises NotFound, Forbidden, and Conflict for a withdrawn or hidden message.
    """
    message = _load_visible_message(actor, message_id)
    _row, made = Reaction.objects.get_or_create(message=message, person_id=require_person(actor), kind=kind)
    if made:
        record(
            actor,
            ReactionChanged(message_id=message.pk, reaction=kind, on=True, **get_event_scope(message.thread)),
        )
    return message


@service(Action.SUPPORT)
def withdraw_reaction(*, actor: Actor, message_id: UUID, kind: ReactionKind) -> Message:
    """Withdraw a reaction. Raises NotFound, Forbidden."""
    message = _load_message(actor, message_id)
    gone, _rows = Reaction.objects.filter(
        message=message, person_id=require_person(actor), kind=kind
    ).delete()
    if gone:
        record(
            actor,
            ReactionChanged(
                message_id=message.pk, reaction=kind, on=False, **get_event_scope(message.thread)
            ),
        )
    return message


def _load_visible_message(actor: Actor, message_id: UUID) -> Message:
    message = _load_message(actor, message_id)
    check_has_content(message)
    return message


def _load_message(actor: Actor, message_id: UUID) -> Message:
    message = Message.objects.filter(pk=message_id).first()
    if message is None:
        raise SignedOut() if actor.is_anonymous else NotFound()
    message.thread = load_thread(actor, message.thread_id, Action.SUPPORT)
    return message
