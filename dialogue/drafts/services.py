"""Drafts of messages, stored for their author so that they can go on at another device."""

from __future__ import annotations

from datetime import timedelta
from secrets import randbelow
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.drafts.models import MessageDraft
from dialogue.messages.models import BODY_LENGTH, QUOTE_LENGTH, Message
from dialogue.threads.loaders import require_person
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, load_thread
from dialogue.threads.visibility import resolve_visibility
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, Stale
from viche.kernel.services import Reason, service
from viche.kernel.versions import NO_VERSION, check_version

MAX_FIRST_VERSION = 900_000_000
BATCH_SIZE = 500
LIFETIME = timedelta(days=90)


class DraftedQuote(TypedDict):
    """Text of the message that is replied to; without `text` the whole message as of `version`."""

    text: NotRequired[str | None]
    version: int


@service(Action.KEEP_DRAFT)
def save_draft(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    body: str,
    reply_to: UUID | None = None,
    quote: DraftedQuote | None = None,
    on_behalf: bool = False,
    mandate_id: UUID | None = None,
) -> MessageDraft:
    """Save what the actor has written so far. Idempotent.

    It concerns only the actor, so no event is recorded. Raises NotFound, Invalid, and Stale where another
    device has changed or sent the draft meanwhile.
    """
    person_id = require_person(actor)
    thread = load_thread(actor, thread_id, Action.KEEP_DRAFT)
    mandate = get_mandate_in_group(actor, thread.group_id, mandate_id) if mandate_id else None
    answered = _get_parent(thread, reply_to, quotes=quote is not None)
    said: dict[str, Any] = {
        "body": validate_text("/body", body, BODY_LENGTH),
        "reply_to_id": reply_to,
        **_validate_quote(answered, quote),
        "on_behalf": on_behalf,
        "mandate_id": mandate.pk if mandate else None,
    }
    kept = _lock_draft(thread, person_id)
    if kept is not None and all(getattr(kept, name) == value for name, value in said.items()):
        return kept
    check_version(kept, expected_version)
    known = NO_VERSION if kept is None else kept.version
    # A device may know the version of a deleted draft, so each draft begins at a random version.
    said |= {"updated_at": now(), "version": known + 1 if known else 1 + randbelow(MAX_FIRST_VERSION)}
    return _save(kept or MessageDraft(thread=thread, person_id=person_id), said)


@service(Action.KEEP_DRAFT)
def delete_draft(*, actor: Actor, thread_id: UUID, expected_version: int) -> None:
    """Delete the actor's draft. Idempotent.

    Raises NotFound, and Stale where another device has changed the draft meanwhile.
    """
    person_id = require_person(actor)
    thread = load_thread(actor, thread_id, Action.KEEP_DRAFT)
    kept = _lock_draft(thread, person_id)
    if kept is None:
        return
    check_version(kept, expected_version)
    kept.delete()


@service(Reason.SYSTEM)
def delete_stale_drafts(*, actor: Actor) -> int:
    """Delete stale drafts and return how many.

    These are drafts in threads that their authors can no longer read, and drafts not changed for `LIFETIME`.
    """
    dropped: int = MessageDraft.objects.filter(updated_at__lt=now() - LIFETIME).delete()[0]
    rows = MessageDraft.objects.order_by("pk").values_list("pk", "person_id", "thread_id")
    piece = list(rows[:BATCH_SIZE])
    while piece:
        seen = resolve_visibility(
            [(Actor.for_person(person_id), thread_id) for _pk, person_id, thread_id in piece]
        )
        gone = [row[0] for row, sight in zip(piece, seen, strict=True) if sight is None]
        dropped += MessageDraft.objects.filter(pk__in=gone).delete()[0]
        piece = list(rows.filter(pk__gt=piece[-1][0])[:BATCH_SIZE])
    return dropped


def _lock_draft(thread: Thread, person_id: UUID) -> MessageDraft | None:
    rows = MessageDraft.objects.select_for_update(no_key=True)
    return rows.filter(thread=thread, person=person_id).first()


def _save(draft: MessageDraft, said: dict[str, Any]) -> MessageDraft:
    for name, value in said.items():
        setattr(draft, name, value)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # two devices created a draft at the same time
        raise Stale from None
    return draft


def _get_parent(thread: Thread, message_id: UUID | None, *, quotes: bool) -> Message | None:
    """Return the parent message; a quoted one is locked, so that it is not withdrawn meanwhile."""
    if message_id is None:
        return None
    rows = Message.objects.filter(pk=message_id, thread=thread)
    message = (rows.select_for_update(no_key=True) if quotes else rows).first()
    if message is None:
        raise Invalid.field("/reply_to", "not_in_thread", _("There is no such message in the thread."))
    return message


def _validate_quote(answered: Message | None, quote: DraftedQuote | None) -> dict[str, Any]:
    """Return the fields of the quote; no text of a withdrawn or hidden message is stored.

    Whether the message contains the text is checked when the draft is sent.
    """
    if quote is not None and answered is None:
        raise Invalid.field("/quote", "no_answer", _("Only a message that is answered is quoted."))
    if quote is None or answered is None or answered.is_silent:
        return {"quote_text": "", "quote_version": None}
    text = quote.get("text")
    words = "" if text is None else validate_text("/quote/text", text, QUOTE_LENGTH)
    return {"quote_text": words, "quote_version": quote["version"]}
