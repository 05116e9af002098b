"""What somebody has begun to write in a thread, over HTTP: for themselves alone."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.drafts import selectors
from dialogue.drafts.models import MessageDraft
from dialogue.drafts.services import NO_VERSION, drop_draft, keep_draft
from dialogue.messages.models import BODY_LENGTH, QUOTE_LENGTH
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.policies import Action
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictBoolean,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    answer,
    shape,
)


class DraftedQuoteIn(StrictSerializer):
    """Words of the message that is answered, as they are shown; without `text` all of it, as it was put in
    `version`.
    """

    text = PlainText(max_length=QUOTE_LENGTH, required=False, allow_null=True)
    version = StrictInteger(min_value=1, max_value=LARGEST_NUMBER)


class KeepDraftIn(StrictSerializer):
    """What somebody has written so far, which message it answers and quotes, and for whom they speak."""

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    reply_to = StrictUuid(required=False, allow_null=True)
    quote = DraftedQuoteIn(required=False, allow_null=True)
    on_behalf = StrictBoolean(required=False)
    mandate_id = StrictUuid(required=False, allow_null=True)


class DraftedQuoteOut(TypedDict):
    """Words of the message that is answered; all of it where `text` is null."""

    text: str | None
    version: int


class ThreadDraftOut(TypedDict):
    """What the reader has begun to write in a thread. Where that is nothing, `body` is empty and `version` 0.

    `version` is that of If-Match: it grows with every writing.
    """

    body: str
    reply_to: UUID | None
    quote: DraftedQuoteOut | None
    on_behalf: bool
    mandate_id: UUID | None
    updated_at: datetime | None
    version: int


NOTHING: ThreadDraftOut = {
    "body": "",
    "reply_to": None,
    "quote": None,
    "on_behalf": False,
    "mandate_id": None,
    "updated_at": None,
    "version": NO_VERSION,
}


def _shown(draft: MessageDraft | None) -> Response:
    if draft is None:
        return answer(NOTHING, version=NO_VERSION)
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
    """What the reader has begun to write in a thread and not sent. Nobody else is told of it."""

    actions = {"GET": Action.READ, "PUT": Action.KEEP_DRAFT, "DELETE": Action.KEEP_DRAFT}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(responses=shape(ThreadDraftOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """What it is now; where it is nothing, an empty one of the version 0."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        return _shown(selectors.draft_of(self.actor, thread))

    @extend_schema(request=KeepDraftIn, responses=shape(ThreadDraftOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Keep what one has written so far, in place of the version that one knows (0: there was none)."""
        said = self.parse(KeepDraftIn)
        version = self.expected_version()
        return _shown(keep_draft(actor=self.actor, thread_id=thread_id, expected_version=version, **said))

    @extend_schema(responses={200: shape(ThreadDraftOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Forget it: it was sent or given up."""
        version = self.expected_version()
        drop_draft(actor=self.actor, thread_id=thread_id, expected_version=version)
        return _shown(None)
