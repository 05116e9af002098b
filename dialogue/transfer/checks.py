"""Checks before messages or threads are transferred, such as references that would break."""

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
from dialogue.moderation.selectors import has_pending_moderation
from dialogue.rounds.models import RoundTurn
from dialogue.summary.models import Question, QuestionState, Statement, SummaryCitation, ThreadSummary
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import check_can_merge
from viche.kernel.errors import Conflict, FieldError, Invalid

MAX_MESSAGES_PER_MERGE = 1_000

MAX_MESSAGES_PER_SPLIT = 100


def list_messages_to_transfer(thread: Thread, rows: QuerySet[Message]) -> list[Message]:
    """Return the visible messages in their order, at most one more than the limit of a merge."""
    read = rows.filter(thread=thread, deleted_at=None, hidden_at=None).order_by("number")
    return list(read.defer("body", "html")[: MAX_MESSAGES_PER_MERGE + 1])


def find_message_blockers(thread: Thread, messages: Sequence[Message]) -> list[Blocker]:
    """Return code and text of each reason why these messages cannot be merged into another thread."""
    if len(messages) > MAX_MESSAGES_PER_MERGE:
        return [("too_many", _("A thread of more than a thousand messages stays."))]
    rounds = find_round_blockers(thread, messages)
    return [*find_overview_blockers(thread), *find_transfer_blockers(messages, whole=True), *rounds]


def find_merge_blockers(thread: Thread) -> list[Blocker]:
    """Return code and text of each reason why a thread cannot be merged now, whatever the target."""
    refused: list[Blocker] = []
    for check in (check_nothing_pending, check_can_merge):
        try:
            check(thread)
        except Conflict as why:
            refused.append((why.reason, str(why.text)))
    return [
        *refused,
        *find_message_blockers(thread, list_messages_to_transfer(thread, Message.objects.all())),
    ]


def get_messages_to_split(thread: Thread, numbers: Collection[int], rows: QuerySet[Message]) -> list[Message]:
    """Return the messages of `rows` that are to be split off, in their order.

    Raises Invalid for messages that do not exist or are blocked, and Conflict while a round is active.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    wanted = sorted(set(numbers))
    if not 1 <= len(wanted) <= MAX_MESSAGES_PER_SPLIT:
        raise Invalid.field("/numbers", "how_many", _("Choose from one to a hundred messages."))
    messages = list(rows.filter(thread=thread, number__in=wanted).order_by("number"))
    if len(messages) < len(wanted):
        raise Invalid.field("/numbers", "not_in_thread", _("There is no such message in the thread."))
    if len(messages) == thread.message_count:
        raise Invalid.field("/numbers", "all", _("These are all messages: rename the thread instead."))
    faults = [FieldError("/numbers", code, words) for code, words in find_transfer_blockers(messages)]
    if faults:
        raise Invalid(faults)
    return messages


def find_split_blockers(thread: Thread, numbers: Collection[int]) -> list[Blocker]:
    """Return code and text of each reason why these messages cannot be split off now."""
    try:
        get_messages_to_split(thread, numbers, Message.objects.defer("body", "html"))
    except Conflict as why:
        return [(why.reason, str(why.text))]
    except Invalid as why:
        return [(one.code, str(one.message)) for one in why.errors]
    return []


BlockerFinder = Callable[[Collection[UUID]], Iterable[UUID]]

TRANSFER_BLOCKERS: dict[str, tuple[StrPromise, BlockerFinder]] = {}

Blocker = tuple[str, "str | StrPromise"]

MAX_NAMED = 3

# When a whole thread is merged, records that refer to its messages are moved with it.
MOVES_WITH_THREAD = {"collected", "answers", "turn"}


def register_transfer_blocker(code: str, why: StrPromise, held: BlockerFinder) -> None:
    """Register a function that finds which of some messages are blocked, with the reason as text."""
    TRANSFER_BLOCKERS[code] = (why, held)


def find_transfer_blockers(messages: Sequence[Message], *, whole: bool = False) -> list[Blocker]:
    """Return code and text of each reason why some of the messages must stay.

    `whole`: all messages of their thread are transferred.
    """
    return list(
        _iterate_blockers(
            messages, [one for one in TRANSFER_BLOCKERS if not (whole and one in MOVES_WITH_THREAD)]
        )
    )


def find_round_blockers(thread: Thread, messages: Sequence[Message]) -> list[Blocker]:
    """Return the blockers by rounds: a round is moved with all its messages or not at all."""
    stays = RoundTurn.objects.filter(round__thread=thread).exclude(message__in=[one.pk for one in messages])
    numbers = stays.order_by("message__number").values_list("message__number", flat=True)
    return [("turn", _add_numbers(_("Said in a round, then deleted or hidden"), numbers))] if numbers else []


def find_overview_blockers(thread: Thread) -> list[Blocker]:
    """Return the blockers by questions, statements without a message, and the summary of a thread.

    In the merged thread they could not be answered, edited or found any more.
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


