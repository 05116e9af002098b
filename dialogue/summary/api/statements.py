"""HTTP endpoints of a thread's statements. Each responds with the thread's overview (`GistOut`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.common.serializers import MAX_NUMBER
from dialogue.summary.api.overview import GistOut, show_overview
from dialogue.summary.models import STATEMENT_LENGTH
from dialogue.summary.services.statements import collect_statement, edit_statement, remove_statement
from dialogue.threads.policies import Action
from viche.kernel.api import Confirmed, Endpoint, PlainText, StrictInteger, StrictSerializer, shape_of


class CollectStatementIn(StrictSerializer):
    """A statement; `number` is that of the message that it sums up."""

    text = PlainText(max_length=STATEMENT_LENGTH)
    number = StrictInteger(required=False, allow_null=True, min_value=1, max_value=MAX_NUMBER)
    confirmed = Confirmed(required=False)


class EditStatementIn(StrictSerializer):
    """The new text of a statement."""

    text = PlainText(max_length=STATEMENT_LENGTH)
    confirmed = Confirmed(required=False)


class ThreadStatements(Endpoint):
    """Statements of a thread."""

    actions = {"POST": Action.SUM_UP}
    created = "threads/{thread_id}/gist"
    keeps_answers = False

    @extend_schema(request=CollectStatementIn, responses={201: shape_of(GistOut)})
    def post(self, request: Request, thread_id: UUID) -> Response:
        """Add a statement."""
        said: dict[str, Any] = self.parse(CollectStatementIn)
        collect_statement(actor=self.actor, thread_id=thread_id, **said)
        return show_overview(self.actor, thread_id, status=201)


class OneStatement(Endpoint):
    """A statement."""

    actions = {"PATCH": Action.SUM_UP, "DELETE": Action.SUM_UP}
    conditional = frozenset({"PATCH", "DELETE"})
    keeps_answers = False

    @extend_schema(request=EditStatementIn, responses=shape_of(GistOut))
    def patch(self, request: Request, statement_id: UUID) -> Response:
        """Edit the statement."""
        said: dict[str, Any] = self.parse(EditStatementIn)
        version = self.expected_version()
        statement = edit_statement(
            actor=self.actor, statement_id=statement_id, expected_version=version, **said
        )
        return show_overview(self.actor, statement.thread_id)

    @extend_schema(responses={200: shape_of(GistOut)})
    def delete(self, request: Request, statement_id: UUID) -> Response:
        """Remove the statement."""
        version = self.expected_version()
        thread_id = remove_statement(actor=self.actor, statement_id=statement_id, expected_version=version)
        return show_overview(self.actor, thread_id)
