"""HTTP endpoints of messages."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.files import load_new_attachments
from dialogue.messages.policies import MessageAction
from dialogue.posting import serializers
from dialogue.posting.editing import edit_message, withdraw_message
from dialogue.posting.services import post_message
from dialogue.reading import selectors as reading_selectors, serializers as reading_serializers
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.events import topic_of
from dialogue.threads.policies import Action
from dialogue.timeline import presenters as timeline_presenters, schemas as timeline_schemas
from dialogue.timeline.pagination import get_window
from viche.kernel.api import Endpoint, Nothing, answer, page_of, paginate, read_snapshot, shape_of
from viche.kernel.events import get_head


class ThreadMessages(Endpoint):
    """The messages of a thread, by number."""

    actions = {"GET": Action.READ, "POST": Action.POST}
    created = "messages/{id}"
    asks = reading_serializers.MessageQuery
    # Responses are not stored for replay: they quote others, who may withdraw it. `client_id` makes posting
    # idempotent.
    keeps_answers = False

    @extend_schema(responses=shape_of(timeline_schemas.MessageOutPage))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List messages around a number, by cursor, or else the page with the first unread message."""
        around = self.asked.get("around")
        with read_snapshot():
            thread = threads_selectors.get_thread_for(self.actor, thread_id)
            window = get_window(
                request, thread, lambda: reading_selectors.get_read_state(self.actor, thread), around
            )
            rows = messages_selectors.messages_of(thread, window.first, window.last)
            page: timeline_schemas.MessageOutPage = {
                "items": timeline_presenters.show_messages(rows, self.actor),
                "next_cursor": window.next_cursor,
                "previous_cursor": window.previous_cursor,
                "seq": get_head(topic_of(thread_id)),
            }
        log_thread_read(self.actor, thread)
        return answer(page)

    @extend_schema(
        request=serializers.PostMessageIn,
        responses={201: shape_of(timeline_schemas.MessageOut), 200: shape_of(timeline_schemas.MessageOut)},
    )
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Post a message. The status is 200 when the same message was stored before."""
        said = self.parse(serializers.PostMessageIn)
        said["attachments"] = load_new_attachments(self.actor, said.get("attachments", ()))
        message = post_message(actor=self.actor, thread_id=thread_id, **said)
        return answer(
            timeline_presenters.show_sent(message),
            status=201 if message.is_new else 200,
            version=message.version,
        )


class MessageDetails(Endpoint):
    """One message."""

    actions = {"GET": MessageAction.READ, "PATCH": MessageAction.EDIT, "DELETE": MessageAction.WITHDRAW}
    conditional = frozenset({"PATCH", "DELETE"})

    @extend_schema(responses=shape_of(timeline_schemas.MessageOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """Return a message of a thread that the reader may see."""
        message, thread = messages_selectors.get_message_for(self.actor, message_id)
        log_thread_read(self.actor, thread)
        (shown,) = timeline_presenters.show_messages([message], self.actor)
        return answer(shown, version=message.version)

    @extend_schema(request=serializers.EditMessageIn, responses=shape_of(timeline_schemas.MessageOut))
    def patch(self, request: Request, message_id: UUID) -> Response:
        """Edit a message of one's own. The earlier version can be read under `revisions`."""
        said = self.parse(serializers.EditMessageIn)
        version = self.expected_version()
        edit_message(actor=self.actor, message_id=message_id, expected_version=version, **said)
        return self.get(request, message_id)

    @extend_schema(responses={200: shape_of(timeline_schemas.MessageOut)})
    def delete(self, request: Request, message_id: UUID) -> Response:
        """Withdraw a message of one's own. It keeps its number and loses its text."""
        version = self.expected_version()
        withdraw_message(actor=self.actor, message_id=message_id, expected_version=version)
        return self.get(request, message_id)


class MessageRevisions(Endpoint):
    """The earlier versions of a message."""

    actions = {"GET": MessageAction.READ}
    asks = Nothing

    @extend_schema(responses=page_of(timeline_schemas.MessageRevisionOut))
    def get(self, request: Request, message_id: UUID) -> Response:
        """List the earlier versions, the latest first. A withdrawn message has none."""
        message, thread = messages_selectors.get_message_for(self.actor, message_id)
        log_thread_read(self.actor, thread)
        rows = messages_selectors.revisions_of(message)
        return answer(
            paginate(request, rows, order=("-version",), present=timeline_presenters.show_revisions)
        )
