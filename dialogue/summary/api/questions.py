"""HTTP endpoints of a thread's questions. Each responds with the thread's overview (`GistOut`)."""

from __future__ import annotations

from rest_framework import serializers

from dialogue.common.serializers import MAX_NUMBER
from dialogue.summary.api.overview import show_overview
from dialogue.summary.models import QUESTION_LENGTH, QuestionState
from dialogue.summary.services.questions import (
    ask_question,
    edit_question,
    remove_question,
    reorder_question,
    resolve_question,
)
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.limits import REASON_LENGTH
from dialogue.threads.policies import Action
from viche.kernel.api import (
    Confirmed,
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    Write,
)


class QuestionIn(StrictSerializer):
    """A question, in one sentence."""

    text = PlainText(max_length=QUESTION_LENGTH)
    confirmed = Confirmed(required=False)


class SettleQuestionIn(StrictSerializer):
    """The next state of a question.

    `answered` takes `answered_by` (the number of a message), `words` or both; `aside` and `declined` take the
    reason as `words`.
    """

    to = serializers.ChoiceField(choices=[one for one in QuestionState if one != QuestionState.PROPOSED])
    answered_by = StrictInteger(required=False, allow_null=True, min_value=1, max_value=MAX_NUMBER)
    words = PlainText(max_length=REASON_LENGTH, required=False, allow_blank=True)
    confirmed = Confirmed(required=False)


class PlaceQuestionIn(StrictSerializer):
    """The question before which to place this one; null places it at the end."""

    before = StrictUuid(allow_null=True)


class ThreadQuestions(Endpoint):
    """Questions of a thread.

    POST: Ask a question: it is open if a facilitator asks it, otherwise proposed.

    `text` has up to 300 characters. With `sum_up` the question is open; with `propose_question` it waits,
    at most five of one person (409 `too_many_proposed`), fifty in a thread (`too_many_questions`). While
    it waits, a repeat changes nothing. The answer is the overview of the thread, and the event
    `dialogue.agenda_changed`.
    """

    records = log_thread_read

    created = "threads/{thread_id}/gist"
    keeps_answers = False

    post = Write(Action.PROPOSE_QUESTION, ask_question, body=QuestionIn, shows=show_overview, status=201)


class OneQuestion(Endpoint):
    """A question.

    PATCH: Edit the question.

    For facilitators, and for its author while it is proposed.

    DELETE: Remove the question; its author may do so while it is only proposed.

    Questions of others are declined or put aside before they are removed (409 `question_state`).
    """

    records = log_thread_read

    keeps_answers = False

    patch = Write(Action.SUM_UP, edit_question, body=QuestionIn, shows=show_overview, versioned=True)

    delete = Write(Action.PROPOSE_QUESTION, remove_question, shows=show_overview, versioned=True)


class QuestionTransitions(Endpoint):
    """State transitions of a question.

    POST: Accept or decline a proposal, answer or defer a question, or reopen it.

    `answered_by` is the number of a message; `words` are a short answer, or why it was put aside or
    declined. 409 `question_state` for a step that does not fit. When its author is erased and others
    answered it, `text` is empty.
    """

    records = log_thread_read

    keeps_answers = False

    post = Write(Action.SUM_UP, resolve_question, body=SettleQuestionIn, shows=show_overview, versioned=True)


class QuestionPlace(Endpoint):
    """Position of a question among the others.

    PUT: Move the question before another one, or to the end.
    """

    records = log_thread_read

    keeps_answers = False

    put = Write(Action.SUM_UP, reorder_question, body=PlaceQuestionIn, shows=show_overview)
