"""What holds a message in its thread: of what was made of it there it would be torn off. And what holds all
of one apart from others: it would be left behind without them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _
from django_stubs_ext import StrPromise

from dialogue.models import (
    Message,
    MessageQuote,
    ModerationStep,
    Question,
    QuestionState,
    RoundTurn,
    Statement,
    SummaryCitation,
    Thread,
    ThreadSummary,
)

Held = Callable[[Collection[UUID]], Iterable[UUID]]
HOLDERS: dict[str, tuple[StrPromise, Held]] = {}
Fault = tuple[str, "str | StrPromise"]
MOST_NAMED = 3
# Where all of a thread goes on elsewhere, what was made of a message goes there with it.
GOES_ALONG = {"collected", "answers", "turn"}


def holds_messages(code: str, why: StrPromise, held: Held) -> None:
    """Register what holds messages in their thread: which of some, and why, in words."""
    HOLDERS[code] = (why, held)


def check_may_part(messages: Sequence[Message], *, whole: bool = False) -> list[Fault]:
    """Code and words for each reason why some of the messages stay. `whole`: all of their thread goes."""
    return list(_faults(messages, [one for one in HOLDERS if not (whole and one in GOES_ALONG)]))


def check_rounds_go(thread: Thread, messages: Sequence[Message]) -> list[Fault]:
    """The same for rounds: one goes along with all that was said in it, or not at all."""
    stays = RoundTurn.objects.filter(round__thread=thread).exclude(message__in=[one.pk for one in messages])
    numbers = stays.order_by("message__number").values_list("message__number", flat=True)
    return [("turn", _named(_("Said in a round, and taken back or hidden"), numbers))] if numbers else []


def check_head_rests(thread: Thread) -> list[Fault]:
    """Code and words for each reason why a thread does not go on in another one: nobody could answer, correct
    or find there what stands at its head.
    """
    waiting = Question.objects.filter(thread=thread, state__in=[QuestionState.PROPOSED, QuestionState.OPEN])
    loose = Statement.objects.filter(thread=thread, source=None)
    found = (
        ("questions_wait", _("Its questions wait: answer them or put them aside first"), waiting),
        ("statements", _("It has statements of no message: remove them first"), loose),
        (
            "summary",
            _("It has a summary: take it back first, and write it anew where the talk goes on"),
            ThreadSummary.objects.filter(thread=thread).exclude(body=""),
        ),
    )
    return [(code, words) for code, words, rows in found if rows.exists()]


def _faults(messages: Sequence[Message], holding: Collection[str]) -> Iterator[Fault]:
    numbers = {one.pk: one.number for one in messages}
    gone = [one.number for one in messages if one.is_silent]
    if gone:
        yield "gone", _named(_("Taken back, hidden or taken elsewhere"), gone)
    for code in holding:
        why, held = HOLDERS[code]
        if found := sorted({numbers[pk] for pk in held(numbers.keys())}):
            yield code, _named(why, found)


def _named(why: StrPromise, numbers: Collection[int]) -> StrPromise:
    return format_lazy("{}: {}", why, _shortly(tuple(numbers)))


def _some(numbers: Sequence[int]) -> str:
    shown = numbers if len(numbers) <= MOST_NAMED + 1 else numbers[:MOST_NAMED]
    named = ", ".join(f"№ {one}" for one in shown)
    if len(shown) == len(numbers):
        return named
    more = len(numbers) - len(shown)
    return gettext("%(numbers)s and %(count)d more") % {"numbers": named, "count": more}


_shortly = lazy(_some, str)


def _quoted(ids: Collection[UUID]) -> list[UUID]:
    """Those that quote what stays, or that are quoted there: a quote stands beside what it repeats."""
    quotes = MessageQuote.objects.filter(Q(message__in=ids) ^ Q(source__in=ids), source__deleted_at=None)
    return [pk for pair in quotes.values_list("message", "source") for pk in pair if pk in ids]


holds_messages("quoted", _("Quoted beyond those that are chosen, or quoting there"), _quoted)
holds_messages(
    "cited",
    _("Cited in the summary"),
    lambda ids: SummaryCitation.objects.filter(message__in=ids).values_list("message", flat=True),
)
holds_messages(
    "collected",
    _("Collected among the statements"),
    lambda ids: Statement.objects.filter(source__in=ids).values_list("source", flat=True),
)
holds_messages(
    "answers",
    _("Answers a question of the thread"),
    lambda ids: Question.objects.filter(answer__in=ids).values_list("answer", flat=True),
)
holds_messages(
    "turn",
    _("Said in a round"),
    lambda ids: RoundTurn.objects.filter(message__in=ids).values_list("message", flat=True),
)
holds_messages(
    "moderated",
    _("Stands in the log of moderation"),
    lambda ids: ModerationStep.objects.filter(message__in=ids).values_list("message", flat=True),
)
