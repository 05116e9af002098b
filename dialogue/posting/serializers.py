"""Serializers of posting."""

from __future__ import annotations

from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.messages.models import ALT_LENGTH, BODY_LENGTH, MOST_ATTACHMENTS, QUOTE_LENGTH
from viche.kernel.api import Confirmed, PlainText, StrictBoolean, StrictInteger, StrictSerializer, StrictUuid


class QuoteIn(StrictSerializer):
    """Words of another message of the thread, as they are shown; without `text` all of it, as it was put in
    `version` (without it the present one).
    """

    message_id = StrictUuid()
    text = PlainText(max_length=QUOTE_LENGTH, required=False, allow_null=True)
    version = StrictInteger(min_value=1, max_value=LARGEST_NUMBER, required=False, allow_null=True)


class AttachmentIn(StrictSerializer):
    """A file that one uploaded (`POST /files`) and that belongs to nothing yet. `alt` says what is in it to
    whoever cannot see it: a picture needs it.
    """

    file_id = StrictUuid()
    alt = PlainText(max_length=ALT_LENGTH, required=False, allow_blank=True)


class PostMessageIn(StrictSerializer):
    """A message. `client_id` is the sender's own: sending the same message again stores nothing new.
    `group_id` is the group in which its writer saw the thread: it is not told to the readers of another one.
    """

    client_id = StrictUuid()
    group_id = StrictUuid(required=False, allow_null=True)
    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    reply_to = StrictUuid(required=False, allow_null=True)
    on_behalf = StrictBoolean(required=False)
    mandate_id = StrictUuid(required=False, allow_null=True)
    quote = QuoteIn(required=False, allow_null=True)
    attachments = AttachmentIn(many=True, required=False, max_length=MOST_ATTACHMENTS)  # type: ignore[call-arg]
    confirmed = Confirmed(required=False)


class EditMessageIn(StrictSerializer):
    """A message in other words."""

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    confirmed = Confirmed(required=False)


class PostCommandIn(PostMessageIn):
    """A message as a socket sends it: with its thread."""

    thread_id = StrictUuid()
