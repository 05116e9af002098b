"""Export of a thread as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import override, pgettext

from dialogue.export.history import ThreadHistory
from dialogue.export.text import (
    Entry,
    describe_part,
    describe_quote,
    describe_speaker,
    describe_summary,
    format_moment,
    get_text,
    get_warning,
    list_facts,
    list_questions,
    list_remarks,
    list_rounds,
    list_statements,
)
from dialogue.messages.models import Message
from dialogue.messages.selectors import numbers_of
from dialogue.threads.models import Thread
from dialogue.timeline.presenters import show_attachments
from groups.selectors import prefetch_principals
from viche.kernel.clock import now
from viche.kernel.pdf import render_pdf
from viche.kernel.text import translate_field

TEMPLATE = Path(__file__).with_name("thread.typ")


def render_thread_pdf(course: ThreadHistory, messages: Sequence[Message], language: str) -> bytes:
    """Render the PDF of a thread in a language.

    Needs the thread's group and facilitator, and rows of `selectors.messages_of`.
    """
    prefetch_principals((one.author_id, one.mandate) for one in messages)
    with override(language):
        return render_pdf(TEMPLATE, describe_paper(course.thread, messages, language, course))


def describe_paper(
    thread: Thread, messages: Sequence[Message], language: str, course: ThreadHistory | None = None
) -> dict[str, Any]:
    """Return all texts of the PDF. Call it under `override(language)`."""
    zone, title = thread.group.time_zone, translate_field(thread, "title")
    seen = course.threads if course is not None else {}
    answered = {one.parent_id for one in messages if one.parent_id is not None}
    numbers = numbers_of({one.pk for one in messages} | answered)
    return {
        "language": language,
        "title": title,
        "warning": get_warning(thread),
        "facts": [{"name": one.name, "value": one.value} for one in list_facts(thread, seen)],
        "summary": _describe_summary(thread),
        "lists": [
            _describe_list(pgettext("paper", "Questions"), list_questions(thread)),
            _describe_list(pgettext("paper", "Statements"), list_statements(thread)),
            _describe_list(pgettext("paper", "Rounds"), list_rounds(thread)),
            _describe_list(
                pgettext("paper", "What was done with it"), course.told if course is not None else []
            ),
        ],
        "part": describe_part(thread, [one.number for one in messages]),
        "messages": [_describe_message(one, numbers, zone) for one in messages],
        "attached": pgettext("paper", "Attached"),
        "nothing": pgettext("paper", "Nothing was said here yet."),
        "footer": pgettext("paper", "%(title)s. As of %(moment)s")
        % {"title": title, "moment": format_moment(now(), zone)},
    }


def _describe_list(heading: str, items: Sequence[Entry]) -> dict[str, Any]:
    return {
        "heading": heading,
        "items": [{"text": one.text, "became": one.became} for one in items],
    }


def _describe_summary(thread: Thread) -> dict[str, Any] | None:
    found = describe_summary(thread)
    if found is None:
        return None
    return {"heading": found.heading, "about": found.about, "lines": found.lines}


def _describe_message(message: Message, numbers: dict[UUID, int], zone: str) -> dict[str, Any]:
    quote = describe_quote(message)
    return {
        "number": f"№ {message.number}",
        "speaker": describe_speaker(message),
        "remarks": " · ".join(list_remarks(message, numbers, zone)),
        "quote": None if quote is None else {"who": quote.name, "text": quote.value},
        "gone": message.is_silent,
        "lines": get_text(message).split("\n"),
        "files": [" · ".join(filter(None, (one["name"], one["alt"]))) for one in show_attachments(message)],
    }
