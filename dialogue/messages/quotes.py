"""Quotes: text of another message of the same thread, verified against what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.markdown import convert_to_text, render
from dialogue.messages.models import QUOTE_LENGTH, Message, MessageQuote, MessageRevision
from viche.kernel.errors import Invalid

MAX_EARLIER_VERSIONS = 20
"""Number of earlier versions searched for the quoted text: enough for a client that was offline."""


class Quoted(TypedDict):
    """The text to quote, as it is displayed; without `text` the whole message, as far as it fits.

    `version` is the version of the message to quote, by default the current one.
    """

    message_id: UUID
    text: NotRequired[str | None]
    version: NotRequired[int | None]


def build_quote(message: Message, quoted: Quoted) -> MessageQuote:
    """Build the quote of a message.

    It may quote an earlier version, since an offline client does not know of a later one. Raises Invalid for
    a message of another thread, a withdrawn or hidden one, and text that it does not contain.
    """
    source = Message.objects.select_related("author").filter(pk=quoted["message_id"]).first()
    if source is None or source.thread_id != message.thread_id:
        raise Invalid.field(
            "/quote/message_id", "not_in_thread", _("The message that this quotes is not in this thread.")
        )
    if source.is_deleted:
        raise Invalid.field("/quote/message_id", "message_deleted", _("This message was deleted."))
    if source.is_hidden:
        raise Invalid.field("/quote/message_id", "message_hidden", _("This message is hidden."))
    words = quoted.get("text")
    if words is None:
        text, version = _get_version(source, quoted.get("version") or source.version)
    else:
        text = validate_text("/quote/text", words, QUOTE_LENGTH)
        version = _find_version(source, text)
    return MessageQuote(message=message, source=source, text=text, version=version)


def quote_of(message: Message) -> MessageQuote | None:
    """Return the quote of a message if it was loaded or built with it; it is not queried."""
    brought: MessageQuote | None = message._state.fields_cache.get("quote")
    return brought


def quote_whole(body: str) -> str:
    """Return the whole text of a message as it is displayed, as far as it fits."""
    return truncate_text(convert_to_text(render(body)), QUOTE_LENGTH)


def _get_version(source: Message, version: int) -> tuple[str, int]:
    """Return the whole text of a message in a version, and the version by which it goes now.

    A message that was hidden and shown again has the same text in a later version. Raises Invalid for a
    version that never existed.
    """
    if version > source.version:
        raise Invalid.field("/quote/version", "unknown", _("The message never had this version."))
    if version < source.version:
        earlier = MessageRevision.objects.filter(message=source, version__gte=version)
        if (wording := earlier.order_by("version").first()) is not None:
            return quote_whole(wording.body), wording.version
    return quote_whole(source.body), source.version


def truncate_text(text: str, longest: int) -> str:
    """Return `text`, truncated with an ellipsis to at most `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _find_version(source: Message, text: str) -> int:
    """Return the latest version that contains the text. Raises Invalid if there is none."""
    earlier = MessageRevision.objects.filter(message=source).order_by("-version")
    wordings = [(source.version, source.body), *earlier.values_list("version", "body")[:MAX_EARLIER_VERSIONS]]
    for version, body in wordings:
        if is_quoted_from(text, [body]):
            return version
    raise Invalid.field("/quote/text", "not_said", _("Quote words that stand in the message."))


def is_quoted_from(text: str, bodies: Iterable[str]) -> bool:
    """Return whether one of the messages contains the text."""
    words = _collapse_whitespace(text)
    return any(words in _collapse_whitespace(convert_to_text(render(body))) for body in bodies)


def _collapse_whitespace(text: str) -> str:
    """Collapse white space: browsers differ in where lines end."""
    return " ".join(text.split())


def update_stale_quotes(quotes: Sequence[MessageQuote]) -> None:
    """Update quotes whose source was withdrawn, hidden, edited or anonymised since it was read.

    The thread of the quotes must be locked.
    """
    present = Message.objects.in_bulk({one.source_id for one in quotes})
    for quote in quotes:
        source, before = present[quote.source_id], quote.source
        before.version, before.deleted_at = source.version, source.deleted_at
        before.hidden_at = source.hidden_at
        is_same = (source.version, source.body) == (quote.version, before.body)
        if source.is_silent:
            quote.text = ""
        elif not (is_same or is_quoted_from(quote.text.removesuffix("…"), _list_bodies(source))):
            quote.text, quote.version = quote_whole(source.body), source.version


def _list_bodies(message: Message) -> list[str]:
    earlier = MessageRevision.objects.filter(message=message)
    return [message.body, *earlier.values_list("body", flat=True)]


def has_same_quote(message: Message, quoted: Quoted | None) -> bool:
    """Return whether a stored message has the same quote as one that was sent again.

    The client may have dropped the quote meanwhile, and its text may have changed since: neither makes it
    another message.
    """
    if quoted is None:
        return True
    known = MessageQuote.objects.filter(message=message).first()
    return known is not None and known.source_id == quoted["message_id"]
