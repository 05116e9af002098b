"""What the talk of a thread comes to, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.common.serializers import LARGEST_NUMBER
from dialogue.messages.models import BODY_LENGTH, Message
from dialogue.summary.citations import render_cited
from dialogue.summary.models import Question, Statement, SummaryRevision
from dialogue.summary.selectors import (
    Summary,
    allowed_with,
    questions_of,
    revisions_of,
    statements_of,
    summary_of,
)
from dialogue.summary.services.summaries import NO_VERSION, withdraw_summary, write_summary
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.events import topic_of
from dialogue.threads.loaders import taking_back
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.common import presenters as groups
from groups.common.schemas import PersonRef, Voice
from groups.selectors import bring_holders
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Confirmed,
    Endpoint,
    Nothing,
    PlainText,
    StrictInteger,
    StrictSerializer,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.events import head


class WriteSummaryIn(StrictSerializer):
    """A summary in Markdown; `#12` cites the message of that number. `through` is the number of the last
    message that it takes in, else the last one there is.
    """

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    through = StrictInteger(required=False, min_value=0, max_value=LARGEST_NUMBER)
    confirmed = Confirmed(required=False)


class CitedOut(TypedDict):
    """A message that is cited; `withdrawn`, `hidden`: nobody reads it any more."""

    message_id: UUID
    number: int
    state: Literal["said", "withdrawn", "hidden"]


class SummaryOut(TypedDict):
    """What the talk comes to so far: `body` in Markdown, `html` safe to show, in which each citation is
    `<span data-cite="12">#12</span>`. It takes in the messages up to number `through`; `earlier` is how many
    wordings it had before.

    Where there is none, `body` is empty; `version` is that of If-Match then, too.
    """

    body: str
    html: str
    cited: list[CitedOut]
    through: int
    author: Voice | None
    written_at: datetime | None
    earlier: int
    version: int


QuestionStateName = Literal["proposed", "open", "answered", "aside", "declined"]


class QuestionOut(TypedDict):
    """A question of the thread. `answer` is the message that answers it, `words` a short answer or why it was
    put aside or declined. `text` is empty where who asked is erased and others have answered. `allowed`: the
    states to which the reader may take it, `edit`, `place`, `remove`.
    """

    id: UUID
    text: str
    state: QuestionStateName
    answer: CitedOut | None
    words: str
    author: Voice
    asked_at: datetime
    settled_by: PersonRef | None
    settled_at: datetime | None
    allowed: list[str]
    version: int


class StatementOut(TypedDict):
    """A statement of the talk; `source` is the message of which it is the point. Of one that is taken back or
    hidden `text` is empty. `allowed`: `edit`, `remove`.
    """

    id: UUID
    text: str
    source: CitedOut | None
    author: Voice
    collected_at: datetime
    allowed: list[str]
    version: int


class GistOut(TypedDict):
    """`questions` stand in their order, `statements` as they were collected. `seq` is the number of the last
    event of the topic `thread:<id>` that this answer includes.
    """

    summary: SummaryOut
    questions: list[QuestionOut]
    statements: list[StatementOut]
    seq: int


class SummaryRevisionOut(TypedDict):
    """What a summary said in an earlier version."""

    version: int
    html: str
    through: int
    author: Voice
    written_at: datetime


NOTHING: SummaryOut = {
    "body": "",
    "html": "",
    "cited": [],
    "through": 0,
    "author": None,
    "written_at": None,
    "earlier": 0,
    "version": NO_VERSION,
}


def shown_summary(found: Summary | None) -> SummaryOut:
    if found is None:
        return NOTHING
    row = found.row
    if not row.body:
        return {**NOTHING, "earlier": found.earlier, "version": row.version}
    return {
        "body": row.body,
        "html": found.html,
        "cited": [_cited(one) for one in found.cited],
        "through": row.through,
        "author": groups.voice(row.written_by, row.mandate),
        "written_at": row.written_at,
        "earlier": found.earlier,
        "version": row.version,
    }


def _cited(message: Message) -> CitedOut:
    state = "withdrawn" if message.is_deleted else "hidden" if message.is_hidden else "said"
    return {"message_id": message.pk, "number": message.number, "state": cast("Any", state)}


def _revision(row: SummaryRevision) -> SummaryRevisionOut:
    return {
        "version": row.version,
        "html": render_cited(row.body),
        "through": row.through,
        "author": groups.voice(row.written_by, row.mandate),
        "written_at": row.written_at,
    }


def shown_questions(actor: Actor, thread: Thread) -> list[QuestionOut]:
    rows = questions_of(thread)
    allowed = allowed_with(actor, thread, rows)
    return [_question(one, allowed[one.pk]) for one in rows]


def _question(row: Question, allowed: list[str]) -> QuestionOut:
    return {
        "id": row.pk,
        "text": row.text,
        "state": cast("QuestionStateName", row.state),
        "answer": _cited(row.answer) if row.answer is not None else None,
        "words": row.words,
        "author": groups.voice(row.asked_by, row.mandate),
        "asked_at": row.asked_at,
        "settled_by": groups.person(row.settled_by) if row.settled_by is not None else None,
        "settled_at": row.settled_at,
        "allowed": allowed,
        "version": row.version,
    }


def shown_statements(actor: Actor, thread: Thread) -> list[StatementOut]:
    policy = ThreadPolicy()
    leads = policy.can(actor, Action.SUM_UP, thread)
    removes = leads or policy.can(actor, taking_back(thread), thread)
    return [_statement(one, leads=leads, removes=removes) for one in statements_of(thread)]


def _statement(row: Statement, *, leads: bool, removes: bool) -> StatementOut:
    edits = ["edit"] if leads and not row.is_silent else []
    return {
        "id": row.pk,
        "text": "" if row.is_silent else row.text,
        "source": _cited(row.source) if row.source is not None else None,
        "author": groups.voice(row.collected_by, row.mandate),
        "collected_at": row.collected_at,
        "allowed": [*edits, "remove"] if removes else [],
        "version": row.version,
    }


def gist_of(actor: Actor, thread: Thread) -> GistOut:
    """All of it, as `actor` may see it who reads the thread."""
    return {
        "summary": shown_summary(summary_of(thread)),
        "questions": shown_questions(actor, thread),
        "statements": shown_statements(actor, thread),
        "seq": head(topic_of(thread.pk)),
    }


def show_gist(actor: Actor, thread_id: UUID, status: int = 200) -> Response:
    """What the talk of a thread comes to now, with the version of its summary as ETag."""
    with snapshot():
        thread = threads_selectors.get_thread_for(actor, thread_id)
        gist = gist_of(actor, thread)
    note_thread(actor, thread)
    return answer(gist, status=status, version=gist["summary"]["version"])


class ThreadGist(Endpoint):
    """What the talk of a thread comes to."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=shape(GistOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """What stands at the head of the thread."""
        return show_gist(self.actor, thread_id)


class OneSummary(Endpoint):
    """The summary of a thread."""

    actions = {"PUT": Action.SUM_UP, "DELETE": Action.SUM_UP}
    conditional = frozenset({"PUT", "DELETE"})
    # The answer names messages that may be taken back meanwhile.
    keeps_answers = False

    @extend_schema(request=WriteSummaryIn, responses=shape(GistOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Write it in place of the version that one knows (0: there was none)."""
        said = self.parse(WriteSummaryIn)
        version = self.expected_version()
        write_summary(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_gist(self.actor, thread_id)

    @extend_schema(responses={200: shape(GistOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Take it back with everything that it said before."""
        version = self.expected_version()
        withdraw_summary(actor=self.actor, thread_id=thread_id, expected_version=version)
        return show_gist(self.actor, thread_id)


class SummaryRevisions(Endpoint):
    """What the summary of a thread said before it was written anew."""

    actions = {"GET": Action.READ}

    asks = Nothing

    @extend_schema(responses=page_of(SummaryRevisionOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """The earlier wordings, the latest first. None of a summary that was taken back."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        rows = revisions_of(thread)
        return answer(keyset_page(request, rows, order=("-version",), present=_revisions))


def _revisions(rows: Sequence[SummaryRevision]) -> list[SummaryRevisionOut]:
    bring_holders((one.written_by_id, one.mandate) for one in rows)
    return [_revision(one) for one in rows]
