"""HTTP endpoints of message drafts, which only their author can read."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from dialogue.common.serializers import MAX_NUMBER
from dialogue.drafts import selectors
from dialogue.drafts.models import MessageDraft
from dialogue.drafts.services import delete_draft, save_draft
from dialogue.messages.models import BODY_LENGTH, QUOTE_LENGTH
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    PlainText,
    Show,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
)
from viche.kernel.versions import NO_VERSION


class DraftedQuoteIn(StrictSerializer):
    """Text of the message that is replied to, as it is displayed.

    Without `text` the whole message in its `version`.
    """

    text = PlainText(max_length=QUOTE_LENGTH, required=False, allow_null=True)
    version = StrictInteger(min_value=1, max_value=MAX_NUMBER)


class KeepDraftIn(StrictSerializer):
    """The text so far, the message that it replies to and quotes, and the mandate of the author."""

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    reply_to = StrictUuid(required=False, allow_null=True)
    quote = DraftedQuoteIn(required=False, allow_null=True)
    on_behalf = StrictBoolean(required=False)
    mandate_id = StrictUuid(required=False, allow_null=True)


class DraftedQuoteOut(TypedDict):
    """Quoted text of the message that is replied to; the whole message where `text` is null."""

    text: str | None
    version: int


class ThreadDraftOut(TypedDict):
    """The reader's draft in a thread. Without one, `body` is empty and `version` 0.

    `version` is that of If-Match: it grows with every change.
    """

    body: str
    reply_to: UUID | None
    quote: DraftedQuoteOut | None
    on_behalf: bool
    mandate_id: UUID | None
    updated_at: datetime | None
    version: int


EMPTY_DRAFT: ThreadDraftOut = {
    "body": "",
    "reply_to": None,
    "quote": None,
    "on_behalf": False,
    "mandate_id": None,
    "updated_at": None,
    "version": NO_VERSION,
}


def _show_draft(draft: MessageDraft | None) -> ThreadDraftOut:
    if draft is None:
        return EMPTY_DRAFT
    quote: DraftedQuoteOut | None = None
    if draft.quote_version is not None:
        quote = {"text": draft.quote_text or None, "version": draft.quote_version}
    return {
        "body": draft.body,
        "reply_to": draft.reply_to_id,
        "quote": quote,
        "on_behalf": draft.on_behalf,
        "mandate_id": draft.mandate_id,
        "updated_at": draft.updated_at,
        "version": draft.version,
    }


def _show_own_draft(actor: Actor, thread_id: UUID) -> Answer[ThreadDraftOut]:
    thread = threads_selectors.get_thread_for(actor, thread_id)
    shown = _show_draft(selectors.find_draft(actor, thread))
    return answer(shown, version=shown["version"], of=thread)


class ThreadDraft(Endpoint):
    """The reader's unsent message in a thread, visible only to the reader.

    GET: Return the draft, or an empty one with version 0.

    `body` (up to 10,000 characters), `reply_to`, `quote` (`text`, null for the whole message, and
    `version`), `on_behalf`, `mandate_id`. Only its author reads it. It is deleted when a message with the
    same text is posted, within an hour after its author may no longer read the thread, and 90 days after
    its last change.

    PUT: Save the draft in place of the known version (0: there was none).

    `If-Match` is the known version, `"0"` for none. 412 when another device saved or sent something
    meanwhile: load it and show both. Saving the same text changes nothing.

    DELETE: Delete the draft.
    """

    records = {"GET": log_thread_read}

    get = Show(Action.READ, _show_own_draft)

    put = Write(Action.KEEP_DRAFT, save_draft, body=KeepDraftIn, shows=_show_draft, versioned=True)

    delete = Write(Action.KEEP_DRAFT, delete_draft, shows=_show_draft, versioned=True)
