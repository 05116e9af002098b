"""Markdown as people write it, to HTML that never executes: no raw HTML, then cleaned by a list.

Left out on purpose: images (a picture from elsewhere tells its owner who reads), headings (they would break
the outline of the page), tables (ten kilobytes of them become a megabyte) and link references (they show
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

RECIPE = f"2:{version('markdown-it-py')}:{version('nh3')}"
"""Names how a stored rendering was made: a newer library or rule makes it be made again."""

ADDRESS = re.compile(r"https?://[^\s<>\"'«»“”]{3,}")
AFTER_ADDRESS = ".,;:!?…)]*_~"
EXCERPT_LENGTH = 140


def _link_addresses(state: StateCore) -> None:
    """Make links of bare addresses: people paste them without angle brackets."""
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
    for found in ADDRESS.finditer(content):
        address = found.group().rstrip(AFTER_ADDRESS)
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
"""`@[words](kind:key)`: a message names somebody."""


def _name(state: StateInline, silent: bool) -> bool:
    """The words of a mention are no Markdown."""
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


def parser(name: str, rule: Callable[[StateInline, bool], bool]) -> MarkdownIt:
    """What reads the Markdown that people write here, and something of its own in it."""
    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "xhtmlOut": False})
    made.enable("strikethrough").disable(["image", "heading", "lheading", "reference"])
    made.inline.ruler.before("link", name, rule)
    made.core.ruler.push("link_addresses", _link_addresses)
    return made


def cleaner(of_spans: str) -> nh3.Cleaner:
    """What lets pass the HTML of that Markdown, with an attribute of spans, and nothing else."""
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


PARSER = parser("name", _name)
# One line that means itself, as most messages are: it begins with a letter, perhaps behind an opening mark,
# and nothing in it stands for anything else in Markdown, in HTML or in an address.
PLAIN = re.compile(r"[«“„(]?[^\W\d_](?:[^\W_]|[ ,.;:?…«»“”„’()—–'\"-])*(?<! )")
CLEANER = cleaner("data-mention")
WORDS_ONLY = nh3.Cleaner(tags=set(), attributes={"*": set()}, link_rel=None)


def render(source: str) -> str:
    """Safe HTML of a message."""
    if PLAIN.fullmatch(source):
        return f"<p>{source}</p>\n"  # what the parser would make of it, in a fiftieth of the time
    return CLEANER.clean(PARSER.render(source))


def tokens_of(source: str) -> Iterator[Token]:
    """What a message is made of, in order."""
    for block in PARSER.parse(source):
        yield from block.children or ()


# A paragraph without anything in it, as of most messages.
PARAGRAPH = re.compile(r"<p>([^<>&]*)</p>\n")


def excerpt(html: str) -> str:
    """The first words of a rendered message as plain text, at most EXCERPT_LENGTH characters."""
    alone = PARAGRAPH.fullmatch(html)
    words = " ".join((alone[1] if alone else unescape(WORDS_ONLY.clean(html))).split())
    if len(words) <= EXCERPT_LENGTH:
        return words
    return words[:EXCERPT_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"


LINE_ENDS = re.compile(r"</(?:p|li|pre|blockquote)>|<br>|<hr>")


def plain(html: str) -> str:
    """A rendered message as plain text, with a line for each of its own."""
    lines = unescape(WORDS_ONLY.clean(LINE_ENDS.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())
