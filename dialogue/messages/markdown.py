"""Render Markdown to safe HTML: no raw HTML, and the result is sanitised by an allowlist.

Left out on purpose: images (an external picture tells its owner who reads), headings (they would break the
outline of the page), tables (ten kilobytes of them become a megabyte) and link references (they show
nothing).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from importlib.metadata import version

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

RENDER_VERSION = f"2:{version('markdown-it-py')}:{version('nh3')}"
"""Version of the rendering: HTML stored in another version is rendered again."""

URL_PATTERN = re.compile(r"https?://[^\s<>\"'«»“”]{3,}")
URL_TRAILING = ".,;:!?…)]*_~"
EXCERPT_LENGTH = 140


def _link_urls(state: StateCore) -> None:
    """Turn bare URLs into links: people paste them without angle brackets."""
    for block in state.tokens:
        if block.type == "inline" and block.children and "://" in block.content:
            block.children = list(_with_links(block.children))


def _with_links(tokens: list[Token]) -> Iterator[Token]:
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not inside:
            yield from _split(token.content)
        else:
            yield token


def _split(content: str) -> Iterator[Token]:
    end = 0
    for found in URL_PATTERN.finditer(content):
        address = found.group().rstrip(URL_TRAILING)
        yield from _text(content[end : found.start()])
        yield Token("link_open", "a", 1, attrs={"href": address})
        yield from _text(address)
        yield Token("link_close", "a", -1)
        end = found.start() + len(address)
    yield from _text(content[end:])


def _text(content: str) -> Iterator[Token]:
    if content:
        yield Token("text", "", 0, content=content)


MENTION = re.compile(r"@\[([^\[\]\n]{1,200})\]\((person|organisation|sector|role):([a-z0-9_-]{1,40})\)")
"""A mention: `@[words](kind:key)`."""


def _parse_mention(state: StateInline, silent: bool) -> bool:
    """Parse a mention; its words are not parsed as Markdown."""
    found = MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        words, kind, key = found.groups()
        state.push("mention_open", "span", 1).attrs = {"data-mention": f"{kind}:{key}"}
        state.push("text", "", 0).content = f"@{words}"
        state.push("mention_close", "span", -1)
    state.pos = found.end()
    return True


def build_parser(name: str, rule: Callable[[StateInline, bool], bool]) -> MarkdownIt:
    """Build the Markdown parser of user texts, with one additional inline rule."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
    made.enable("strikethrough").disable(["image", "heading", "lheading", "reference"])
    made.inline.ruler.before("link", name, rule)
    made.core.ruler.push("link_addresses", _link_urls)
    return made


def build_cleaner(of_spans: str) -> nh3.Cleaner:
    """Build the HTML sanitiser for that Markdown, which also permits one attribute of spans."""
    return nh3.Cleaner(
        tags={
            "p",
            "br",
            "hr",
            "strong",
            "em",
            "s",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "span",
        },
        attributes={"a": {"href"}, "ol": {"start"}, "span": {of_spans}, "*": set()},
        url_schemes={"http", "https", "mailto", "tel"},
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )


PARSER = build_parser("name", _parse_mention)
# One line without any markup, like most messages: it begins with a letter, perhaps behind an opening mark,
# and no character has a meaning in Markdown, HTML or a URL.
PLAIN_LINE = re.compile(r"[«“„(]?[^\W\d_](?:[^\W_]|[ ,.;:?…«»“”„’()—–'\"-])*(?<! )")
CLEANER = build_cleaner("data-mention")
TEXT_CLEANER = nh3.Cleaner(tags=set(), attributes={"*": set()}, link_rel=None)


def render(source: str) -> str:
    """Return the safe HTML of a message."""
    if PLAIN_LINE.fullmatch(source):
        return f"<p>{source}</p>\n"  # the same as the parser would return, in a fiftieth of the time
    return CLEANER.clean(PARSER.render(source))


def tokens_of(source: str) -> Iterator[Token]:
    """Yield the inline tokens of a message, in order."""
    for block in PARSER.parse(source):
        yield from block.children or ()


# A paragraph without markup, as in most messages.
PARAGRAPH = re.compile(r"<p>([^<>&]*)</p>\n")


def shorten_to_excerpt(html: str) -> str:
    """Return the beginning of a rendered message as plain text, at most EXCERPT_LENGTH characters."""
    alone = PARAGRAPH.fullmatch(html)
    words = " ".join((alone[1] if alone else unescape(TEXT_CLEANER.clean(html))).split())
    if len(words) <= EXCERPT_LENGTH:
        return words
    return words[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"


LINE_ENDS = re.compile(r"</(?:p|li|pre|blockquote)>|<br>|<hr>")


def convert_to_text(html: str) -> str:
    """Return a rendered message as plain text, keeping its line breaks."""
    lines = unescape(TEXT_CLEANER.clean(LINE_ENDS.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
