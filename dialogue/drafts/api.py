"""HTTP endpoints of message drafts, which only their author can read."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.common.serializers import MAX_NUMBER
from dialogue.drafts import selectors
from dialogue.drafts.models import MessageDraft
from dialogue.drafts.services import NO_VERSION, delete_draft, save_draft
from dialogue.messages.models import BODY_LENGTH, QUOTE_LENGTH
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    shape_of,
)


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


def _show_draft(draft: MessageDraft | None) -> Response:
    if draft is None:
        return answer(EMPTY_DRAFT, version=NO_VERSION)
    quote: DraftedQuoteOut | None = None
    if draft.quote_version is not None:
        quote = {"text": draft.quote_text or None, "version": draft.quote_version}
    out: ThreadDraftOut = {
        "body": draft.body,
        "reply_to": draft.reply_to_id,
        "quote": quote,
        "on_behalf": draft.on_behalf,
        "mandate_id": draft.mandate_id,
        "updated_at": draft.updated_at,
        "version": draft.version,
    }
    return answer(out, version=draft.version)


class ThreadDraft(Endpoint):
    """The reader's unsent message in a thread, visible only to the reader."""

    actions = {"GET": Action.READ, "PUT": Action.KEEP_DRAFT, "DELETE": Action.KEEP_DRAFT}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(responses=shape_of(ThreadDraftOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Return the draft, or an empty one with version 0."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        log_thread_read(self.actor, thread)
        return _show_draft(selectors.find_draft(self.actor, thread))

    @extend_schema(request=KeepDraftIn, responses=shape_of(ThreadDraftOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Save the draft in place of the known version (0: there was none)."""
        said = self.parse(KeepDraftIn)
        version = self.expected_version()
        return _show_draft(
            save_draft(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        )

    @extend_schema(responses={200: shape_of(ThreadDraftOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Delete the draft."""
        version = self.expected_version()
        delete_draft(actor=self.actor, thread_id=thread_id, expected_version=version)
        return _show_draft(None)
