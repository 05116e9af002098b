"""Questions of a thread: facilitators add and resolve them, everybody who may post proposes."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.models import Message
from dialogue.summary.events import AgendaChanged
from dialogue.summary.models import QUESTION_LENGTH, Question, QuestionState
from dialogue.summary.selectors import STEPS, can_remove_question, can_withdraw_question
from dialogue.threads.limits import REASON_LENGTH
from dialogue.threads.loaders import (
    get_event_scope,
    get_removal_action,
    invalidate_search_text,
    require_person,
)
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy, check_thread_action
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

MAX_QUESTIONS = 50
"""Maximum number of questions per thread: they are loaded together."""
WAITING = (QuestionState.PROPOSED, QuestionState.OPEN)
MAX_PROPOSED = 5
"""Maximum number of waiting proposals per person."""


@service(Action.SUM_UP, Action.PROPOSE_QUESTION)
def ask_question(*, actor: Actor, thread_id: UUID, text: str) -> Question:
    """Add a question to a thread: open if a facilitator asks it, otherwise proposed.

    Idempotent while it is waiting. Raises NotFound, Forbidden, Invalid, PersonalData, and Conflict where
    there are too many.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    leads = ThreadPolicy().can(actor, Action.SUM_UP, thread)
    if not leads:
        check_thread_action(actor, Action.PROPOSE_QUESTION, thread)
    text = validate_text("/text", text, QUESTION_LENGTH)
    asked = Question.objects.filter(thread=thread)
    same = asked.filter(text=text, asked_by=actor.person_id, state__in=WAITING).first()
    if same is not None:  # a retry, since the response was lost
        return same
    _check_limits(actor, thread)
    question = Question(
        thread=thread,
        position=(asked.aggregate(last=Max("position"))["last"] or 0) + 1,
        text=text,
        state=QuestionState.OPEN if leads else QuestionState.PROPOSED,
        asked_by_id=require_person(actor),
        mandate=get_mandate_in_group(actor, thread.group_id),
    )
    actor = check_disclosure(actor, {"/text": question.text})
    question.save(force_insert=True)
    _record_changed(actor, question, "asked" if leads else "proposed")
    return question


@service(Action.SUM_UP)
def edit_question(*, actor: Actor, question_id: UUID, expected_version: int, text: str) -> Question:
    """Edit a question. Raises NotFound, Forbidden, Stale, Invalid, PersonalData."""
    question = _lock_question(actor, question_id, Action.SUM_UP)
    text = validate_text("/text", text, QUESTION_LENGTH)
    if text == question.text:
        return question
    check_version(question, expected_version)
    _check_step(not question.text)
    actor = check_disclosure(actor, {"/text": text}, [question.text])
    question.text = text
    return _save_changed(actor, question, "edited")


@service(Action.SUM_UP)
def resolve_question(
    *,
    actor: Actor,
    question_id: UUID,
    to: QuestionState,
    expected_version: int,
    answered_by: int | None = None,
    words: str = "",
) -> Question:
    """Accept or decline a proposal, answer or defer a question, or reopen it.

    A question is answered by a message of the thread (its number), in words or both; it is deferred or
    declined with a reason. Idempotent. Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict
    for a step that does not fit.
    """
    question = _lock_question(actor, question_id, Action.SUM_UP)
    words = validate_text("/words", words, REASON_LENGTH, required=_requires_words(to, answered_by))
    answer = _get_answer(question.thread, to, answered_by)
    if (question.state, question.answer_id, question.words) == (to, answer and answer.pk, words):
        return question
    check_version(question, expected_version)
    _check_step(not question.text or question.state not in STEPS.get(to, ()))
    actor = check_disclosure(actor, {"/words": words})
    settled = to != QuestionState.OPEN
    question.state, question.answer, question.words = to, answer, words if settled else ""
    question.settled_by_id = require_person(actor) if settled else None
    question.settled_at = now() if settled else None
    return _save_changed(actor, question, to.value)


