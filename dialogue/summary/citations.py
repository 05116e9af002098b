"""How a summary cites messages of its thread: `#12` is the message with that number.

What stands in code or in a link cites nothing. Nobody is named with `@` in a summary: it is read by whoever
comes later, and calls nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from django.utils.translation import gettext as _
from markdown_it.rules_inline import StateInline

from dialogue.messages.markdown import RECIPE as OF_MESSAGES, cleaner, parser
from dialogue.messages.models import Message
from dialogue.threads.models import Thread
from viche.kernel.errors import Invalid

RECIPE = f"cited-1:{OF_MESSAGES}"
MOST = 100
"""Messages that one summary cites."""
CITATION = re.compile(r"#([1-9][0-9]{0,8})(?!\w)")
# What may stand before one: else it is a part of a word or of an address.
BEFORE = frozenset(" \t\n\u00a0([{«„“\"'’*_~,;:.–—-")


def _cite(state: StateInline, silent: bool) -> bool:
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


PARSER = parser("cite", _cite)
CLEANER = cleaner("data-cite")
MARK = re.compile(rf"(?:(?<=[{re.escape(''.join(sorted(BEFORE)))}])|^){CITATION.pattern}", re.MULTILINE)
# As `render_cited` writes it, and nothing else can.
SHOWN = re.compile(r'<span data-cite="([1-9][0-9]{0,8})">#\1</span>')


def render_cited(source: str) -> str:
    """Safe HTML of a summary; each citation is `<span data-cite="12">#12</span>`."""
    return CLEANER.clean(PARSER.render(source))


def with_citations(html: str, show: Callable[[int], str]) -> str:
    """Rendered HTML with something else in place of each citation."""
    return SHOWN.sub(lambda found: show(int(found.group(1))), html)


def with_marks(source: str, show: Callable[[int], str]) -> str:
    """The same in Markdown, also of what looks like a citation in code."""
    return MARK.sub(lambda found: show(int(found.group(1))), source)


def numbers_in(source: str) -> list[int]:
    """The numbers that a text cites, each once, in their order there."""
    tokens = (token for block in PARSER.parse(source) for token in block.children or ())
    found = (token.attrGet("data-cite") for token in tokens if token.type == "cite_open")
    return list(dict.fromkeys(int(str(number)) for number in found))


def cited_in(thread: Thread, body: str, known: Collection[int]) -> list[Message]:
    """The messages that a summary cites. Those that it cited before (`known`) may have been taken back or
    hidden meanwhile. Raises Invalid at /body for numbers without a message, and for what nobody reads any
    more.
    """
    numbers = numbers_in(body)
    if len(numbers) > MOST:
        raise Invalid.field("/body", "too_many_citations", _("Cite at most 100 messages."))
    found = {one.number: one for one in Message.objects.filter(thread=thread, number__in=numbers)}
    for number in numbers:
        message = found.get(number)
        if message is None:
            words = _("There is no message No. %(number)d in this thread.")
            raise Invalid.field("/body", "cites_unknown", words % {"number": number})
        if message.is_silent and number not in known:
            words = _("Message No. %(number)d was taken back or is hidden: it cannot be cited.")
            raise Invalid.field("/body", "cites_silent", words % {"number": number})
    return [found[number] for number in numbers]
