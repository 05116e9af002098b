"""Corrections: an author puts a message in other words, or takes it back."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F, Q

from dialogue.acknowledgements.models import MustRead
from dialogue.acknowledgements.reminders import hold_reminders
from dialogue.drafts.cleanup import forget_drafted_quotes
from dialogue.messages.events import MessageAddressed, MessageEdited, MessageWithdrawn
from dialogue.messages.loaders import hold_place
from dialogue.messages.markdown import RECIPE, render
from dialogue.messages.mentions import checked_body, named_in, told_in
from dialogue.messages.models import Message, MessageAttachment, MessageQuote, MessageRevision
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.moderation.models import Hiding, MessageReport
from dialogue.rounds.selectors import free_turns
from dialogue.summary.models import Statement
from dialogue.threads.loaders import place_of, words_go
from dialogue.threads.models import Thread
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(MessageAction.EDIT)
def edit_message(
    *, actor: Actor, message_id: UUID, body: str, expected_version: int, confirmed: Collection[str] = ()
) -> Message:
    """Put a message of one's own in other words; what it said before stays beside it for its readers.

    The same words again change nothing. `confirmed` are the kinds of personal data that are meant to be told
    and were not told before. Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    message = _own(actor, message_id, MessageAction.EDIT, expected_version)
    body = checked_body(actor, message.thread, body, before=message.body)
    if body == message.body:
        return message
    told = told_in(body, confirmed, before=message.body)
    MessageRevision.objects.create(
        message=message,
        version=message.version,
        body=message.body,
        written_at=message.edited_at or message.posted_at,
    )
    message.body, message.html, message.recipe, message.edited_at = body, render(body), RECIPE, now()
    message.version += 1
    message.save(update_fields=["body", "html", "recipe", "edited_at", "version"])
    place = place_of(message.thread)
    record(actor, MessageEdited(message_id=message.pk, confirmed=told, **place))
    if named_in(body):
        record(actor, MessageAddressed(message_id=message.pk, of_version=message.version, **place))
    return message


@service(MessageAction.WITHDRAW)
def withdraw_message(*, actor: Actor, message_id: UUID, expected_version: int) -> Message:
    """Take back what one said, with its earlier wordings. Its number and its place stay, so that what answers
    it still hangs somewhere. Nobody is asked to acknowledge it any more, and what quotes it, or was collected
    from it, no longer says its words; what it brought belongs to nothing any more, and reports of it are
    answered. In a round that runs its sector may speak again.

    Raises NotFound, Forbidden, Stale.
    """
    message = _own(actor, message_id, MessageAction.WITHDRAW, expected_version)
    message.revisions.all().delete()
    hold_reminders(must_read=message.pk)
    MustRead.objects.filter(message=message).delete()
    MessageQuote.objects.filter(source=message).update(text="")
    forget_drafted_quotes(Q(reply_to=message))
    if Statement.objects.filter(source=message).update(text="", version=F("version") + 1):
        words_go(Thread.objects.filter(pk=message.thread_id))
    MessageQuote.objects.filter(message=message).delete()
    MessageAttachment.objects.filter(message=message).delete()
    Hiding.objects.filter(message=message).delete()
    MessageReport.objects.filter(message=message, answered_at=None).update(answered_at=now())
    free_turns(Message.objects.filter(pk=message.pk))
    message.body = message.html = ""
    message.deleted_at, message.hidden_at = now(), None
    message.version += 1
    message.save(update_fields=["body", "html", "deleted_at", "hidden_at", "version"])
    record(actor, MessageWithdrawn(message_id=message.pk, **place_of(message.thread)))
    return message


def _own(actor: Actor, message_id: UUID, action: MessageAction, expected_version: int) -> Message:
    """The message, with its thread held: what is closed or restricted meanwhile is so before or after."""
    hold_place(actor, message_id)
    message = load(MessagePolicy(), actor, message_id, action, lock=True)
    if message.version != expected_version:
        raise Stale
    return message
