"""HTTP endpoints of a thread's statements. Each responds with the thread's overview (`GistOut`)."""

from __future__ import annotations

from dialogue.common.serializers import MAX_NUMBER
from dialogue.summary.api.overview import show_overview
from dialogue.summary.models import STATEMENT_LENGTH
from dialogue.summary.services.statements import collect_statement, edit_statement, remove_statement
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from viche.kernel.api import Confirmed, Endpoint, PlainText, StrictInteger, StrictSerializer, Write


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
    """Statements of a thread.

    POST: Add a statement.

    For facilitators (`sum_up`). `text` has up to 280 characters; `number` is the message of which it is
    the point, once each (409 `collected_already`), at most a hundred in a thread (`too_many_statements`).
    The answer is the overview of the thread, and the event `dialogue.statements_changed`. Nobody votes on
    them here.
    """

    records = log_thread_read

    created = "threads/{thread_id}/gist"
    keeps_answers = False

    post = Write(Action.SUM_UP, collect_statement, body=CollectStatementIn, shows=show_overview, status=201)


class OneStatement(Endpoint):
    """A statement.

    PATCH: Edit the statement.

    DELETE: Remove the statement.
    """

    records = log_thread_read

    keeps_answers = False

    patch = Write(Action.SUM_UP, edit_statement, body=EditStatementIn, shows=show_overview, versioned=True)

    delete = Write(Action.SUM_UP, remove_statement, shows=show_overview, versioned=True)
