"""Edit and withdraw messages."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q

from dialogue.acknowledgements.models import MustRead
from dialogue.acknowledgements.reminders import lock_reminders
from dialogue.drafts.cleanup import delete_drafted_quotes
from dialogue.messages.events import MessageAddressed, MessageEdited, MessageWithdrawn
from dialogue.messages.loaders import lock_thread_of_message
from dialogue.messages.markdown import RENDER_VERSION, render
from dialogue.messages.mentions import check_message_disclosure, mentions_in, validate_body
from dialogue.messages.models import Message, MessageAttachment, MessageQuote, MessageRevision
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.moderation.models import Hiding, MessageReport
from dialogue.rounds.selectors import release_round_turns
from dialogue.summary.models import Statement
from dialogue.threads.loaders import get_event_scope, invalidate_search_text
from dialogue.threads.models import Thread
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(MessageAction.EDIT)
def edit_message(*, actor: Actor, message_id: UUID, body: str, expected_version: int) -> Message:
    """Edit a message of one's own; its readers can still read the earlier version.

    The same text changes nothing. Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    message = _lock_own_message(actor, message_id, MessageAction.EDIT, expected_version)
    body = validate_body(actor, message.thread, body, before=message.body)
    if body == message.body:
        return message
    actor = check_message_disclosure(actor, body, before=message.body)
    MessageRevision.objects.create(
        message=message,
        version=message.version,
        body=message.body,
        written_at=message.edited_at or message.posted_at,
    )
    message.body, message.html, message.recipe, message.edited_at = body, render(body), RENDER_VERSION, now()
    save_new_version(message, "body", "html", "recipe", "edited_at")
    place = get_event_scope(message.thread)
    record(actor, MessageEdited(message_id=message.pk, **place))
    if mentions_in(body) and not message.thread.is_draft:
        record(actor, MessageAddressed(message_id=message.pk, of_version=message.version, **place))
    return message


@service(MessageAction.WITHDRAW)
def withdraw_message(*, actor: Actor, message_id: UUID, expected_version: int) -> Message:
    """Withdraw a message of one's own and its earlier versions, leaving a tombstone.

    It keeps its number and place, so that replies to it still have a parent.

    Its must-read request, attachments and hidden text are deleted, open reports of it are answered, and
    quotes of it and statements taken from it become empty. In an active round its sector may speak again.

    Raises NotFound, Forbidden, Stale.
    """
    message = _lock_own_message(actor, message_id, MessageAction.WITHDRAW, expected_version)
    message.revisions.all().delete()
    lock_reminders(must_read=message.pk)
    MustRead.objects.filter(message=message).delete()
    MessageQuote.objects.filter(source=message).update(text="")
    delete_drafted_quotes(Q(reply_to=message))
    if Statement.objects.filter(source=message).update(text="", version=F("version") + 1):
        invalidate_search_text(Thread.objects.filter(pk=message.thread_id))
    MessageQuote.objects.filter(message=message).delete()
    MessageAttachment.objects.filter(message=message).delete()
    Hiding.objects.filter(message=message).delete()
    MessageReport.objects.filter(message=message, answered_at=None).update(answered_at=now())
    release_round_turns(Message.objects.filter(pk=message.pk))
    message.body = message.html = ""
    message.deleted_at, message.hidden_at = now(), None
    save_new_version(message, "body", "html", "deleted_at", "hidden_at")
    record(actor, MessageWithdrawn(message_id=message.pk, **get_event_scope(message.thread)))
    return message


def _lock_own_message(
    actor: Actor, message_id: UUID, action: MessageAction, expected_version: int
) -> Message:
    """Lock the thread and the message, and check the version.

    With the thread locked, a step that closes or restricts it happens either before or after this one.
    """
    lock_thread_of_message(actor, message_id)
    message = load(MessagePolicy(), actor, message_id, action, lock=True)
    check_version(message, expected_version)
    return message
