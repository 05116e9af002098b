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
        """List messages around a number, by cursor, or else the page with the first unread message.

        Attachments have `name`, `media_type`, `size` in bytes and, of pictures, `width` and `height`
        in pixels. A quote has `author`, `number`, the `version` that was quoted, and `state`: `same`,
        `changed` or `withdrawn` (then `text` is empty), or `hidden`. `reactions` lists the ids of
        people by kind, beside `supporters`.

        `must_read` says until when, who asks, and whether the reader has acknowledged the message
        (`acknowledged`; null in frames of the websocket, which are the same for all readers and do
        not name those who did).

        `hidden` says for which `fault`, and whether the author disagrees (`appealed`) or the appeal
        was heard (`upheld`); text, attachments, quote, reactions and `must_read` are empty meanwhile.
        A message that was split off or merged is a tombstone: `deleted`, with `moved` (`thread_id`
        and `number`, both null for a reader who does not see that thread).
        """
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
        """Post a message. The status is 200 when the same message was stored before.

        `client_id` makes the request idempotent: sent again, the message is stored once, and the
        answer is 200 with the message as it is then. No answer is kept under an `Idempotency-Key`,
        since it could repeat what was withdrawn since.

        With `group_id`, the group in which the thread was when the message was written, 409
        `thread_moved` refuses it if the thread has other readers by now: ask the author, then send it
        again without `group_id` or with that of the present group.

        `attachments` are at most ten files that the sender uploaded before and that nothing has yet
        (422 `unknown`, `held`). A picture needs `alt`, a text of up to 300 characters for readers who
        cannot see it (422 at `/attachments/0/alt`); other files may have one. A message with
        attachments needs a text, too.

        `quote` repeats words of another message of the same thread (422 `not_in_thread`), as they are
        shown. Without `text` it quotes the whole message, up to 2,000 characters, as it stood in
        `version` (by default the present one; 422 `unknown`). The words must stand in its present or
        its last earlier text, whatever white space is between them (422 `not_said`).

        A mention is `@[words](kind:key)`: `person:` and `organisation:` with an id, `sector:` and
        `role:` with a code. Only readers of the thread and those whom they represent can be mentioned
        (422 `mention_unknown`); guests mention nobody (`mention_by_guest`). Wrong words are
        corrected; in `html` a mention is a `span` with `data-mention`.

        An author who exceeds the rate limit (thirty messages at once over all threads, then one a
        second; each process counts for itself) gets 429 `too_fast` with `retry_after`, over sockets
        too; the same message is accepted later. In a locked thread the refusal is 403
        `thread_locked`, in slow mode 429 `slow_mode`, during a round 403 `round_spoken` or
        `round_no_sector`.

        In a public thread, `confirmed` must contain `public`, or the answer is 422 `personal_data`
        with the code `public` at the field, without a span. The same holds for its summary, its
        outcome and its title, so nothing becomes public by mistake. Replies by e-mail are refused
        there.
        """
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

    Only the author may do this (403 `not_author`), while they may `post` in the thread, and not for an
    organisation that they no longer represent (`voice_passed_on`).

    DELETE: Withdraw a message of one's own. It keeps its number and loses its text.

    The same rights as for editing; a tombstone stays in the place of the message. Its attachments are
    deleted, and so is its text in every quote. In a public thread authors may withdraw their messages at
    any time while they read the thread, also when it is closed or the group is inactive.
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

    For all readers of the message.
    """

    records = log_message_read

    get = Page(
        MessageAction.READ,
        messages_selectors.revisions_of,
        of=messages_selectors.get_message_with_thread_for,
        shows=timeline_presenters.show_revisions,
        order=("-version",),
    )
