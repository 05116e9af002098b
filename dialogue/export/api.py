"""A thread to take along, over HTTP."""

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

from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.export.archive import AT_ONCE, pack_thread, with_files
from dialogue.export.history import course_of
from dialogue.export.pdf import thread_paper
from dialogue.messages import selectors as messages_selectors
from dialogue.messages.models import Message
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import read_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from dialogue.timeline.api import thread_list
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.api import PDF, ZIP, Download, Endpoint, StrictSerializer, file_answer, snapshot
from viche.kernel.errors import FieldError, Malformed
from viche.kernel.reads import Way, note_reads

MOST_ON_PAPER = 500
MOST_PACKED = 20_000


class RangeQuery(StrictSerializer):
    """`first` and `last` number the messages, both included; without them all, as far as there is room: the
    last ones. `language`: by default the reader's.
    """

    language = serializers.ChoiceField(["uk", "en"], default=get_language)
    first = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)
    last = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_NUMBER)


class ThreadPaper(Endpoint):
    """A thread on paper."""

    actions = {"GET": Action.READ}
    asks = RangeQuery
    media_types = (PDF,)

    @extend_schema(parameters=[RangeQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, thread_id: UUID) -> Download:
        """A PDF with up to 500 messages, the last ones unless said otherwise."""
        language = self.asked["language"]
        with snapshot():
            thread = threads_selectors.get_shown_thread_for(self.actor, thread_id)
            first, last = _range(thread, self.asked, MOST_ON_PAPER)
            messages = messages_selectors.messages_of(thread, first, last)
            paper = thread_paper(course_of(self.actor, thread), messages, language)
        return _file(self.actor, thread, io.BytesIO(paper), "pdf", language)


class ThreadArchive(Endpoint):
    """A thread complete in an archive."""

    actions = {"GET": Action.READ}
    asks = RangeQuery
    media_types = (ZIP,)

    @extend_schema(parameters=[RangeQuery], responses={(200, ZIP): OpenApiTypes.BINARY})
    def get(self, request: Request, thread_id: UUID) -> Download:
        """A ZIP with the thread as data (as this API has it) and as a page to read.

        Up to 20,000 messages, the last ones unless said otherwise.
        """
        language = self.asked["language"]
        with snapshot():
            thread = threads_selectors.get_shown_thread_for(self.actor, thread_id)
            first, last = _range(thread, self.asked, MOST_PACKED)
            (shown,) = thread_list(self.actor)([thread])
            packed = pack_thread(self.actor, thread, shown, lambda: _pages(thread, first, last), language)
        return _file(self.actor, thread, with_files(packed), "zip", language)


def _range(thread: Thread, asked: Mapping[str, Any], most: int) -> tuple[int, int]:
    """Raises Malformed for a range that begins after the end, ends before it begins, or holds more than
    `most`.
    """
    if asked.get("first", 1) > max(thread.message_count, 1):
        raise _malformed("/first", "beyond_last", _("The thread has no message with this number yet."))
    last = min(asked.get("last", thread.message_count), thread.message_count)
    first = asked.get("first", max(1, last - most + 1))
    if "last" in asked and first > asked["last"]:
        raise _malformed("/last", "before_first", _("The last message comes before the first."))
    if last - first >= most:
        raise _malformed("/first", "too_many", _("These are too many messages at once."))
    return first, last


def _malformed(pointer: str, code: str, message: Any) -> Malformed:
    return Malformed(
        "bad_query", _("Check the parameters of the address."), [FieldError(pointer, code, message)]
    )


def _pages(thread: Thread, first: int, last: int) -> Iterator[Sequence[Message]]:
    for start in range(first, last + 1, AT_ONCE):
        yield messages_selectors.messages_of(thread, start, min(start + AT_ONCE - 1, last))


def _file(actor: Actor, thread: Thread, file: Any, kind: str, language: str) -> Download:
    note_reads(actor, read_of(thread), Way.FILE)
    check = partial(threads_selectors.get_thread_for, actor, thread.pk)
    with override(language):
        return file_answer(file, kind, local(thread, "title"), reader=actor, check=check)