def _iterate_blockers(messages: Sequence[Message], holding: Collection[str]) -> Iterator[Blocker]:
    numbers = {one.pk: one.number for one in messages}
    gone = [one.number for one in messages if one.is_silent]
    if gone:
        yield "gone", _add_numbers(_("Taken back, hidden or taken elsewhere"), gone)
    for code in holding:
        why, held = TRANSFER_BLOCKERS[code]
        if found := sorted({numbers[pk] for pk in held(numbers.keys())}):
            yield code, _add_numbers(why, found)


def _add_numbers(why: StrPromise, numbers: Collection[int]) -> StrPromise:
    return format_lazy("{}: {}", why, _describe_numbers_lazily(tuple(numbers)))


def _describe_numbers(numbers: Sequence[int]) -> str:
    shown = numbers if len(numbers) <= MAX_NAMED + 1 else numbers[:MAX_NAMED]
    named = ", ".join(f"№ {one}" for one in shown)
    if len(shown) == len(numbers):
        return named
    more = len(numbers) - len(shown)
    return gettext("%(numbers)s and %(count)d more") % {"numbers": named, "count": more}


_describe_numbers_lazily = lazy(_describe_numbers, str)


def _find_quoted(ids: Collection[UUID]) -> list[UUID]:
    """Return the messages that quote a message that stays, or are quoted by one.

    Quote and source must be in the same thread.
    """
    quotes = MessageQuote.objects.filter(Q(message__in=ids) ^ Q(source__in=ids), source__deleted_at=None)
    return [pk for pair in quotes.values_list("message", "source") for pk in pair if pk in ids]


register_transfer_blocker(
    "quoted", _("Quoted outside the selected messages, or quoting from there"), _find_quoted
)

register_transfer_blocker(
    "cited",
    _("Cited in the summary"),
    lambda ids: SummaryCitation.objects.filter(message__in=ids).values_list("message", flat=True),
)

register_transfer_blocker(
    "collected",
    _("Collected among the statements"),
    lambda ids: Statement.objects.filter(source__in=ids).values_list("source", flat=True),
)

register_transfer_blocker(
    "answers",
    _("Answers a question of the thread"),
    lambda ids: Question.objects.filter(answer__in=ids).values_list("answer", flat=True),
)

register_transfer_blocker(
    "turn",
    _("Said in a round"),
    lambda ids: RoundTurn.objects.filter(message__in=ids).values_list("message", flat=True),
)

register_transfer_blocker(
    "moderated",
    _("Stands in the log of moderation"),
    lambda ids: ModerationStep.objects.filter(message__in=ids).values_list("message", flat=True),
)


def check_nothing_pending(thread: Thread) -> None:
    """Raise Conflict for an active round, and for reports or appeals that are pending.

    In another group other people would decide, and could read who reported a message.
    """
    if thread.round_id is not None:
        raise Conflict("round_runs", _("A round is held here. End it first."))
    if has_pending_moderation(thread):
        raise Conflict("reports_wait", _("A report or an appeal waits here. It has to be decided first."))


def check_new_readers_confirmed(come: int, *, widens: bool) -> None:
    """Raise Invalid when a transfer would add readers and that is not confirmed."""
    if come and not widens:
        raise Invalid.field("/widens", "widens", _describe_new_readers_lazily(come))


def check_no_reader_lost(lost: int) -> None:
    """Raise Invalid when readers of a thread could not read it in its new place."""
    if lost:
        raise Invalid.field("/into", "narrows", _describe_lost_readers_lazily(lost))


def _describe_new_readers(come: int) -> str:
    said = ngettext(
        "%(count)d person who does not read the thread now will read all of it. Say that you mean it.",
        "%(count)d people who do not read the thread now will read all of it. Say that you mean it.",
        come,
    )
    return said % {"count": come}


def _describe_lost_readers(lost: int) -> str:
    said = ngettext(
        "%(count)d person reads this thread and not the other one: share that with them, or end their share.",
        "%(count)d people read this thread and not the other one: share that with them, or end their shares.",
        lost,
    )
    return said % {"count": lost}


_describe_new_readers_lazily = lazy(_describe_new_readers, str)

_describe_lost_readers_lazily = lazy(_describe_lost_readers, str)
