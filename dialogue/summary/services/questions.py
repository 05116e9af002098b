"""The open questions of a thread: who leads adds, orders and settles them; whoever speaks proposes one."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.messages.models import Message
from dialogue.summary.events import AgendaChanged
from dialogue.summary.models import QUESTION_LENGTH, Question, QuestionState
from dialogue.summary.selectors import STEPS, is_removed_by, is_taken_back_by
from dialogue.threads.limits import REASON_LENGTH
from dialogue.threads.loaders import person_of, place_of, taking_back, words_go
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy, demand
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

MOST = 50
"""Questions of one thread: they are read together."""
WAITING = (QuestionState.PROPOSED, QuestionState.OPEN)
MOST_PROPOSED = 5
"""Of one person that wait at once."""


@service(Action.SUM_UP, Action.PROPOSE_QUESTION)
def ask_question(*, actor: Actor, thread_id: UUID, text: str, confirmed: Collection[str] = ()) -> Question:
    """Put a question on the agenda of a thread: open by who leads it, proposed by anybody else who speaks.

    While it waits, the same again changes nothing. Raises NotFound, Forbidden, Invalid, PersonalData, and
    Conflict where there are too many.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    leads = ThreadPolicy().can(actor, Action.SUM_UP, thread)
    if not leads:
        demand(actor, Action.PROPOSE_QUESTION, thread)
    text = checked_text("/text", text, QUESTION_LENGTH)
    asked = Question.objects.filter(thread=thread)
    same = asked.filter(text=text, asked_by=actor.person_id, state__in=WAITING).first()
    if same is not None:  # sent again, since the answer was lost on the line
        return same
    _check_room(actor, thread)
    question = Question(
        thread=thread,
        position=(asked.aggregate(last=Max("position"))["last"] or 0) + 1,
        text=text,
        state=QuestionState.OPEN if leads else QuestionState.PROPOSED,
        asked_by_id=person_of(actor),
        mandate=mandate_for(actor, thread.group_id),
    )
    told = told_knowingly({"/text": question.text}, confirmed)
    question.save(force_insert=True)
    _tell(actor, question, "asked" if leads else "proposed", told)
    return question


@service(Action.SUM_UP)
def edit_question(
    *, actor: Actor, question_id: UUID, expected_version: int, text: str, confirmed: Collection[str] = ()
) -> Question:
    """Put a question in other words. Raises NotFound, Forbidden, Stale, Invalid, PersonalData."""
    question = _held(actor, question_id, Action.SUM_UP)
    text = checked_text("/text", text, QUESTION_LENGTH)
    if text == question.text:
        return question
    _check_version(question, expected_version)
    _check_step(not question.text)
    told = told_knowingly({"/text": text}, confirmed, [question.text])
    question.text = text
    return _changed(actor, question, "edited", told)


@service(Action.SUM_UP)
def settle_question(
    *,
    actor: Actor,
    question_id: UUID,
    to: QuestionState,
    expected_version: int,
    answered_by: int | None = None,
    words: str = "",
    confirmed: Collection[str] = (),
) -> Question:
    """Take up or decline what was proposed; answer a question by a message of the thread (its number), in
    words or both; put it aside with a reason; open it again. What it is already changes nothing.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict for a step that does not fit.
    """
    question = _held(actor, question_id, Action.SUM_UP)
    words = checked_text("/words", words, REASON_LENGTH, required=_needs_words(to, answered_by))
    answer = _answer(question.thread, to, answered_by)
    if (question.state, question.answer_id, question.words) == (to, answer and answer.pk, words):
        return question
    _check_version(question, expected_version)
    _check_step(not question.text or question.state not in STEPS.get(to, ()))
    told = told_knowingly({"/words": words}, confirmed)
    settled = to != QuestionState.OPEN
    question.state, question.answer, question.words = to, answer, words if settled else ""
    question.settled_by_id = person_of(actor) if settled else None
    question.settled_at = now() if settled else None
    return _changed(actor, question, to.value, told)


