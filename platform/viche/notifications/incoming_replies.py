"""Parsing of replies to our mails, as a mail server delivers them: sender, delivery, and own text.

The quotation is cut off at a marker line that stands on top of each mail that accepts replies: mail programs
quote in a hundred ways and in every language, but all of them keep that line.
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

from viche.notifications.reply_addresses import find_answered_delivery
from viche.notifications.reply_parsing import convert_html_to_text, extract_reply_text

logger = logging.getLogger(__name__)

MAX_BYTES = 5 * 1024 * 1024
# Anyone who knows the mailbox can send anything: nothing is parsed before the signed address is found.
MAX_HEADER_BYTES = 64 * 1024
MAX_SENDER_LENGTH = 500
# The sender names the charset, and some of Python's codecs (punycode) take quadratic time.
CHARSETS = frozenset({"utf-8", "us-ascii", "windows-1251", "koi8-u", "koi8-r", "iso-8859-1", "iso-8859-5"})
MAX_TEXT_LENGTH = 400_000  # characters; a message is far shorter, the quotation below it may be longer


@dataclass(frozen=True, slots=True)
class IncomingReply:
    """A reply by `sender` to a delivery; `name` is its Message-ID.

    `left_out`: attachments were ignored.
    """

    delivery_id: UUID
    sender: str
    text: str
    name: str
    left_out: bool


def parse_reply(raw: bytes) -> IncomingReply | None:
    """Parse a reply; return None for other mail, automatic mail, and what is too large."""
    head = raw[: MAX_HEADER_BYTES + 1].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    delivery_id = (
        find_answered_delivery(head) if len(head) <= MAX_HEADER_BYTES and len(raw) <= MAX_BYTES else None
    )
    if delivery_id is None:
        return None
    try:
        # compat32 treats headers as text; the newer policy parses each by its grammar, which can take minutes
        # for a crafted one.
        return _parse_message(delivery_id, BytesParser(policy=policy.compat32).parsebytes(raw))
    except Exception as error:  # noqa: BLE001 - strangers write these: the parser fails in a dozen ways
        logger.warning("answer_unreadable", extra={"error": type(error).__name__})
        return None


def _parse_message(delivery_id: UUID, mail: Message) -> IncomingReply | None:
    senders = [one for _name, one in getaddresses([_get_header(mail, "From", MAX_SENDER_LENGTH)]) if one]
    if len(senders) != 1 or _is_automatic(mail):
        return None
    parts = list(_body_parts(mail))
    plain, html = (_join_parts(parts, kind) for kind in ("text/plain", "text/html"))
    said = plain if plain.strip() else convert_html_to_text(html)
    return IncomingReply(
        delivery_id,
        senders[0],
        extract_reply_text(said),
        _get_header(mail, "Message-ID"),
        any(_are_files(mail, html)),
    )


def _get_header(mail: Message, name: str, longest: int = 1_000) -> str:
    return str(mail.get(name, ""))[:longest].strip()


def _is_automatic(mail: Message) -> bool:
    """Return whether the mail is an absence note, a report or of a mailing list (RFC 3834)."""
    return (
        not (_get_header(mail, "Auto-Submitted") or "no").lower().startswith("no")
        or _get_header(mail, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply")
        or "X-Autoreply" in mail
        or _get_header(mail, "Return-Path") == "<>"
        or mail.get_content_type() == "multipart/report"
    )


def _body_parts(mail: Message) -> Iterator[Message]:
    """Yield the parts of the mail itself, without attachments and forwarded mails."""
    if mail.get_content_disposition() == "attachment" or mail.get_content_maintype() == "message":
        return
    yield mail
    for part in mail.get_payload() if mail.is_multipart() else ():
        if isinstance(part, Message):
            yield from _body_parts(part)


def _join_parts(parts: list[Message], kind: str) -> str:
    """Return all text of a kind: an inline picture splits it into several parts."""
    texts = [_decode_part(part) for part in parts if part.get_content_type() == kind]
    return "\n\n".join(texts)[:MAX_TEXT_LENGTH]


def _decode_part(part: Message) -> str:
    """Decode by the declared charset, else by those used for Ukrainian."""
    payload = part.get_payload(decode=True)
    data = payload[: 4 * MAX_TEXT_LENGTH] if isinstance(payload, bytes) else b""
    named = part.get_content_charset("utf-8")
    for charset in (named if named in CHARSETS else "utf-8", "utf-8", "windows-1251"):
        try:
            return data.decode(charset)[:MAX_TEXT_LENGTH]
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")[:MAX_TEXT_LENGTH]


def _are_files(mail: Message, html: str) -> Iterator[bool]:
    """Yield whether each part is a file: an attachment, or a picture that is not embedded.

    A picture of a signature is embedded.
    """
    for part in mail.walk():
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        shown = bool(name) and f"cid:{name}" in html
        picture = part.get_content_maintype() in ("image", "audio", "video") and not shown
        yield part.get_content_disposition() == "attachment" or picture
