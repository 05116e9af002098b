"""What became of threads since a moment, for whoever comes back: what was decided first of all.

Nothing here is narrowed to a reader: the threads are. What nobody reads any more is not told.
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
from dialogue.summary.selectors import SAID
from dialogue.threads.events import ThreadChanged
from dialogue.threads.models import Thread, ThreadState, ThreadStateChange
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from viche.accounts.models import User
from viche.kernel.models import Event
from viche.kernel.text import Text, both

MOST = 20
"""Of each sort; of what happened the latest."""
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Happening:
    """What became of a thread. `words` are what came of it when it was closed, or the question that was
    answered or spoken to in turn, the point that was made, or why nobody but who leads speaks for now;
    `answer` answers it in short, `number` is the message that it stands in, `person` leads from then on, and
    `seconds` is the pace since then.
    """

    thread: Thread
    what: str
    at: datetime
    words: Text | None = None
    answer: str = ""
    number: int | None = None
    person: User | None = None
    seconds: int | None = None


def happenings_in(threads: QuerySet[Thread], since: datetime) -> list[Happening]:
    """The latest, in the order in which they happened."""
    sorts: list[Callable[[QuerySet[Thread], datetime], Iterable[Happening]]] = [
        *(_steps, _opened_and_pinned, _moved, _summed_up, _answered, _points),
        *(_rounds, _taken_out, _joined, _floor, _published),
    ]
    found = [one for sort in sorts for one in sort(threads, since)]
    return sorted(found, key=attrgetter("at"))[-MOST:]


def _latest(rows: QuerySet[Row], threads: QuerySet[Thread], since: datetime, at: str = "at") -> list[Any]:
    of_these: dict[str, Any] = {"thread__in": threads.values("pk"), f"{at}__gt": since}
    return list(rows.filter(**of_these).select_related("thread").order_by(f"-{at}")[:MOST])


def _steps(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    for row in _latest(ThreadStateChange.objects.exclude(before=ThreadState.DRAFT), threads, since):
        what = _what(row)
        stands = what == "closed" and _is_last(row) and row.thread.outcome_uk
        yield Happening(row.thread, what, row.at, both(row.thread, "outcome") if stands else None)


def _what(change: ThreadStateChange) -> str:
    if change.after == ThreadState.CLOSED and change.thread.is_merged and _is_last(change):
        return "merged"
    return "reopened" if change.after == ThreadState.OPEN else change.after


def _is_last(change: ThreadStateChange) -> bool:
    """Whether a thread is closed by this step: by an earlier one it was closed for a time."""
    closed_at = change.thread.closed_at
    return closed_at is not None and change.at >= closed_at


def _opened_and_pinned(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    for what in ("opened", "pinned"):
        rows = threads.filter(**{f"{what}_at__gt": since}).order_by(f"-{what}_at")
        yield from (Happening(row, what, getattr(row, f"{what}_at")) for row in rows[:MOST])


def _moved(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    for row in _latest(ThreadMove.objects.all(), threads, since):
        yield Happening(row.thread, "moved", row.at)


def _summed_up(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    for row in _latest(ThreadSummary.objects.exclude(body=""), threads, since, "written_at"):
        yield Happening(row.thread, "summed_up", row.written_at)


def _answered(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    rows = Question.objects.filter(state=QuestionState.ANSWERED).exclude(text="").select_related("answer")
    for row in _latest(rows, threads, since, "settled_at"):
        number = row.answer.number if row.answer is not None and not row.answer.is_silent else None
        yield Happening(row.thread, "answered", row.settled_at, _said(row.text), row.words, number)


def _points(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    rows = Statement.objects.filter(SAID).exclude(text="").select_related("source")
    for row in _latest(rows, threads, since, "collected_at"):
        number = row.source.number if row.source is not None else None
        yield Happening(row.thread, "point", row.collected_at, _said(row.text), number=number)


def _rounds(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    for row in _latest(Round.objects.all(), threads, since, "ended_at"):
        yield Happening(row.thread, "round_ended", row.ended_at, _said(row.question))


def _taken_out(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    for row in _latest(ThreadSplit.objects.all(), threads, since):
        yield Happening(row.thread, "taken_out", row.at)


def _joined(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    """That another one went on in a thread, and from which message on."""
    rows = ThreadMerge.objects.filter(into__in=threads.values("pk"), at__gt=since).select_related("into")
    for row in rows.order_by("-at")[:MOST]:
        yield Happening(row.into, "joined", row.at, number=row.first if row.count else None)


def _floor(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    """Who speaks, how often, and who leads. Where nobody speaks any more, no pause and no pace ended."""
    ended = Q(what=FloorChange.UNLOCKED) | Q(what=FloorChange.SLOWED, seconds=0)
    rows = FloorStep.objects.exclude(ended, thread__state=ThreadState.CLOSED)
    for row in _latest(rows.select_related("successor__person"), threads, since):
        person = row.successor.person if row.successor is not None else None
        why = _said(row.reason) if row.what == FloorChange.LOCKED and row.reason else None
        yield Happening(row.thread, row.what, row.at, why, person=person, seconds=row.seconds)


def _published(threads: QuerySet[Thread], since: datetime) -> Iterator[Happening]:
    """Who reads it by now stands in the log alone, once it was taken back."""
    rows = Event.objects.filter(
        subject_type="thread",
        subject_id__in=threads.values("pk"),
        kind=ThreadChanged.kind,
        at__gt=since,
        data__change__in=("published", "taken_back"),
    )
    told = list(rows.order_by("-id")[:MOST])
    known = threads.in_bulk({row.subject_id for row in told})
    for row in told:
        yield Happening(known[row.subject_id], row.data["change"], row.at)


def _said(text: str) -> Text:
    """In the language in which it was said."""
    return {"uk": text, "en": text}
