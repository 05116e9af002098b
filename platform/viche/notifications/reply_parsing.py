"""Extraction of the reply text from a mail, without quotation and signature."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3

from viche.kernel.text import Text

# Do not change: these lines stand in mails for years, and replies to old mails are cut at them, too.
REPLY_LINE: Text = {
    "uk": "Щоб відповісти в темі, напишіть над цим рядком.",
    "en": "To answer in the thread, write above this line.",
}
QUOTED = re.compile(
    "|".join(r"[\s>]+".join(map(re.escape, words.split())) for words in (REPLY_LINE["uk"], REPLY_LINE["en"]))
)
PERSONAL_PATHS = ("/mute/", "/unsubscribe/")  # paths in our mails that belong to one reader each
SIGNATURE = "-- "  # RFC 3676
DEVICE = re.compile(
    r"(?:Надіслано|Відправлено|Sent) (?:з|із|from) .{0,30}\b"
    r"(?:iPhone|iPad|Android|Samsung|Galaxy|Huawei|Xiaomi|Redmi|Outlook|Gmail|Mail|мого|телефону?|смартфона|my)"
    r"\b.{0,20}",
    re.IGNORECASE,
)
# “З повагою” and what follows: a name, a post, numbers. A continuation in lower case is a sentence.
CLOSING = re.compile(
    r"^(?i:І?з повагою|Best regards|Kind regards)(?:\s*[,.!—–-]*\s*$|[\s,.!—–-]+[^\W\d_a-zа-яєіїґ])"
)
MAX_CLOSING_LENGTH, MAX_CLOSING_LINES = 60, 6
# A long line, a line that ends like a sentence, and a postscript belong to the reply.
SENTENCE = re.compile(r"^.{61}|[^\W\d_]{4,}[.?!…]+$|^(?:P\.?\s?S|П\.?\s?С|З\.?\s?І)\b", re.IGNORECASE)
QUOTE_HEADER = re.compile(r"\*?(?:From|Sent|Date|To|Cc|Subject|Від|Надіслано|Дата|Кому|Копія|Тема)\*?:\*?\s")
SEPARATOR = re.compile(r"[_=-]{5,}.*")
# “On 27 November, Viche <…> wrote:” in any language: a line with an address or our name, and a colon.
ATTRIBUTION = re.compile(r".*(?:@|\b(?:Віче|Viche)\b).*:", re.IGNORECASE)
BROKEN_ATTRIBUTION = re.compile(r".*(?:\b(?:Віче|Viche)\b|\b20\d\d\b)[^.!?]*")  # such a line wrapped into two
MAX_LINE_LENGTH = 500  # a longer line was not inserted by a mail program
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/?blockquote)\b[^<>]*>", re.IGNORECASE)


def convert_html_to_text(said: str) -> str:
    """Convert HTML to lines of text."""
    flat = BREAKS.sub("\n", re.sub(r"\s+", " ", said))
    bare = nh3.clean(flat, tags=set(), clean_content_tags={"script", "style", "title"})
    return "\n".join(line.strip() for line in html.unescape(bare).splitlines())


def extract_reply_text(said: str) -> str:
    """Return the text above the quotation; empty where the two cannot be told apart."""
    said = said.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH SPACE}", "")
    quoted = QUOTED.search(said)
    lines = (said[: quoted.start()] if quoted else said).split("\n")
    if quoted or any(line.startswith(">") for line in lines):
        lines = _strip_quote_header(lines)
    own = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in _strip_signature(lines))).strip()
    return "" if any(address in own for address in PERSONAL_PATHS) else own


def _strip_quote_header(lines: list[str]) -> list[str]:
    """Return the lines without the header that a mail program inserts above the quotation."""
    lines = _drop_tail(lines, lambda line: not line.strip(" >\t—–-") or line.startswith(">"))
    heads = lines[_find_tail(lines, QUOTE_HEADER.match) :]
    if len(heads) > 1:
        lines = _drop_tail(
            lines[: -len(heads)], lambda line: bool(SEPARATOR.fullmatch(line)) or not line.strip()
        )
    elif lines and ATTRIBUTION.fullmatch(lines[-1].strip()[:MAX_LINE_LENGTH]):
        broken = lines[-1].lstrip().startswith("<") or not re.search(r"\d", lines[-1].partition("<")[0])
        lines = lines[:-1]
        if broken and lines and BROKEN_ATTRIBUTION.fullmatch(lines[-1].strip()[:MAX_LINE_LENGTH]):
            lines = lines[:-1]
    return lines


def _strip_signature(lines: list[str]) -> list[str]:
    if SIGNATURE in lines[1:]:
        lines = lines[: lines.index(SIGNATURE, 1)]
    lines = _drop_tail(lines, lambda line: not line.strip())
    lines = lines[:-1] if lines and DEVICE.fullmatch(lines[-1].strip()[:MAX_LINE_LENGTH]) else lines
    return _strip_closing([line.strip()[:MAX_LINE_LENGTH] for line in lines], lines)


def _strip_closing(bare: list[str], lines: list[str]) -> list[str]:
    """Return the lines without a closing, which repeats the author's name and often a phone number."""
    closing = next((number for number in reversed(range(len(bare))) if CLOSING.match(bare[number])), 0)
    told = [line for line in bare[closing:] if line]
    if not any(bare[:closing]) or len(told) > MAX_CLOSING_LINES or any(map(SENTENCE.search, told[1:])):
        return lines
    return lines if len(told[0]) > MAX_CLOSING_LENGTH else lines[:closing]


def _find_tail(lines: list[str], fits: Callable[[str], object]) -> int:
    """Return the index at which the trailing lines that all match begin."""
    start = len(lines)
    while start and fits(lines[start - 1][:MAX_LINE_LENGTH]):
        start -= 1
    return start


def _drop_tail(lines: list[str], fits: Callable[[str], object]) -> list[str]:
    return lines[: _find_tail(lines, fits)]
