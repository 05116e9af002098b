"""Activity in threads since a moment, for readers who come back.

Not narrowed to an actor, since the threads are. Deleted and hidden content is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from dialogue.facilitation.models import FloorChange, FloorStep
from dialogue.rounds.models import Round
from dialogue.summary.models import Question, QuestionState, Statement, ThreadSummary
from dialogue.summary.selectors import VISIBLE_Q
from dialogue.threads.events import ThreadChanged
from dialogue.threads.models import Thread, ThreadState, ThreadStateChange
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from viche.accounts.models import User
from viche.kernel.models import Event
from viche.kernel.text import Text, bilingual_of, copy_text

MAX_ENTRIES = 20
"""Entries per kind; the latest of all."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """One entry of a thread's activity.

    `words` are the outcome of a closed thread, the question that was answered or that a round was about, a
    statement, or the reason of a lock; `answer` is the short answer, `number` the number of the message,
    `person` the new facilitator, and `seconds` the new slow mode.
    """

    thread: Thread
    what: str
    at: datetime
    words: Text | None = None
    answer: str = ""
    number: int | None = None
    person: User | None = None
    seconds: int | None = None


def list_activity_since(threads: QuerySet[Thread], since: datetime) -> list[ActivityEntry]:
    """Return the latest entries, in chronological order."""
    sorts: list[Callable[[QuerySet[Thread], datetime], Iterable[ActivityEntry]]] = [
        *(
            _list_state_changes,
            _list_opened_and_pinned,
            _list_moves,
            _list_summaries,
            _list_answers,
            _list_statements,
        ),
        *(_list_ended_rounds, _list_splits, _list_merges, _list_facilitation_steps, _list_publications),
    ]
    found = [one for sort in sorts for one in sort(threads, since)]
    return sorted(found, key=attrgetter("at"))[-MAX_ENTRIES:]


def _list_latest(
    rows: QuerySet[Row], threads: QuerySet[Thread], since: datetime, at: str = "at"
) -> list[Any]:
    of_these: dict[str, Any] = {"thread__in": threads.values("pk"), f"{at}__gt": since}
    return list(rows.filter(**of_these).select_related("thread").order_by(f"-{at}")[:MAX_ENTRIES])


def _list_state_changes(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    for row in _list_latest(ThreadStateChange.objects.exclude(before=ThreadState.DRAFT), threads, since):
        what = _get_kind(row)
        stands = what == "closed" and _is_last(row) and row.thread.outcome_uk
        yield ActivityEntry(row.thread, what, row.at, bilingual_of(row.thread, "outcome") if stands else None)


def _get_kind(change: ThreadStateChange) -> str:
    if change.after == ThreadState.CLOSED and change.thread.is_merged and _is_last(change):
        return "merged"
    return "reopened" if change.after == ThreadState.OPEN else change.after


def _is_last(change: ThreadStateChange) -> bool:
    """Return whether the thread is still closed by this step, and not reopened since."""
    closed_at = change.thread.closed_at
    return closed_at is not None and change.at >= closed_at


def _list_opened_and_pinned(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    for what in ("opened", "pinned"):
        rows = threads.filter(**{f"{what}_at__gt": since}).order_by(f"-{what}_at")
        yield from (ActivityEntry(row, what, getattr(row, f"{what}_at")) for row in rows[:MAX_ENTRIES])


def _list_moves(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    for row in _list_latest(ThreadMove.objects.all(), threads, since):
        yield ActivityEntry(row.thread, "moved", row.at)


def _list_summaries(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    for row in _list_latest(ThreadSummary.objects.exclude(body=""), threads, since, "written_at"):
        yield ActivityEntry(row.thread, "summed_up", row.written_at)


def _list_answers(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    rows = Question.objects.filter(state=QuestionState.ANSWERED).exclude(text="").select_related("answer")
    for row in _list_latest(rows, threads, since, "settled_at"):
        number = row.answer.number if row.answer is not None and not row.answer.is_silent else None
        yield ActivityEntry(row.thread, "answered", row.settled_at, copy_text(row.text), row.words, number)


def _list_statements(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    rows = Statement.objects.filter(VISIBLE_Q).exclude(text="").select_related("source")
    for row in _list_latest(rows, threads, since, "collected_at"):
        number = row.source.number if row.source is not None else None
        yield ActivityEntry(row.thread, "point", row.collected_at, copy_text(row.text), number=number)


def _list_ended_rounds(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    for row in _list_latest(Round.objects.all(), threads, since, "ended_at"):
        yield ActivityEntry(row.thread, "round_ended", row.ended_at, copy_text(row.question))


def _list_splits(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    for row in _list_latest(ThreadSplit.objects.all(), threads, since):
        yield ActivityEntry(row.thread, "taken_out", row.at)


def _list_merges(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    """Yield the merges into a thread, with the number of the first merged message."""
    rows = ThreadMerge.objects.filter(into__in=threads.values("pk"), at__gt=since).select_related("into")
    for row in rows.order_by("-at")[:MAX_ENTRIES]:
        yield ActivityEntry(row.into, "joined", row.at, number=row.first if row.count else None)


def _list_facilitation_steps(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    """Yield facilitation steps. In a closed thread the ends of lock and slow mode are left out."""
    ended = Q(what=FloorChange.UNLOCKED) | Q(what=FloorChange.SLOWED, seconds=0)
    rows = FloorStep.objects.exclude(ended, thread__state=ThreadState.CLOSED)
    for row in _list_latest(rows.select_related("successor__person"), threads, since):
        person = row.successor.person if row.successor is not None else None
        why = copy_text(row.reason) if row.what == FloorChange.LOCKED and row.reason else None
        yield ActivityEntry(row.thread, row.what, row.at, why, person=person, seconds=row.seconds)


def _list_publications(threads: QuerySet[Thread], since: datetime) -> Iterator[ActivityEntry]:
    """Yield publications. They are read from the event log, since unpublishing clears the fields."""
    rows = Event.objects.filter(
        subject_type="thread",
        subject_id__in=threads.values("pk"),
        kind=ThreadChanged.kind,
        at__gt=since,
        data__change__in=("published", "taken_back"),
    )
    told = list(rows.order_by("-id")[:MAX_ENTRIES])
    known = threads.in_bulk({row.subject_id for row in told})
    for row in told:
        yield ActivityEntry(known[row.subject_id], row.data["change"], row.at)
