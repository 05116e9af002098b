"""HTTP endpoints of the read state and the notification level of threads."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.reading import presenters, schemas, serializers
from dialogue.reading.models import Attention, ThreadReading
from dialogue.reading.read_state import build_read_state
from dialogue.reading.realtime import mark_read_and_broadcast
from dialogue.reading.services import mark_unread
from dialogue.reading.subscriptions import set_notification_level
from dialogue.threads.policies import Action
from viche.kernel.api import Endpoint, Write, answer, shape_of


def _show_reading(row: ThreadReading) -> schemas.ReadingOut:
    return presenters.show_reading(build_read_state(row.thread, row.ranges, row.seen))


class ThreadRead(Endpoint):
    """The messages of a thread that the reader has read."""

    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=serializers.MarkReadIn, responses=shape_of(schemas.ReadingOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Mark ranges of message numbers as read."""
        ranges = self.parse(serializers.MarkReadIn)["ranges"]
        return answer(mark_read_and_broadcast(self.actor, thread_id, ranges))


class ThreadUnread(Endpoint):
    """Mark a thread as unread.

    PUT: Mark the messages from one number on as unread. Other readers go on to see them as read.
    """

    put = Write(Action.MARK_READ, mark_unread, body=serializers.PutBackIn, shows=_show_reading)


class ThreadAttention(Endpoint):
    """The notification level of the reader in a thread."""

    actions = {"PUT": Action.FOLLOW}

    @extend_schema(request=serializers.AttentionIn, responses=shape_of(schemas.AttentionOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Set the notification level.

        `all`, `usual` (mentions and replies) or `muted`. `attention` of a thread is its reader's.
        """
        level = Attention(self.parse(serializers.AttentionIn)["level"])
        set_notification_level(actor=self.actor, thread_id=thread_id, level=level)
        return answer({"level": level})
