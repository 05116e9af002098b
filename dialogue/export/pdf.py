"""A thread on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import override, pgettext

from dialogue.export.history import Course
from dialogue.export.text import (
    Asked,
    asked_in,
    facts_of,
    moment,
    part_of,
    quoted_in,
    remarks_of,
    rounds_in,
    speaker_of,
    stated_in,
    summed_up,
    text_of,
    warning_of,
)
from dialogue.messages.models import Message
from dialogue.messages.selectors import numbers_of
from dialogue.threads.models import Thread
from dialogue.timeline.presenters import attachments
from groups.common.texts import local
from groups.selectors import bring_holders
from viche.kernel.clock import now
from viche.kernel.paper import set_paper

TEMPLATE = Path(__file__).with_name("thread.typ")


def thread_paper(course: Course, messages: Sequence[Message], language: str) -> bytes:
    """A PDF of a thread in a language. Needs the thread's group and facilitator, and rows of
    `selectors.messages_of`.
    """
    bring_holders((one.author_id, one.mandate) for one in messages)
    with override(language):
        return set_paper(TEMPLATE, paper_of(course.thread, messages, language, course))


def paper_of(
    thread: Thread, messages: Sequence[Message], language: str, course: Course | None = None
) -> dict[str, Any]:
    """All words of the paper. Call it under `override(language)`."""
    zone, title = thread.group.time_zone, local(thread, "title")
    seen = course.threads if course is not None else {}
    answered = {one.parent_id for one in messages if one.parent_id is not None}
    numbers = numbers_of({one.pk for one in messages} | answered)
    return {
        "language": language,
        "title": title,
        "warning": warning_of(thread),
        "facts": [{"name": one.name, "value": one.value} for one in facts_of(thread, seen)],
        "summary": _summary(thread),
        "lists": [
            _list(pgettext("paper", "Questions"), asked_in(thread)),
            _list(pgettext("paper", "Statements"), stated_in(thread)),
            _list(pgettext("paper", "Rounds"), rounds_in(thread)),
            _list(pgettext("paper", "What was done with it"), course.told if course is not None else []),
        ],
        "part": part_of(thread, [one.number for one in messages]),
        "messages": [_message(one, numbers, zone) for one in messages],
        "attached": pgettext("paper", "Attached"),
        "nothing": pgettext("paper", "Nothing was said here yet."),
        "footer": pgettext("paper", "%(title)s. As of %(moment)s")
        % {"title": title, "moment": moment(now(), zone)},
    }


def _list(heading: str, items: Sequence[Asked]) -> dict[str, Any]:
    return {
        "heading": heading,
        "items": [{"text": one.text, "became": one.became} for one in items],
    }


def _summary(thread: Thread) -> dict[str, Any] | None:
    found = summed_up(thread)
    if found is None:
        return None
    return {"heading": found.heading, "about": found.about, "lines": found.lines}


def _message(message: Message, numbers: dict[UUID, int], zone: str) -> dict[str, Any]:
    quote = quoted_in(message)
    return {
        "number": f"№ {message.number}",
        "speaker": speaker_of(message),
        "remarks": " · ".join(remarks_of(message, numbers, zone)),
        "quote": None if quote is None else {"who": quote.name, "text": quote.value},
        "gone": message.is_silent,
        "lines": text_of(message).split("\n"),
        "files": [" · ".join(filter(None, (one["name"], one["alt"]))) for one in attachments(message)],
    }
