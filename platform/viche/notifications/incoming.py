"""Answers to our mails, as a mail server hands them over: who wrote, to what, and the words alone.

What was quoted is cut off by a line of ours that stands on top of each mail that can be answered: programs
quote in a hundred ways and in every language, and none of them leaves that line out.
"""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from email.utils import getaddresses
from uuid import UUID

import nh3

from viche.kernel.text import Text
from viche.notifications.answering import delivery_of

logger = logging.getLogger(__name__)

MOST_BYTES = 5 * 1024 * 1024
# They stand in mails for years: an answer to an old one is cut, too.
LINE: Text = {
    "uk": "Щоб відповісти в темі, напишіть над цим рядком.",
    "en": "To answer in the thread, write above this line.",
}
QUOTED = re.compile(
    "|".join(r"[\s>]+".join(map(re.escape, words.split())) for words in (LINE["uk"], LINE["en"]))
)
ADDRESSED_BY = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
SIGNATURE = re.compile(r"^-- ?$|^(?:Надіслано з|Sent from|Відправлено з) .{1,40}$", re.IGNORECASE)
# What programs write above a quotation: rules, the heads of the mail, and “… wrote:” with whom and when.
ABOVE_QUOTE = re.compile(
    r"^[\s>—–-]*$|^[_\-=]{5,}|^-+\s*(?:Original Message|Вихідне повідомлення|Переадресоване).*"
    r"|^\*?(?:From|Sent|Date|To|Cc|Subject|Від|Надіслано|Дата|Кому|Копія|Тема)\*?:\*?\s"
    r"|^[\s>]*[^\n]{0,300}(?:wrote|writes|пише|написав|написала|написав\(ла\)|<[^<>\s]+@[^<>\s]+>[^\n]{0,20}):\s*$",
    re.IGNORECASE,
)
# The beginning of such a line, where a program broke it in two.
BROKEN = re.compile(r"^(?:On |Am |пн|вт|ср|чт|пт|сб|нд|\d{1,2}[ .]).{0,300}$", re.IGNORECASE)
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/?blockquote)\b[^>]*>", re.IGNORECASE)


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
    if len(raw) > MOST_BYTES:
        logger.warning("answer_too_large")
        return None
    try:
        return _read(BytesParser(policy=default).parsebytes(raw))
    except Exception as error:  # noqa: BLE001 - strangers write these: the parser fails in a dozen ways
        logger.warning("answer_unreadable", extra={"error": type(error).__name__})
        return None


def _read(mail: EmailMessage) -> Answer | None:
    senders = _addresses(mail, ["From"])
    delivery_id = next(filter(None, map(delivery_of, _addresses(mail, ADDRESSED_BY))), None)
    if delivery_id is None or len(senders) != 1 or _is_automatic(mail):
        return None
    files = any(part.get_content_disposition() == "attachment" for part in mail.walk())
    return Answer(delivery_id, senders[0], own_words(_text(mail)), str(mail.get("Message-ID", "")), files)


def _addresses(mail: EmailMessage, names: Iterable[str]) -> list[str]:
    headers = [str(value) for name in names for value in mail.get_all(name, [])]
    return [address for _name, address in getaddresses(headers) if address]


def _is_automatic(mail: EmailMessage) -> bool:
    """An absence note, a report, a mailing list (RFC 3834): nobody wrote it."""
    submitted = str(mail.get("Auto-Submitted", "no")).lower()
    precedence = str(mail.get("Precedence", "")).lower()
    return (
        not submitted.startswith("no")
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or "X-Autoreply" in mail
        or str(mail.get("Return-Path", "")).strip() == "<>"
        or mail.get_content_type() == "multipart/report"
    )


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    said = str(body.get_content())
    return _of_html(said) if body.get_content_type() == "text/html" else said


def _of_html(said: str) -> str:
    flat = BREAKS.sub("\n", re.sub(r"\s+", " ", said))
    bare = nh3.clean(flat, tags=set(), clean_content_tags={"script", "style", "title"})
    return "\n".join(line.strip() for line in html.unescape(bare).splitlines())


def own_words(said: str) -> str:
    """What somebody wrote above the quotation, without what their program put around it."""
    said = said.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH SPACE}", "")
    quoted = QUOTED.search(said)
    lines = (said[: quoted.start()] if quoted else said).split("\n")
    if quoted or any(line.startswith(">") for line in lines):
        lines = _above(lines)
    for number, line in enumerate(lines):
        if number and SIGNATURE.match(line.strip()):
            lines = lines[:number]
            break
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def _above(lines: list[str]) -> list[str]:
    """Without what stands at the end and belongs to a quotation."""
    end = len(lines)
    while end and (ABOVE_QUOTE.match(lines[end - 1]) or lines[end - 1].startswith(">")):
        end -= 1
    opened = end < len(lines) and ABOVE_QUOTE.match(lines[end]) and lines[end].strip()
    return lines[: end - 1] if end and opened and BROKEN.match(lines[end - 1]) else lines[:end]
