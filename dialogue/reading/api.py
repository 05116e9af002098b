"""Api of reading."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.reading import presenters, schemas, serializers
from dialogue.reading.models import Attention
from dialogue.reading.read_state import reading
from dialogue.reading.realtime import read
from dialogue.reading.services import put_back
from dialogue.reading.subscriptions import set_attention
from dialogue.threads.policies import Action
from viche.kernel.api import Endpoint, answer, shape


class ThreadRead(Endpoint):
    """What the reader has seen of a thread."""

    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=serializers.MarkReadIn, responses=shape(schemas.ReadingOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Add ranges of message numbers to what was seen."""
        ranges = self.parse(serializers.MarkReadIn)["ranges"]
        return answer(read(self.actor, thread_id, ranges))


class ThreadUnread(Endpoint):
    """What the reader wants to read again."""

    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=serializers.PutBackIn, responses=shape(schemas.ReadingOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Have the thread wait again from one message on. Others go on to see that it was read."""
        number = self.parse(serializers.PutBackIn)["number"]
        row = put_back(actor=self.actor, thread_id=thread_id, number=number)
        return answer(presenters.reading_out(reading(row.thread, row.ranges, row.seen)))


class ThreadAttention(Endpoint):
    """What the reader is told of in a thread."""

    actions = {"PUT": Action.FOLLOW}

    @extend_schema(request=serializers.AttentionIn, responses=shape(schemas.AttentionOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Choose it."""
        level = Attention(self.parse(serializers.AttentionIn)["level"])
        set_attention(actor=self.actor, thread_id=thread_id, level=level)
        return answer({"level": level})
