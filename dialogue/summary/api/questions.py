"""HTTP endpoints of a thread's questions. Each responds with the thread's overview (`GistOut`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.common.serializers import MAX_NUMBER
from dialogue.summary.api.overview import GistOut, show_overview
from dialogue.summary.models import QUESTION_LENGTH, QuestionState
from dialogue.summary.services.questions import (
    ask_question,
    edit_question,
    remove_question,
    reorder_question,
    resolve_question,
)
from dialogue.threads.limits import REASON_LENGTH
from dialogue.threads.policies import Action
from viche.kernel.api import (
    Confirmed,
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
    shape_of,
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
    """Questions of a thread."""

    actions = {"POST": Action.PROPOSE_QUESTION}
    created = "threads/{thread_id}/gist"
    keeps_answers = False

    @extend_schema(request=QuestionIn, responses={201: shape_of(GistOut)})
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Ask a question: it is open if a facilitator asks it, otherwise proposed."""
        said: dict[str, Any] = self.parse(QuestionIn)
        ask_question(actor=self.actor, thread_id=thread_id, **said)
        return show_overview(self.actor, thread_id, status=201)


class OneQuestion(Endpoint):
    """A question."""

    actions = {"PATCH": Action.SUM_UP, "DELETE": Action.PROPOSE_QUESTION}
    conditional = frozenset({"PATCH", "DELETE"})
    keeps_answers = False

    @extend_schema(request=QuestionIn, responses=shape_of(GistOut))
    def patch(self, request: Request, question_id: UUID) -> Response:
        """Edit the question."""
        said: dict[str, Any] = self.parse(QuestionIn)
        version = self.expected_version()
        question = edit_question(actor=self.actor, question_id=question_id, expected_version=version, **said)
        return show_overview(self.actor, question.thread_id)

    @extend_schema(responses={200: shape_of(GistOut)})
    def delete(self, request: Request, question_id: UUID) -> Response:
        """Remove the question; its author may do so while it is only proposed."""
        version = self.expected_version()
        thread_id = remove_question(actor=self.actor, question_id=question_id, expected_version=version)
        return show_overview(self.actor, thread_id)


class QuestionTransitions(Endpoint):
    """State transitions of a question."""

    actions = {"POST": Action.SUM_UP}
    conditional = frozenset({"POST"})
    keeps_answers = False

    @extend_schema(request=SettleQuestionIn, responses=shape_of(GistOut))
    def post(self, request: Request, question_id: UUID) -> Response:
        """Accept or decline a proposal, answer or defer a question, or reopen it."""
        said: dict[str, Any] = self.parse(SettleQuestionIn)
        to = QuestionState(said.pop("to"))
        version = self.expected_version()
        question = resolve_question(
            actor=self.actor, question_id=question_id, to=to, expected_version=version, **said
        )
        return show_overview(self.actor, question.thread_id)


class QuestionPlace(Endpoint):
    """Position of a question among the others."""

    actions = {"PUT": Action.SUM_UP}
    keeps_answers = False

    @extend_schema(request=PlaceQuestionIn, responses=shape_of(GistOut))
    def put(self, request: Request, question_id: UUID) -> Response:
        """Move the question before another one, or to the end."""
        before = self.parse(PlaceQuestionIn)["before"]
        question = reorder_question(actor=self.actor, question_id=question_id, before=before)
        return show_overview(self.actor, question.thread_id)