@service(Action.SUM_UP)
def reorder_question(*, actor: Actor, question_id: UUID, before: UUID | None) -> Question:
    """Move a question before another one of its thread, or to the end.

    Raises NotFound, Forbidden, Invalid.
    """
    question = _lock_question(actor, question_id, Action.SUM_UP)
    rows = list(Question.objects.filter(thread=question.thread_id).order_by("position", "id"))
    ids = [one.pk for one in rows if one.pk != question_id]
    if before is not None and before not in ids:
        raise Invalid.field("/before", "not_in_thread", _("There is no such question in the thread."))
    ids.insert(len(ids) if before is None else ids.index(before), question_id)
    if ids == [one.pk for one in rows]:
        return question
    places = {pk: nth for nth, pk in enumerate(ids, start=1)}
    for one in rows:
        one.position = places[one.pk]
    Question.objects.bulk_update(rows, ["position"])
    _record_changed(actor, question, "placed")
    return question


@service(Action.SUM_UP, Action.PROPOSE_QUESTION, Action.SET_AUDIENCE)
def remove_question(*, actor: Actor, question_id: UUID, expected_version: int) -> UUID:
    """Delete a question and return the id of its thread.

    Its author may do so while it is only proposed. A question of another author must be declined or deferred
    first, except in a merged thread. Raises NotFound, Forbidden, Stale, Conflict.
    """
    question = _lock_question(actor, question_id, Action.READ)
    own = can_withdraw_question(actor, question) and not question.thread.is_merged
    check_thread_action(
        actor, Action.PROPOSE_QUESTION if own else get_removal_action(question.thread), question.thread
    )
    check_version(question, expected_version)
    _check_step(not (question.thread.is_merged or can_remove_question(actor, question)))
    _record_changed(actor, question, "removed")
    question.delete()
    return question.thread_id


def _lock_question(actor: Actor, question_id: UUID, action: Action) -> Question:
    """Lock the thread of a question and load the question. Raises SignedOut, NotFound, Forbidden."""
    if actor.is_anonymous:
        raise SignedOut
    thread_id = Question.objects.filter(pk=question_id).values_list("thread", flat=True).first()
    if thread_id is None:
        raise NotFound
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    question = Question.objects.filter(pk=question_id).first()
    if question is None:  # deleted while the lock was awaited
        raise NotFound
    check_thread_action(actor, action, thread)
    question.thread = thread
    return question


def _check_limits(actor: Actor, thread: Thread) -> None:
    asked = Question.objects.filter(thread=thread)
    waiting = asked.filter(state=QuestionState.PROPOSED, asked_by=actor.person_id)
    if asked.count() >= MAX_QUESTIONS:
        raise Conflict(
            "too_many_questions", _("A thread can have at most fifty questions. Remove some first.")
        )
    if waiting.count() >= MAX_PROPOSED:
        raise Conflict("too_many_proposed", _("Five of your questions wait already."))


def _check_step(misfits: bool) -> None:
    if misfits:
        raise Conflict("question_state", _("This step does not fit the present state of the question."))


def _requires_words(to: QuestionState, answered_by: int | None) -> bool:
    without = to == QuestionState.OPEN or (to == QuestionState.ANSWERED and answered_by is not None)
    return not without


def _get_answer(thread: Thread, to: QuestionState, number: int | None) -> Message | None:
    if number is None:
        return None
    if to != QuestionState.ANSWERED:
        raise Invalid.field("/answered_by", "no_answer", _("Only an answered question has an answer."))
    message = Message.objects.filter(thread=thread, number=number).first()
    if message is None:
        words = _("There is no message with this number in the thread.")
        raise Invalid.field("/answered_by", "not_in_thread", words)
    if message.is_silent:
        words = _("This message was deleted or is hidden.")
        raise Invalid.field("/answered_by", "message_silent", words)
    return message


def _save_changed(actor: Actor, question: Question, change: str) -> Question:
    save_new_version(question, whole=True)
    _record_changed(actor, question, change)
    return question


def _record_changed(actor: Actor, question: Question, change: str) -> None:
    place = get_event_scope(question.thread)
    if change not in ("asked", "proposed", "placed"):
        invalidate_search_text(Thread.objects.filter(pk=question.thread_id))
    record(actor, AgendaChanged(**place, question_id=question.pk, change=change))
