"""The open questions of a thread: which step fits when, what somebody may do, and what is read of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from uuid import UUID

from dialogue.facts import taking_back
from dialogue.models import Question, QuestionState, Thread
from dialogue.policies import Action, ThreadPolicy
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
