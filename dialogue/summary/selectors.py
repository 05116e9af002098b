"""Read the open questions, statements and summaries of threads; not narrowed: the thread is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dialogue.messages.mentions import words_for
from dialogue.messages.models import Message
from dialogue.summary.citations import RECIPE, render_cited
from dialogue.summary.models import Question, QuestionState, Statement, SummaryRevision, ThreadSummary
from dialogue.threads.loaders import taking_back
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.selectors import bring_holders
from viche.kernel.actor import Actor

# From which states: what was answered, put aside or declined is opened again.
STEPS: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.OPEN: frozenset(
        {QuestionState.PROPOSED, QuestionState.ANSWERED, QuestionState.ASIDE, QuestionState.DECLINED}
    ),
    QuestionState.ANSWERED: frozenset({QuestionState.OPEN}),
    QuestionState.ASIDE: frozenset({QuestionState.OPEN}),
    QuestionState.DECLINED: frozenset({QuestionState.PROPOSED}),
}


class Step(StrEnum):
    """What may be done with a question besides taking it to another state."""

    EDIT = "edit"
    PLACE = "place"
    REMOVE = "remove"


def questions_of(thread: Thread) -> list[Question]:
    """In one query, but for those who stood in for somebody. Not narrowed to anybody: the thread is."""
    rows = Question.objects.filter(thread=thread).order_by("position", "id")
    found = list(rows.select_related("answer", "asked_by", "mandate__organisation", "settled_by"))
    bring_holders((one.asked_by_id, one.mandate) for one in found)
    return found


def questions_in(threads: Collection[UUID]) -> dict[UUID, list[str]]:
    """What is asked in some threads, and the short answers, by the threads."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Question.objects.filter(thread__in=threads).order_by("position", "id"):
        found[one.thread_id] += filter(None, (one.text, one.words))
    return found


def allowed_with(actor: Actor, thread: Thread, rows: Sequence[Question]) -> dict[UUID, list[str]]:
    """What `actor` may do with each of some questions: who leads anything that fits, who proposed one may
    take it back while it waits.
    """
    policy = ThreadPolicy()
    if thread.is_merged:
        removes = [Step.REMOVE.value] if policy.can(actor, taking_back(thread), thread) else []
        return dict.fromkeys((one.pk for one in rows), removes)
    leads = policy.can(actor, Action.SUM_UP, thread)
    speaks = policy.can(actor, Action.PROPOSE_QUESTION, thread)
    return {one.pk: _allowed(actor, one, leads=leads, speaks=speaks) for one in rows}


def _allowed(actor: Actor, question: Question, *, leads: bool, speaks: bool) -> list[str]:
    if leads and not question.text:
        return [Step.PLACE, Step.REMOVE]
    if leads:
        steps = [to.value for to, before in STEPS.items() if question.state in before]
        removes = [Step.REMOVE] if is_removed_by(actor, question) else []
        return [*steps, Step.EDIT, Step.PLACE, *removes]
    return [Step.REMOVE] if speaks and is_taken_back_by(actor, question) else []


def is_removed_by(actor: Actor, question: Question) -> bool:
    """Whether who leads may remove a question: what others asked, only once its readers know why."""
    explained = question.state in (QuestionState.DECLINED, QuestionState.ASIDE)
    return explained or not question.text or question.asked_by_id == actor.person_id


def is_taken_back_by(actor: Actor, question: Question) -> bool:
    """Whether somebody proposed a question that waits still."""
    return question.state == QuestionState.PROPOSED and question.asked_by_id == actor.person_id


SAID = Q(source=None) | Q(source__deleted_at=None, source__hidden_at=None)

"""The condition on statements of which nobody has taken the message from its readers."""


def statements_of(thread: Thread) -> list[Statement]:
    """In the order in which they were collected, in one query, but for those who stood in for somebody."""
    rows = Statement.objects.filter(thread=thread).order_by("collected_at", "id")
    found = list(rows.select_related("source", "collected_by", "mandate__organisation"))
    bring_holders((one.collected_by_id, one.mandate) for one in found)
    return found


def statements_in(threads: Collection[UUID]) -> dict[UUID, list[str]]:
    """What is stated in some threads, by the threads."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Statement.objects.filter(SAID, thread__in=threads).order_by("collected_at", "id"):
        found[one.thread_id].append(one.text)
    return found


def rename_in_statements(
    messages: Collection[UUID], person_id: UUID, name: str, bodies: Iterable[str]
) -> None:
    """Another name for a person in what was collected from some messages, which name them in these words."""
    names = words_for(person_id, *bodies)
    if not names:
        return
    either = "|".join(sorted((re.escape(one) for one in names), key=len, reverse=True))
    kept = list(Statement.objects.filter(source__in=messages).exclude(text=""))
    for one in kept:
        one.text = re.sub(rf"@?(?:{either})(?!\w)", name, one.text)
    Statement.objects.bulk_update(kept, ["text"], batch_size=500)


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a thread, the messages that it cites in their order, and how often it was put so."""

    row: ThreadSummary
    cited: list[Message]
    earlier: int

    @property
    def html(self) -> str:
        return html_of(self.row)


def html_of(row: ThreadSummary) -> str:
    """The stored rendering while its recipe is the present one, else a new one."""
    return row.html if row.recipe == RECIPE else render_cited(row.body)


def summary_of(thread: Thread) -> Summary | None:
    """In two queries; None where nobody has written one yet. One that was taken back says nothing."""
    row = (
        ThreadSummary.objects.filter(thread=thread)
        .select_related("written_by", "mandate__organisation")
        .annotate(earlier=Count("revisions"))
        .first()
    )
    if row is None:
        return None
    bring_holders([(row.written_by_id, row.mandate)])
    cited = Message.objects.filter(citations__summary=row).only("number", "deleted_at", "hidden_at")
    return Summary(row, list(cited.order_by("number")), row.earlier)


def revisions_of(thread: Thread) -> QuerySet[SummaryRevision]:
    """What the summary said before, the latest wording first."""
    rows = SummaryRevision.objects.filter(summary=thread.pk).order_by("-version")
    return rows.select_related("written_by", "mandate__organisation", "mandate__person")


def summaries_in(threads: Collection[UUID]) -> dict[UUID, ThreadSummary]:
    """What the summaries of some threads say, by the threads."""
    return {row.pk: row for row in ThreadSummary.objects.filter(pk__in=threads).exclude(body="")}
