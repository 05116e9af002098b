"""Serializers of messages."""

from __future__ import annotations

from dialogue.common.serializers import MAX_NUMBER
from dialogue.messages.models import ALT_LENGTH, BODY_LENGTH, MAX_ATTACHMENTS, QUOTE_LENGTH
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictInteger, StrictSerializer, StrictUuid


class QuoteIn(StrictSerializer):
    """Text of another message of the thread, as it is displayed.

    Without `text` the whole message in its `version`, or in the current one.
    """

    message_id = StrictUuid()
    text = PlainText(max_length=QUOTE_LENGTH, required=False, allow_null=True)
    version = StrictInteger(min_value=1, max_value=MAX_NUMBER, required=False, allow_null=True)


class AttachmentIn(StrictSerializer):
    """An uploaded file (`POST /files`) that is not attached to anything yet.

    `alt` describes it for people who cannot see it: a picture needs it.
    """

    file_id = StrictUuid()
    alt = PlainText(max_length=ALT_LENGTH, required=False, allow_blank=True)


class PostMessageIn(StrictSerializer):
    """A message to post.

    `client_id` is chosen by the sender: sending the same message again stores nothing new. `group_id` is the
    group in which the author saw the thread: if the thread has moved since, the message is not shown to the
    readers of another group.
    """

    client_id = StrictUuid()
    group_id = StrictUuid(required=False, allow_null=True)
    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    reply_to = StrictUuid(required=False, allow_null=True)
    on_behalf = StrictBoolean(required=False)
    mandate_id = StrictUuid(required=False, allow_null=True)
    quote = QuoteIn(required=False, allow_null=True)
    attachments = AttachmentIn(many=True, required=False, max_length=MAX_ATTACHMENTS)  # type: ignore[call-arg]
    confirmed = Confirmed(required=False)


class EditMessageIn(StrictSerializer):
    """The new text of a message."""

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    confirmed = Confirmed(required=False)


class PostCommandIn(PostMessageIn):
    """A message as sent by a socket: with its thread."""

    thread_id = StrictUuid()
