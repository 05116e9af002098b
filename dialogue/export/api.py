"""HTTP endpoints that export a thread as PDF or ZIP."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy as _, override
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from dialogue.common.serializers import MAX_NUMBER
from dialogue.export.archive import PAGE_SIZE, add_files, pack_thread
from dialogue.export.history import load_history
from dialogue.export.pdf import render_thread_pdf
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_file
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from dialogue.timeline.api import make_thread_presenter
from viche.kernel.actor import Actor
from viche.kernel.api import PDF, ZIP, Download, Endpoint, StrictSerializer, read_snapshot, respond_with_file
from viche.kernel.errors import FieldError, Malformed
from viche.kernel.text import translate_field

MAX_PDF_MESSAGES = 500
MAX_ARCHIVE_MESSAGES = 20_000


class RangeQuery(StrictSerializer):
    """The range of messages to export: `first` and `last` are message numbers, both included.

    Without them the last messages, as many as the limit permits. `language`: by default the reader's.
    """

    language = serializers.ChoiceField(["uk", "en"], default=get_language)
    first = serializers.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)
    last = serializers.IntegerField(required=False, min_value=1, max_value=MAX_NUMBER)


class ThreadPaper(Endpoint):
    """A thread as PDF."""

    actions = {"GET": Action.READ}
    records = log_thread_file
    asks = RangeQuery
    media_types = (PDF,)

    @extend_schema(parameters=[RangeQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, thread_id: UUID) -> Download:
        """Return a PDF with up to 500 messages, by default the last ones.

        `first` and `last` are numbers of messages; `language` is `uk` or `en`.
        """
        language = self.asked["language"]
        with read_snapshot():
            thread = threads_selectors.get_thread_with_facilitator_for(self.actor, thread_id)
            first, last = _validate_range(thread, self.asked, MAX_PDF_MESSAGES)
            messages = messages_selectors.messages_of(thread, first, last)
            paper = render_thread_pdf(load_history(self.actor, thread), messages, language)
        return _download(self.actor, thread, io.BytesIO(paper), "pdf", language)


class ThreadArchive(Endpoint):
    """A thread as ZIP archive."""

    actions = {"GET": Action.READ}
    records = log_thread_file
    asks = RangeQuery
    media_types = (ZIP,)

    @extend_schema(parameters=[RangeQuery], responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request, thread_id: UUID) -> Download:
        """Return a ZIP with the thread as JSON (as in this API) and HTML, and its attachments.

        Up to 20,000 messages, by default the last ones.

        `first`, `last` and `language` are as for the PDF. The archive has `thread.json` (the thread,
        its messages, and its `floor`, `moves`, `splits` and `merges` as this API shows them),
        `thread.html`, attachments under `files/`, and `manifest.json` with the digest of each file.
        """
        language = self.asked["language"]
        with read_snapshot():
            thread = threads_selectors.get_thread_with_facilitator_for(self.actor, thread_id)
            first, last = _validate_range(thread, self.asked, MAX_ARCHIVE_MESSAGES)
            (shown,) = make_thread_presenter(self.actor)([thread])
            packed = pack_thread(
                self.actor, thread, shown, lambda: _iterate_pages(thread, first, last), language
            )
        return _download(self.actor, thread, add_files(packed), "zip", language)


def _validate_range(thread: Thread, asked: Mapping[str, Any], most: int) -> tuple[int, int]:
    """Return the range to export.

    Raises Malformed for a range that begins after the last message, ends before it begins, or holds more than
    `most` messages.
    """
    if asked.get("first", 1) > max(thread.message_count, 1):
        raise _build_malformed("/first", "beyond_last", _("The thread has no message with this number yet."))
    last = min(asked.get("last", thread.message_count), thread.message_count)
    first = asked.get("first", max(1, last - most + 1))
    if "last" in asked and first > asked["last"]:
        raise _build_malformed("/last", "before_first", _("The last message comes before the first."))
    if last - first >= most:
        raise _build_malformed("/first", "too_many", _("These are too many messages at once."))
    return first, last


def _build_malformed(pointer: str, code: str, message: Any) -> Malformed:
    return Malformed(
        "bad_query", _("Check the parameters of the address."), [FieldError(pointer, code, message)]
    )


def _iterate_pages(thread: Thread, first: int, last: int) -> Iterator[Sequence[Message]]:
    for start in range(first, last + 1, PAGE_SIZE):
        yield messages_selectors.messages_of(thread, start, min(start + PAGE_SIZE - 1, last))


def _download(actor: Actor, thread: Thread, file: Any, kind: str, language: str) -> Download:
    check = partial(threads_selectors.get_thread_for, actor, thread.pk)
    with override(language):
        title = translate_field(thread, "title")
        return respond_with_file(file, kind, title, reader=actor, check=check, of=thread)
