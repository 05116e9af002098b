"""Check what keeps messages in their thread, and threads apart: what a split or a merge would tear off."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy as _, ngettext
from django_stubs_ext import StrPromise

from dialogue.messages.models import Message, MessageQuote
from dialogue.moderation.models import ModerationStep
from dialogue.moderation.selectors import anything_waits
from dialogue.rounds.models import RoundTurn
from dialogue.summary.models import Question, QuestionState, Statement, SummaryCitation, ThreadSummary
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import check_may_merge
from viche.kernel.errors import Conflict, FieldError, Invalid

MOST_MERGED = 1_000

MOST_TAKEN = 100


def that_go(thread: Thread, rows: QuerySet[Message]) -> list[Message]:
    """What was said and is read, in its order; one more than may go where there are too many."""
    read = rows.filter(thread=thread, deleted_at=None, hidden_at=None).order_by("number")
    return list(read.defer("body", "html")[: MOST_MERGED + 1])


def holding(thread: Thread, messages: Sequence[Message]) -> list[Fault]:
    """Code and words for each reason why these do not go on in another thread."""
    if len(messages) > MOST_MERGED:
        return [("too_many", _("A thread of more than a thousand messages stays."))]
    rounds = check_rounds_go(thread, messages)
    return [*check_head_rests(thread), *check_may_part(messages, whole=True), *rounds]


def what_holds(thread: Thread) -> list[Fault]:
    """The same of a thread as it is now, whichever it would go on in."""
    refused: list[Fault] = []
    for check in (check_rests, check_may_merge):
        try:
            check(thread)
        except Conflict as why:
            refused.append((why.reason, str(why.text)))
    return [*refused, *holding(thread, that_go(thread, Message.objects.all()))]


def chosen_of(thread: Thread, numbers: Collection[int], rows: QuerySet[Message]) -> list[Message]:
    """Those of `rows` that go on in a thread of their own, in their order. Raises Invalid for those that are
    not there or that something holds, and Conflict while a round runs.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    wanted = sorted(set(numbers))
    if not 1 <= len(wanted) <= MOST_TAKEN:
        raise Invalid.field("/numbers", "how_many", _("Choose from one to a hundred messages."))
    messages = list(rows.filter(thread=thread, number__in=wanted).order_by("number"))
    if len(messages) < len(wanted):
        raise Invalid.field("/numbers", "not_in_thread", _("There is no such message in the thread."))
    if len(messages) == thread.message_count:
        raise Invalid.field("/numbers", "all", _("These are all messages: rename the thread instead."))
    faults = [FieldError("/numbers", code, words) for code, words in check_may_part(messages)]
    if faults:
        raise Invalid(faults)
    return messages


def what_holds_some(thread: Thread, numbers: Collection[int]) -> list[Fault]:
    """Code and words for each reason why these messages do not go on in a thread of their own now."""
    try:
        chosen_of(thread, numbers, Message.objects.defer("body", "html"))
    except Conflict as why:
        return [(why.reason, str(why.text))]
    except Invalid as why:
        return [(one.code, str(one.message)) for one in why.errors]
    return []


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


def check_rests(thread: Thread) -> None:
    """Raises Conflict for a round that runs and for what waits for a decision: elsewhere others would decide,
    and read who reported it.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    if anything_waits(thread):
        raise Conflict("reports_wait", _("A report or an appeal waits here. It has to be decided first."))


def check_widens(come: int, *, widens: bool) -> None:
    """Raises Invalid when so many people come to read what they did not, and nobody says that it is meant."""
    if come and not widens:
        raise Invalid.field("/widens", "widens", _come_to_read(come))


def check_narrows(lost: int) -> None:
    """Raises Invalid when so many people read a thread and would not read it where it goes on."""
    if lost:
        raise Invalid.field("/into", "narrows", _read_no_more(lost))


def _said(come: int) -> str:
    said = ngettext(
        "%(count)d person who does not read the thread now will read all of it. Say that you mean it.",
        "%(count)d people who do not read the thread now will read all of it. Say that you mean it.",
        come,
    )
    return said % {"count": come}


def _said_of_lost(lost: int) -> str:
    said = ngettext(
        "%(count)d person reads this thread and not the other one: share that with them, or end their share.",
        "%(count)d people read this thread and not the other one: share that with them, or end their shares.",
        lost,
    )
    return said % {"count": lost}


_come_to_read = lazy(_said, str)

_read_no_more = lazy(_said_of_lost, str)
