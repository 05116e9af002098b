"""Selectors of questions, statements and summaries; not narrowed to an actor, since the thread is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dialogue.messages.mentions import list_names_used_for
from dialogue.messages.models import Message
from dialogue.summary.citations import RENDER_VERSION, render_cited
from dialogue.summary.models import Question, QuestionState, Statement, SummaryRevision, ThreadSummary
from dialogue.threads.access import facilitated_q
from dialogue.threads.loaders import get_removal_action
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.selectors import prefetch_principals
from viche.kernel.actor import Actor

# The states from which each state can be reached; answered, deferred and declined questions can be reopened.
STEPS: dict[QuestionState, frozenset[QuestionState]] = {
    QuestionState.OPEN: frozenset(
        {QuestionState.PROPOSED, QuestionState.ANSWERED, QuestionState.ASIDE, QuestionState.DECLINED}
    ),
    QuestionState.ANSWERED: frozenset({QuestionState.OPEN}),
    QuestionState.ASIDE: frozenset({QuestionState.OPEN}),
    QuestionState.DECLINED: frozenset({QuestionState.PROPOSED}),
}


class Step(StrEnum):
    """Actions on a question other than state transitions."""

    EDIT = "edit"
    PLACE = "place"
    REMOVE = "remove"


def list_question_actions() -> list[str]:
    """Return the names of all actions on a question, state transitions included."""
    return sorted({*map(str, STEPS), *map(str, Step)})


def questions_of(thread: Thread) -> list[Question]:
    """Return the questions of a thread in their order, with their authors."""
    rows = Question.objects.filter(thread=thread).order_by("position", "id")
    found = list(rows.select_related("answer", "asked_by", "mandate__organisation", "settled_by"))
    prefetch_principals((one.asked_by_id, one.mandate) for one in found)
    return found


def list_questions_to_decide(actor: Actor, most: int) -> list[Question]:
    """Return the questions that others propose in threads that `actor` facilitates, the newest first.

    At most so many. Runs three queries, and one where there are none.
    """
    leads = facilitated_q(actor, "thread")
    waiting = Question.objects.filter(leads, state=QuestionState.PROPOSED).exclude(text="")
    waiting = waiting.exclude(asked_by=actor.person_id).select_related(
        "thread__group", "mandate__organisation"
    )
    rows = list(waiting.order_by("-id")[:most])
    if not rows:
        return []
    permitted = ThreadPolicy().permitted(actor, Action.SUM_UP, [row.thread for row in rows])
    ids = {one.pk for one in permitted}
    return [row for row in rows if row.thread_id in ids]


def questions_in(threads: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the texts and short answers of the questions in some threads, by thread."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Question.objects.filter(thread__in=threads).order_by("position", "id"):
        found[one.thread_id] += filter(None, (one.text, one.words))
    return found


def list_allowed_by_question(actor: Actor, thread: Thread, rows: Sequence[Question]) -> dict[UUID, list[str]]:
    """Return what `actor` may do with each question.

    Facilitators may do anything that fits its state; its author may withdraw it while it is only proposed.
    """
    policy = ThreadPolicy()
    if thread.is_merged:
        removes = [Step.REMOVE.value] if policy.can(actor, get_removal_action(thread), thread) else []
        return dict.fromkeys((one.pk for one in rows), removes)
    leads = policy.can(actor, Action.SUM_UP, thread)
    speaks = policy.can(actor, Action.PROPOSE_QUESTION, thread)
    return {one.pk: _list_allowed(actor, one, leads=leads, speaks=speaks) for one in rows}


def _list_allowed(actor: Actor, question: Question, *, leads: bool, speaks: bool) -> list[str]:
    if leads and not question.text:
        return [Step.PLACE, Step.REMOVE]
    if leads:
        steps = [to.value for to, before in STEPS.items() if question.state in before]
        removes = [Step.REMOVE] if can_remove_question(actor, question) else []
        return [*steps, Step.EDIT, Step.PLACE, *removes]
    return [Step.REMOVE] if speaks and can_withdraw_question(actor, question) else []


def can_remove_question(actor: Actor, question: Question) -> bool:
    """Return whether a facilitator may remove the question.

    A question of another author must be declined or deferred first, so that its readers know why.
    """
    explained = question.state in (QuestionState.DECLINED, QuestionState.ASIDE)
    return explained or not question.text or question.asked_by_id == actor.person_id


def can_withdraw_question(actor: Actor, question: Question) -> bool:
    """Return whether `actor` proposed the question and it is still waiting."""
    return question.state == QuestionState.PROPOSED and question.asked_by_id == actor.person_id


VISIBLE_Q = Q(source=None) | Q(source__deleted_at=None, source__hidden_at=None)

"""Condition on statements whose message is not deleted or hidden."""


def statements_of(thread: Thread) -> list[Statement]:
    """Return the statements of a thread in the order of collection, with their authors."""
    rows = Statement.objects.filter(thread=thread).order_by("collected_at", "id")
    found = list(rows.select_related("source", "collected_by", "mandate__organisation"))
    prefetch_principals((one.collected_by_id, one.mandate) for one in found)
    return found


def statements_in(threads: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the texts of the visible statements in some threads, by thread."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in Statement.objects.filter(VISIBLE_Q, thread__in=threads).order_by("collected_at", "id"):
        found[one.thread_id].append(one.text)
    return found


def rename_in_statements(
    messages: Collection[UUID], person_id: UUID, name: str, bodies: Iterable[str]
) -> None:
    """Replace the names of a person in statements that were taken from messages mentioning them."""
    names = list_names_used_for(person_id, *bodies)
    if not names:
        return
    either = "|".join(sorted((re.escape(one) for one in names), key=len, reverse=True))
    kept = list(Statement.objects.filter(source__in=messages).exclude(text=""))
    for one in kept:
        one.text = re.sub(rf"@?(?:{either})(?!\w)", name, one.text)
    Statement.objects.bulk_update(kept, ["text"], batch_size=500)


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a thread, the messages it cites, and the number of earlier versions."""

    row: ThreadSummary
    cited: list[Message]
    earlier: int

    @property
    def html(self) -> str:
        return get_html(self.row)


def get_html(row: ThreadSummary) -> str:
    """Return the stored HTML if it was rendered in the current version, else render it again."""
    return row.html if row.recipe == RENDER_VERSION else render_cited(row.body)


def find_summary(thread: Thread) -> Summary | None:
    """Return the summary of a thread in two queries, or None if there was never one.

    A withdrawn summary has an empty body.
    """
    row = (
        ThreadSummary.objects.filter(thread=thread)
        .select_related("written_by", "mandate__organisation")
        .annotate(earlier=Count("revisions"))
        .first()
    )
    if row is None:
        return None
    prefetch_principals([(row.written_by_id, row.mandate)])
    cited = Message.objects.filter(citations__summary=row).only("number", "deleted_at", "hidden_at")
    return Summary(row, list(cited.order_by("number")), row.earlier)


def revisions_of(thread: Thread) -> QuerySet[SummaryRevision]:
    """Return the earlier versions of the summary, the latest first."""
    rows = SummaryRevision.objects.filter(summary=thread.pk).order_by("-version")
    return rows.select_related("written_by", "mandate__organisation", "mandate__person")


def summaries_in(threads: Collection[UUID]) -> dict[UUID, ThreadSummary]:
    """Return the non-empty summaries of some threads, by thread."""
    return {row.pk: row for row in ThreadSummary.objects.filter(pk__in=threads).exclude(body="")}