@service(Action.SUM_UP)
def place_question(*, actor: Actor, question_id: UUID, before: UUID | None) -> Question:
    """Move a question before another one of its thread, or to the end.

    Raises NotFound, Forbidden, Invalid.
    """
    question = _held(actor, question_id, Action.SUM_UP)
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
    _tell(actor, question, "placed")
    return question


@service(Action.SUM_UP, Action.PROPOSE_QUESTION, Action.SET_AUDIENCE)
def remove_question(*, actor: Actor, question_id: UUID, expected_version: int) -> UUID:
    """Take a question from the agenda with its words; who proposed it may do so while it waits. What others
    asked is declined or put aside first, unless the thread went on in another one. Returns its thread.
    Raises NotFound, Forbidden, Stale, Conflict.
    """
    question = _held(actor, question_id, Action.READ)
    own = is_taken_back_by(actor, question) and not question.thread.is_merged
    demand(actor, Action.PROPOSE_QUESTION if own else taking_back(question.thread), question.thread)
    _check_version(question, expected_version)
    _check_step(not (question.thread.is_merged or is_removed_by(actor, question)))
    _tell(actor, question, "removed")
    question.delete()
    return question.thread_id


def _held(actor: Actor, question_id: UUID, action: Action) -> Question:
    """The question with its thread, which is held. Raises SignedOut, NotFound, Forbidden."""
    if actor.is_anonymous:
        raise SignedOut
    thread_id = Question.objects.filter(pk=question_id).values_list("thread", flat=True).first()
    if thread_id is None:
        raise NotFound
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    question = Question.objects.filter(pk=question_id).first()
    if question is None:  # gone while we waited
        raise NotFound
    demand(actor, action, thread)
    question.thread = thread
    return question


def _check_room(actor: Actor, thread: Thread) -> None:
    asked = Question.objects.filter(thread=thread)
    waiting = asked.filter(state=QuestionState.PROPOSED, asked_by=actor.person_id)
    if asked.count() >= MOST:
        raise Conflict("too_many_questions", _("Fifty questions are the most. Remove some first."))
    if waiting.count() >= MOST_PROPOSED:
        raise Conflict("too_many_proposed", _("Five of your questions wait already."))


def _check_version(question: Question, expected: int) -> None:
    if question.version != expected:
        raise Stale


def _check_step(misfits: bool) -> None:
    if misfits:
        raise Conflict("question_state", _("This step does not fit the present state of the question."))


def _needs_words(to: QuestionState, answered_by: int | None) -> bool:
    without = to == QuestionState.OPEN or (to == QuestionState.ANSWERED and answered_by is not None)
    return not without


def _answer(thread: Thread, to: QuestionState, number: int | None) -> Message | None:
    if number is None:
        return None
    if to != QuestionState.ANSWERED:
        raise Invalid.field("/answered_by", "no_answer", _("Only an answered question has an answer."))
    message = Message.objects.filter(thread=thread, number=number).first()
    if message is None:
        words = _("There is no message with this number in the thread.")
        raise Invalid.field("/answered_by", "not_in_thread", words)
    if message.is_silent:
        words = _("This message was taken back or is hidden.")
        raise Invalid.field("/answered_by", "message_silent", words)
    return message


def _changed(actor: Actor, question: Question, change: str, told: tuple[str, ...] = ()) -> Question:
    question.version += 1
    question.save()
    _tell(actor, question, change, told)
    return question


def _tell(actor: Actor, question: Question, change: str, told: tuple[str, ...] = ()) -> None:
    place = place_of(question.thread)
    if change not in ("asked", "proposed", "placed"):
        words_go(Thread.objects.filter(pk=question.thread_id))
    record(actor, AgendaChanged(**place, question_id=question.pk, change=change, confirmed=told))
