"""HTTP endpoints of messages."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.messages import selectors as messages_selectors
from dialogue.messages.access_log import log_message_read
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
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Page,
    Show,
    Write,
    answer,
    read_snapshot,
    shape_of,
)
from viche.kernel.events import get_head


class ThreadMessages(Endpoint):
    """The messages of a thread, by number."""

    actions = {"GET": Action.READ, "POST": Action.POST}
    records = {"GET": log_thread_read}
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
        return answer(page, of=thread)

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


def _show_message(actor: Actor, message_id: UUID) -> Answer[timeline_schemas.MessageOut]:
    message = messages_selectors.get_message_with_thread_for(actor, message_id)
    (shown,) = timeline_presenters.show_messages([message], actor)
    return answer(shown, version=message.version, of=message)


class MessageDetails(Endpoint):
    """One message.

    GET: Return a message of a thread that the reader may see.

    PATCH: Edit a message of one's own. The earlier version can be read under `revisions`.

    DELETE: Withdraw a message of one's own. It keeps its number and loses its text.
    """

    records = log_message_read

    get = Show(MessageAction.READ, _show_message)

    patch = Write(
        MessageAction.EDIT, edit_message, body=serializers.EditMessageIn, shows=_show_message, versioned=True
    )

    delete = Write(MessageAction.WITHDRAW, withdraw_message, shows=_show_message, versioned=True)


class MessageRevisions(Endpoint):
    """The earlier versions of a message.

    GET: List the earlier versions, the latest first. A withdrawn message has none.
    """

    records = log_message_read

    get = Page(
        MessageAction.READ,
        messages_selectors.revisions_of,
        of=messages_selectors.get_message_with_thread_for,
        shows=timeline_presenters.show_revisions,
        order=("-version",),
    )
