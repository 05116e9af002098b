"""Citations in summaries: `#12` cites message number 12 of the thread.

Code and links cite nothing. Mentions with `@` are not possible in a summary: it is meant for later readers
and sends no notifications.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from django.utils.translation import gettext as _
from markdown_it.rules_inline import StateInline

from dialogue.messages.markdown import RENDER_VERSION as OF_MESSAGES, build_cleaner, build_parser
from dialogue.messages.models import Message
from dialogue.threads.models import Thread
from viche.kernel.errors import Invalid

RENDER_VERSION = f"cited-1:{OF_MESSAGES}"
MAX_CITATIONS = 100
"""Maximum number of messages that one summary cites."""
CITATION = re.compile(r"#([1-9][0-9]{0,8})(?!\w)")
# Characters that may precede a citation: otherwise it is a part of a word or of a URL.
BEFORE = frozenset(" \t\n\u00a0([{«„“\"'’*_~,;:.–—-")


def _parse_citation(state: StateInline, silent: bool) -> bool:
    if state.linkLevel or (state.pos and state.src[state.pos - 1] not in BEFORE):
        return False
    found = CITATION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("cite_open", "span", 1).attrs = {"data-cite": found.group(1)}
        state.push("text", "", 0).content = found.group()
        state.push("cite_close", "span", -1)
    state.pos = found.end()
    return True


PARSER = build_parser("cite", _parse_citation)
CLEANER = build_cleaner("data-cite")
MARKDOWN_CITATION = re.compile(
    rf"(?:(?<=[{re.escape(''.join(sorted(BEFORE)))}])|^){CITATION.pattern}", re.MULTILINE
)
# As `render_cited` writes it; user text cannot produce it.
HTML_CITATION = re.compile(r'<span data-cite="([1-9][0-9]{0,8})">#\1</span>')


def render_cited(source: str) -> str:
    """Return the safe HTML of a summary; each citation is `<span data-cite="12">#12</span>`."""
    return CLEANER.clean(PARSER.render(source))


def replace_html_citations(html: str, show: Callable[[int], str]) -> str:
    """Replace each citation in rendered HTML by the result of `show`."""
    return HTML_CITATION.sub(lambda found: show(int(found.group(1))), html)


def replace_markdown_citations(source: str, show: Callable[[int], str]) -> str:
    """Replace each citation in Markdown by the result of `show`, also what looks like one in code."""
    return MARKDOWN_CITATION.sub(lambda found: show(int(found.group(1))), source)


def numbers_in(source: str) -> list[int]:
    """Return the numbers that a text cites, without duplicates, in their order."""
    tokens = (token for block in PARSER.parse(source) for token in block.children or ())
    found = (token.attrGet("data-cite") for token in tokens if token.type == "cite_open")
    return list(dict.fromkeys(int(str(number)) for number in found))


def load_cited_messages(thread: Thread, body: str, known: Collection[int]) -> list[Message]:
    """Load the messages that a summary cites.

    Messages that an earlier version cited (`known`) may be withdrawn or hidden. Raises Invalid at /body for
    unknown numbers, for other withdrawn or hidden messages, and for too many citations.
    """
    numbers = numbers_in(body)
    if len(numbers) > MAX_CITATIONS:
        raise Invalid.field("/body", "too_many_citations", _("Cite at most 100 messages."))
    found = {one.number: one for one in Message.objects.filter(thread=thread, number__in=numbers)}
    for number in numbers:
        message = found.get(number)
        if message is None:
            words = _("There is no message No. %(number)d in this thread.")
            raise Invalid.field("/body", "cites_unknown", words % {"number": number})
        if message.is_silent and number not in known:
            words = _("Message no. %(number)d was deleted or is hidden: it cannot be cited.")
            raise Invalid.field("/body", "cites_silent", words % {"number": number})
    return [found[number] for number in numbers]
