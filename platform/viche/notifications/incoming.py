"""Answers to our mails, as a mail server hands them over: who wrote, to what, and the words alone.

What was quoted is cut off by a line of ours that stands on top of each mail that can be answered: programs
quote in a hundred ways and in every language, and none of them leaves that line out.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses
from uuid import UUID

from viche.notifications.answering import delivery_in
from viche.notifications.own_words import of_html, own_words

logger = logging.getLogger(__name__)

MOST_BYTES = 5 * 1024 * 1024
# Whoever knows the mailbox may send anything: nothing of it is looked at before the sealed address is found.
LONGEST_HEAD = 64 * 1024
LONGEST_SENDER = 500
# The sender names the charset, and some that Python knows (punycode) take the square of the time.
CHARSETS = frozenset({"utf-8", "us-ascii", "windows-1251", "koi8-u", "koi8-r", "iso-8859-1", "iso-8859-5"})
LONGEST_TEXT = 400_000  # characters; a message is far shorter, and what is quoted below it may be longer


@dataclass(frozen=True, slots=True)
class Answer:
    """`sender` wrote `text` in answer to what a delivery told; `name` is that of the mail (its Message-ID).

    `left_out`: files came with it, which are not taken.
    """

    delivery_id: UUID
    sender: str
    text: str
    name: str
    left_out: bool


def read_answer(raw: bytes) -> Answer | None:
    """What an answer says; None for any other mail, for what a program wrote, and for what is too large."""
    head = raw[: LONGEST_HEAD + 1].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    delivery_id = delivery_in(head) if len(head) <= LONGEST_HEAD and len(raw) <= MOST_BYTES else None
    if delivery_id is None:
        return None
    try:
        # The old policy takes headers for text; the new one reads each by its grammar, which takes minutes
        # for one that somebody made for that.
        return _read(delivery_id, BytesParser(policy=policy.compat32).parsebytes(raw))
    except Exception as error:  # noqa: BLE001 - strangers write these: the parser fails in a dozen ways
        logger.warning("answer_unreadable", extra={"error": type(error).__name__})
        return None


def _read(delivery_id: UUID, mail: Message) -> Answer | None:
    senders = [one for _name, one in getaddresses([_head(mail, "From", LONGEST_SENDER)]) if one]
    if len(senders) != 1 or _is_automatic(mail):
        return None
    parts = list(_parts(mail))
    plain, html = (_joined(parts, kind) for kind in ("text/plain", "text/html"))
    said = plain if plain.strip() else of_html(html)
    return Answer(
        delivery_id, senders[0], own_words(said), _head(mail, "Message-ID"), any(_files(mail, html))
    )


def _head(mail: Message, name: str, longest: int = 1_000) -> str:
    return str(mail.get(name, ""))[:longest].strip()


def _is_automatic(mail: Message) -> bool:
    """An absence note, a report, a mailing list (RFC 3834): nobody wrote it."""
    return (
        not (_head(mail, "Auto-Submitted") or "no").lower().startswith("no")
        or _head(mail, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
        or "X-Autoreply" in mail
        or _head(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
    )


def _parts(mail: Message) -> Iterator[Message]:
    """What the mail itself says: nothing that is attached, nor a mail that is passed on within it."""
    if mail.get_content_disposition() == "attachment" or mail.get_content_maintype() == "message":
        return
    yield mail
    for part in mail.get_payload() if mail.is_multipart() else ():
        if isinstance(part, Message):
            yield from _parts(part)


def _joined(parts: list[Message], kind: str) -> str:
    """All of it: a picture that was put between the words parts them."""
    texts = [_text(part) for part in parts if part.get_content_type() == kind]
    return "\n\n".join(texts)[:LONGEST_TEXT]


def _text(part: Message) -> str:
    """By the charset that it names, else by those in which Ukrainian is written."""
    payload = part.get_payload(decode=True)
    data = payload[: 4 * LONGEST_TEXT] if isinstance(payload, bytes) else b""
    named = part.get_content_charset("utf-8")
    for charset in (named if named in CHARSETS else "utf-8", "utf-8", "windows-1251"):
        try:
            return data.decode(charset)[:LONGEST_TEXT]
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")[:LONGEST_TEXT]


def _files(mail: Message, html: str) -> Iterator[bool]:
    """Whether each part is a file: all that is attached, and a picture that the text does not show itself, as
    the one of a signature.
    """
    for part in mail.walk():
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        shown = bool(name) and f"cid:{name}" in html
        picture = part.get_content_maintype() in ("image", "audio", "video") and not shown
        yield part.get_content_disposition() == "attachment" or picture
