"""What somebody wrote in an answer, without what was quoted and what their program put around it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3

from viche.kernel.text import Text

# They stand in mails for years: an answer to an old one is cut, too.
LINE: Text = {
    "uk": "Щоб відповісти в темі, напишіть над цим рядком.",
    "en": "To answer in the thread, write above this line.",
}
QUOTED = re.compile(
    "|".join(r"[\s>]+".join(map(re.escape, words.split())) for words in (LINE["uk"], LINE["en"]))
)
OURS = ("/mute/", "/unsubscribe/")  # addresses that our mails alone hold, each for one reader
SIGNATURE = "-- "  # RFC 3676
DEVICE = re.compile(
    r"(?:Надіслано|Відправлено|Sent) (?:з|із|from) .{0,30}\b"
    r"(?:iPhone|iPad|Android|Samsung|Galaxy|Huawei|Xiaomi|Redmi|Outlook|Gmail|Mail|мого|телефону?|смартфона|my)"
    r"\b.{0,20}",
    re.IGNORECASE,
)
# “З повагою” and what stands under it: a name, a post, numbers. What goes on in small letters is a sentence.
CLOSING = re.compile(
    r"^(?i:І?з повагою|Best regards|Kind regards)(?:\s*[,.!—–-]*\s*$|[\s,.!—–-]+[^\W\d_a-zа-яєіїґ])"
)
MOST_CLOSING, MOST_CLOSING_LINES = 60, 6
# A long line, one that ends as a sentence does, and a postscript are words of the answer.
SAID = re.compile(r"^.{61}|[^\W\d_]{4,}[.?!…]+$|^(?:P\.?\s?S|П\.?\s?С|З\.?\s?І)\b", re.IGNORECASE)
HEAD = re.compile(r"\*?(?:From|Sent|Date|To|Cc|Subject|Від|Надіслано|Дата|Кому|Копія|Тема)\*?:\*?\s")
RULE = re.compile(r"[_=-]{5,}.*")
# “On 27 November, Viche <…> wrote:” in whatever language: a line with an address or our name, and a colon.
WROTE = re.compile(r".*(?:@|\b(?:Віче|Viche)\b).*:", re.IGNORECASE)
BEGUN = re.compile(r".*(?:\b(?:Віче|Viche)\b|\b20\d\d\b)[^.!?]*")  # such a line that was broken in two
LONGEST_LINE = 500  # what is longer is no line of a program
BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/?blockquote)\b[^<>]*>", re.IGNORECASE)


def of_html(said: str) -> str:
    """A text of HTML as lines."""
    flat = BREAKS.sub("\n", re.sub(r"\s+", " ", said))
    bare = nh3.clean(flat, tags=set(), clean_content_tags={"script", "style", "title"})
    return "\n".join(line.strip() for line in html.unescape(bare).splitlines())


def own_words(said: str) -> str:
    """What stands above the quotation; nothing where it cannot be told from what was quoted."""
    said = said.replace("\r\n", "\n").replace("\N{NO-BREAK SPACE}", " ").replace("\N{ZERO WIDTH SPACE}", "")
    quoted = QUOTED.search(said)
    lines = (said[: quoted.start()] if quoted else said).split("\n")
    if quoted or any(line.startswith(">") for line in lines):
        lines = _above(lines)
    own = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in _unsigned(lines))).strip()
    return "" if any(address in own for address in OURS) else own


def _above(lines: list[str]) -> list[str]:
    """Without what a program writes between the words and their quotation."""
    lines = _without_last(lines, lambda line: not line.strip(" >\t—–-") or line.startswith(">"))
    heads = lines[_last(lines, HEAD.match) :]
    if len(heads) > 1:
        lines = _without_last(
            lines[: -len(heads)], lambda line: bool(RULE.fullmatch(line)) or not line.strip()
        )
    elif lines and WROTE.fullmatch(lines[-1].strip()[:LONGEST_LINE]):
        broken = lines[-1].lstrip().startswith("<") or not re.search(r"\d", lines[-1].partition("<")[0])
        lines = lines[:-1]
        if broken and lines and BEGUN.fullmatch(lines[-1].strip()[:LONGEST_LINE]):
            lines = lines[:-1]
    return lines


def _unsigned(lines: list[str]) -> list[str]:
    if SIGNATURE in lines[1:]:
        lines = lines[: lines.index(SIGNATURE, 1)]
    lines = _without_last(lines, lambda line: not line.strip())
    lines = lines[:-1] if lines and DEVICE.fullmatch(lines[-1].strip()[:LONGEST_LINE]) else lines
    return _unclosed([line.strip()[:LONGEST_LINE] for line in lines], lines)


def _unclosed(bare: list[str], lines: list[str]) -> list[str]:
    """Without a closing at the end: it says who writes, as the thread does, and often under which number."""
    closing = next((number for number in reversed(range(len(bare))) if CLOSING.match(bare[number])), 0)
    told = [line for line in bare[closing:] if line]
    if not any(bare[:closing]) or len(told) > MOST_CLOSING_LINES or any(map(SAID.search, told[1:])):
        return lines
    return lines if len(told[0]) > MOST_CLOSING else lines[:closing]


def _last(lines: list[str], fits: Callable[[str], object]) -> int:
    """Where the last lines begin that all fit."""
    start = len(lines)
    while start and fits(lines[start - 1][:LONGEST_LINE]):
        start -= 1
    return start


def _without_last(lines: list[str], fits: Callable[[str], object]) -> list[str]:
    return lines[: _last(lines, fits)]
