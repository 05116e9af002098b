"""Schemas of the socket commands that post messages."""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID


class QuoteCommand(TypedDict):
    """Text of another message of the thread, as it is displayed; without `text` the whole message."""

    message_id: UUID
    text: NotRequired[str | None]


class AttachmentCommand(TypedDict):
    """An uploaded file; a picture needs an alternative text."""

    file_id: UUID
    alt: NotRequired[str]


class PostMessageCommand(TypedDict):
    """A message to post.

    `client_id` is chosen by the sender: sending the same message again stores nothing new. `group_id` is the
    group in which the author saw the thread.
    """

    thread_id: UUID
    client_id: UUID
    group_id: NotRequired[UUID | None]
    body: str
    reply_to: NotRequired[UUID | None]
    on_behalf: NotRequired[bool]
    mandate_id: NotRequired[UUID | None]
    quote: NotRequired[QuoteCommand | None]
    attachments: NotRequired[list[AttachmentCommand]]
    confirmed: NotRequired[list[str]]
