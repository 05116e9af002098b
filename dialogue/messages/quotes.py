"""What a message quotes: words that somebody said in the same thread, and nothing that they did not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NotRequired, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.messages.markdown import plain, render
from dialogue.messages.models import QUOTE_LENGTH, Message, MessageQuote, MessageRevision
from viche.kernel.errors import Invalid

EARLIER = 20
"""Earlier wordings in which words are looked for: the line was not away for longer."""


class Quoted(TypedDict):
    """Words of a message, as they are shown; without `text` all of it, as far as there is room, in the
    wording of that `version` (without it the present one).
    """

    message_id: UUID
    text: NotRequired[str | None]
    version: NotRequired[int | None]


def quote_in(message: Message, quoted: Quoted) -> MessageQuote:
    """What `message` quotes. It may be an earlier wording: without a line nobody sees that there is another
    now. Raises Invalid for another thread, what was taken back, and words that were not said there.
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
        text, version = _wording(source, quoted.get("version") or source.version)
    else:
        text = checked_text("/quote/text", words, QUOTE_LENGTH)
        version = _version_of(source, text)
    return MessageQuote(message=message, source=source, text=text, version=version)


def quote_of(message: Message) -> MessageQuote | None:
    """What a message quotes, where that was brought with it or made for it; it is not looked up."""
    brought: MessageQuote | None = message._state.fields_cache.get("quote")
    return brought


def whole(body: str) -> str:
    """All of a message, as it is shown, as far as there is room."""
    return shortened(plain(render(body)), QUOTE_LENGTH)


def _wording(source: Message, version: int) -> tuple[str, int]:
    """All of a message in a version. One that was hidden and shown again says the same in a later one, by
    which it goes now. Raises Invalid for one that there was not.
    """
    if version > source.version:
        raise Invalid.field("/quote/version", "unknown", _("The message never had this version."))
    if version < source.version:
        earlier = MessageRevision.objects.filter(message=source, version__gte=version)
        if (wording := earlier.order_by("version").first()) is not None:
            return whole(wording.body), wording.version
    return whole(source.body), source.version


def shortened(text: str, longest: int) -> str:
    """`text`, or its beginning, which says that there was more."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _version_of(source: Message, text: str) -> int:
    """The last version of a message in which these words stand, of its latest."""
    earlier = MessageRevision.objects.filter(message=source).order_by("-version")
    wordings = [(source.version, source.body), *earlier.values_list("version", "body")[:EARLIER]]
    for version, body in wordings:
        if stands_in(text, [body]):
            return version
    raise Invalid.field("/quote/text", "not_said", _("Quote words that stand in the message."))


def stands_in(text: str, bodies: Iterable[str]) -> bool:
    """Whether words were said in one of some messages."""
    words = _in_line(text)
    return any(words in _in_line(plain(render(body))) for body in bodies)


def _in_line(text: str) -> str:
    """Browsers tell differently where lines end."""
    return " ".join(text.split())


def take_out_withdrawn(quotes: Sequence[MessageQuote]) -> None:
    """Leave no words of what was taken back or hidden since it was looked up, and no name of who was erased;
    know what was corrected. The thread of all of them is held.
    """
    present = Message.objects.in_bulk({one.source_id for one in quotes})
    for quote in quotes:
        source, before = present[quote.source_id], quote.source
        before.version, before.deleted_at = source.version, source.deleted_at
        before.hidden_at = source.hidden_at
        is_same = (source.version, source.body) == (quote.version, before.body)
        if source.is_silent:
            quote.text = ""
        elif not (is_same or stands_in(quote.text.removesuffix("…"), _wordings(source))):
            quote.text, quote.version = whole(source.body), source.version


def _wordings(message: Message) -> list[str]:
    earlier = MessageRevision.objects.filter(message=message)
    return [message.body, *earlier.values_list("body", flat=True)]


def same_quote(message: Message, quoted: Quoted | None) -> bool:
    """Whether a message that was stored quotes what was sent again. Whoever sends it again may have let go of
    the quote meanwhile, and its words may have been written anew since: neither makes it another message.
    """
    if quoted is None:
        return True
    known = MessageQuote.objects.filter(message=message).first()
    return known is not None and known.source_id == quoted["message_id"]
