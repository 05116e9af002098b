"""What somebody has begun to write in a thread: kept for them alone, so that they go on at another device."""

from __future__ import annotations

from datetime import timedelta
from secrets import randbelow
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.drafts.models import MessageDraft
from dialogue.messages.models import BODY_LENGTH, QUOTE_LENGTH, Message
from dialogue.threads.loaders import person_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, load_thread, seen_until
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, Stale
from viche.kernel.services import Reason, service

NO_VERSION = 0
"""The version of a draft that is not there."""
FIRST_VERSIONS = 900_000_000
PIECE = 500
LIFETIME = timedelta(days=90)


class DraftedQuote(TypedDict):
    """Words of the message that is answered; without `text` all of it, as it stood in `version`."""

    text: NotRequired[str | None]
    version: int


@service(Action.KEEP_DRAFT)
def keep_draft(
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
    """Keep what the actor has written so far in place of what they wrote before. The same again changes
    nothing. It is nobody's news and records no event.

    Raises NotFound, Invalid, and Stale where another device has written or sent something meanwhile.
    """
    person_id = person_of(actor)
    thread = load_thread(actor, thread_id, Action.KEEP_DRAFT)
    mandate = mandate_for(actor, thread.group_id, mandate_id) if mandate_id else None
    answered = _answered(thread, reply_to, quotes=quote is not None)
    said: dict[str, Any] = {
        "body": checked_text("/body", body, BODY_LENGTH),
        "reply_to_id": reply_to,
        **_quoted(answered, quote),
        "on_behalf": on_behalf,
        "mandate_id": mandate.pk if mandate else None,
    }
    kept = _held(thread, person_id)
    if kept is not None and all(getattr(kept, name) == value for name, value in said.items()):
        return kept
    known = kept.version if kept is not None else NO_VERSION
    if known != expected_version:
        raise Stale
    # Drafts come and go, and a device may know the version of one that is gone: each begins somewhere else.
    said |= {"updated_at": now(), "version": known + 1 if known else 1 + randbelow(FIRST_VERSIONS)}
    return _stored(kept or MessageDraft(thread=thread, person_id=person_id), said)


@service(Action.KEEP_DRAFT)
def drop_draft(*, actor: Actor, thread_id: UUID, expected_version: int) -> None:
    """Forget what the actor has begun to write. What is gone already changes nothing.

    Raises NotFound, and Stale where another device has written something else meanwhile.
    """
    person_id = person_of(actor)
    thread = load_thread(actor, thread_id, Action.KEEP_DRAFT)
    kept = _held(thread, person_id)
    if kept is None:
        return
    if kept.version != expected_version:
        raise Stale
    kept.delete()


@service(Reason.SYSTEM)
def drop_old_drafts(*, actor: Actor) -> int:
    """Forget what people have begun to write in threads that they do not see any more, and what nobody has
    touched for `LIFETIME`; how many that were.
    """
    dropped: int = MessageDraft.objects.filter(updated_at__lt=now() - LIFETIME).delete()[0]
    rows = MessageDraft.objects.order_by("pk").values_list("pk", "person_id", "thread_id")
    piece = list(rows[:PIECE])
    while piece:
        seen = seen_until([(Actor.for_person(person_id), thread_id) for _pk, person_id, thread_id in piece])
        gone = [row[0] for row, sight in zip(piece, seen, strict=True) if sight is None]
        dropped += MessageDraft.objects.filter(pk__in=gone).delete()[0]
        piece = list(rows.filter(pk__gt=piece[-1][0])[:PIECE])
    return dropped


def _held(thread: Thread, person_id: UUID) -> MessageDraft | None:
    rows = MessageDraft.objects.select_for_update(no_key=True)
    return rows.filter(thread=thread, person=person_id).first()


def _stored(draft: MessageDraft, said: dict[str, Any]) -> MessageDraft:
    for name, value in said.items():
        setattr(draft, name, value)
    try:
        with transaction.atomic():
            draft.save()
    except IntegrityError:  # of two devices that began at once one was faster
        raise Stale from None
    return draft


def _answered(thread: Thread, message_id: UUID | None, *, quotes: bool) -> Message | None:
    """The message that is answered. One that is quoted is held, so that nobody takes it back meanwhile."""
    if message_id is None:
        return None
    rows = Message.objects.filter(pk=message_id, thread=thread)
    message = (rows.select_for_update(no_key=True) if quotes else rows).first()
    if message is None:
        raise Invalid.field("/reply_to", "not_in_thread", _("There is no such message in the thread."))
    return message


def _quoted(answered: Message | None, quote: DraftedQuote | None) -> dict[str, Any]:
    """Of what was taken back or is hidden no word is kept. Whether the words were said is asked when the
    message is sent.
    """
    if quote is not None and answered is None:
        raise Invalid.field("/quote", "no_answer", _("Only a message that is answered is quoted."))
    if quote is None or answered is None or answered.is_silent:
        return {"quote_text": "", "quote_version": None}
    text = quote.get("text")
    words = "" if text is None else checked_text("/quote/text", text, QUOTE_LENGTH)
    return {"quote_text": words, "quote_version": quote["version"]}
