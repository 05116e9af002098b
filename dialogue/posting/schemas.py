"""What sockets send, and what is whispered to the others who look."""

from __future__ import annotations

from typing import NotRequired, TypedDict
from uuid import UUID


class QuoteCommand(TypedDict):
    """Words of another message of the thread, as they are shown; without `text` all of it."""

    message_id: UUID
    text: NotRequired[str | None]


class AttachmentCommand(TypedDict):
    """A file that one uploaded; a picture needs words for who cannot see it."""

    file_id: UUID
    alt: NotRequired[str]


class PostMessageCommand(TypedDict):
    """`client_id` is the sender's own: sending the same message again stores nothing new. `group_id` is the
    group in which its writer saw the thread.
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
