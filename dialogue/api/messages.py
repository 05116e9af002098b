"""Messages and reading over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import selectors
from dialogue.api import inputs, present, shapes
from dialogue.api.pages import window_of
from dialogue.api.reads import note_thread
from dialogue.events import topic_of
from dialogue.figures import reading
from dialogue.files import brought
from dialogue.message_policy import MessageAction
from dialogue.models import Attention
from dialogue.policies import Action
from dialogue.realtime import read
from dialogue.services.attention import set_attention
from dialogue.services.corrections import edit_message, withdraw_message
from dialogue.services.messages import post_message
from dialogue.services.reading import put_back
from viche.kernel.api import Endpoint, Nothing, answer, keyset_page, page_of, shape, snapshot
from viche.kernel.events import head


class ThreadMessages(Endpoint):
    """The messages of a thread, by number."""

    actions = {"GET": Action.READ, "POST": Action.POST}
    asks = inputs.MessageQuery
    # The answer repeats what others said, who may take it back; `client_id` stores a message once.
    keeps_answers = False

    @extend_schema(responses=shape(shapes.MessageOutPage))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Around a message, by cursor, or else the page with the first unread message."""
        around = self.asked.get("around")
        with snapshot():
            thread = selectors.get_thread_for(self.actor, thread_id)
            window = window_of(request, thread, lambda: selectors.reading_of(self.actor, thread), around)
            rows = selectors.messages_of(thread, window.first, window.last)
            page: shapes.MessageOutPage = {
                "items": present.messages(rows, self.actor),
                "next_cursor": window.next_cursor,
                "previous_cursor": window.previous_cursor,
                "seq": head(topic_of(thread_id)),
            }
        note_thread(self.actor, thread)
        return answer(page)

    @extend_schema(
        request=inputs.PostMessageIn, responses={201: shape(shapes.MessageOut), 200: shape(shapes.MessageOut)}
    )
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Say something. 200 when the same message was stored before."""
        said = self.parse(inputs.PostMessageIn)
        said["attachments"] = brought(self.actor, said.get("attachments", ()))
        message = post_message(actor=self.actor, thread_id=thread_id, **said)
        return answer(
            present.said(message),
            status=201 if message.is_new else 200,
            version=message.version,
        )


class MessageDetails(Endpoint):
    """One message."""

    actions = {"GET": MessageAction.READ, "PATCH": MessageAction.EDIT, "DELETE": MessageAction.WITHDRAW}
    conditional = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses=shape(shapes.MessageOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """A message of a thread that the reader sees."""
        message, thread = selectors.get_message_for(self.actor, message_id)
        note_thread(self.actor, thread)
        (shown,) = present.messages([message], self.actor)
        return answer(shown, version=message.version)

    @extend_schema(request=inputs.EditMessageIn, responses=shape(shapes.MessageOut))
    def patch(self, request: Request, message_id: UUID) -> Response:
        """Put what one said oneself in other words. What it said before can be read under `revisions`."""
        said = self.parse(inputs.EditMessageIn)
        version = self.expected_version()
        edit_message(actor=self.actor, message_id=message_id, expected_version=version, **said)
        return self.get(request, message_id)

    @extend_schema(responses={200: shape(shapes.MessageOut)})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Take back what one said oneself. The message keeps its number and loses its text."""
        version = self.expected_version()
        withdraw_message(actor=self.actor, message_id=message_id, expected_version=version)
        return self.get(request, message_id)


class MessageRevisions(Endpoint):
    """What a message said before it was changed."""

    actions = {"GET": MessageAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(shapes.MessageRevisionOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """The earlier wordings, the latest first. None of a message that was taken back."""
        message, thread = selectors.get_message_for(self.actor, message_id)
        note_thread(self.actor, thread)
        rows = selectors.revisions_of(message)
        return answer(keyset_page(request, rows, order=("-version",), present=present.revisions))


class ThreadRead(Endpoint):
    """What the reader has seen of a thread."""

    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=inputs.MarkReadIn, responses=shape(shapes.ReadingOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Add ranges of message numbers to what was seen."""
        ranges = self.parse(inputs.MarkReadIn)["ranges"]
        return answer(read(self.actor, thread_id, ranges))


class ThreadUnread(Endpoint):
    """What the reader wants to read again."""

    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=inputs.PutBackIn, responses=shape(shapes.ReadingOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Have the thread wait again from one message on. Others go on to see that it was read."""
        number = self.parse(inputs.PutBackIn)["number"]
        row = put_back(actor=self.actor, thread_id=thread_id, number=number)
        return answer(present.reading_out(reading(row.thread, row.ranges, row.seen)))


class ThreadAttention(Endpoint):
    """What the reader is told of in a thread."""

    actions = {"PUT": Action.FOLLOW}

    @extend_schema(request=inputs.AttentionIn, responses=shape(shapes.AttentionOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Choose it."""
        level = Attention(self.parse(inputs.AttentionIn)["level"])
        set_attention(actor=self.actor, thread_id=thread_id, level=level)
        return answer({"level": level})
