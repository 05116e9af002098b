"""HTTP endpoints of a thread's overview: its summary, questions and statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict, cast
from uuid import UUID

from dialogue.common.serializers import MAX_NUMBER
from dialogue.messages.models import BODY_LENGTH, Message
from dialogue.summary.citations import render_cited
from dialogue.summary.models import Question, Statement, SummaryRevision
from dialogue.summary.selectors import (
    Summary,
    find_summary,
    list_allowed_by_question,
    list_question_actions,
    questions_of,
    revisions_of,
    statements_of,
)
from dialogue.summary.services.summaries import withdraw_summary, write_summary
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.events import topic_of
from dialogue.threads.loaders import get_removal_action
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.common import presenters as groups
from groups.common.schemas import PersonRef, Voice
from groups.selectors import prefetch_principals
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Confirmed,
    Endpoint,
    OneOf,
    Page,
    PlainText,
    Show,
    StrictInteger,
    StrictSerializer,
    Write,
    answer,
    read_snapshot,
)
from viche.kernel.events import get_head
from viche.kernel.versions import NO_VERSION


class WriteSummaryIn(StrictSerializer):
    """A summary in Markdown; `#12` cites message number 12.

    `through` is the number of the last message that it covers, by default the last message of the thread.
    """

    body = PlainText(max_length=BODY_LENGTH, trim_whitespace=False)
    through = StrictInteger(required=False, min_value=0, max_value=MAX_NUMBER)
    confirmed = Confirmed(required=False)


class CitedOut(TypedDict):
    """A cited message; `withdrawn` or `hidden`: its text cannot be read any more."""

    message_id: UUID
    number: int
    state: Literal["said", "withdrawn", "hidden"]


class SummaryOut(TypedDict):
    """The summary of a thread: `body` in Markdown, `html` safe to display.

    In `html` each citation is `<span data-cite="12">#12</span>`. The summary covers the messages up to number
    `through`; `earlier` is how many earlier versions there are. Without a summary `body` is empty; `version`
    is valid for If-Match then, too.
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
    """A question of a thread.

    `answer` is the message that answers it, `words` a short answer or the reason why it was deferred or
    declined. `text` is empty where its author was erased and others have answered. `allowed`: the states to
    which the reader may move it, `edit`, `place`, `remove`.
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
    allowed: list[Annotated[str, OneOf(list_question_actions)]]
    version: int


class StatementOut(TypedDict):
    """A statement of a thread; `source` is the message that it sums up.

    `text` is empty when that message is withdrawn or hidden. `allowed`: `edit`, `remove`.
    """

    id: UUID
    text: str
    source: CitedOut | None
    author: Voice
    collected_at: datetime
    allowed: list[Literal["edit", "remove"]]
    version: int


class GistOut(TypedDict):
    """Overview of a thread: `questions` in their order, `statements` in the order of collection.

    `seq` is the number of the last event of the topic `thread:<id>` that this response includes.
    """

    summary: SummaryOut
    questions: list[QuestionOut]
    statements: list[StatementOut]
    seq: int


class SummaryRevisionOut(TypedDict):
    """An earlier version of a summary."""

    version: int
    html: str
    through: int
    author: Voice
    written_at: datetime


EMPTY_SUMMARY: SummaryOut = {
    "body": "",
    "html": "",
    "cited": [],
    "through": 0,
    "author": None,
    "written_at": None,
    "earlier": 0,
    "version": NO_VERSION,
}


def show_summary(found: Summary | None) -> SummaryOut:
    if found is None:
        return EMPTY_SUMMARY
    row = found.row
    if not row.body:
        return {**EMPTY_SUMMARY, "earlier": found.earlier, "version": row.version}
    return {
        "body": row.body,
        "html": found.html,
        "cited": [_show_citation(one) for one in found.cited],
        "through": row.through,
        "author": groups.show_voice(row.written_by, row.mandate),
        "written_at": row.written_at,
        "earlier": found.earlier,
        "version": row.version,
    }


def _show_citation(message: Message) -> CitedOut:
    state = "withdrawn" if message.is_deleted else "hidden" if message.is_hidden else "said"
    return {"message_id": message.pk, "number": message.number, "state": cast("Any", state)}


def _show_revision(row: SummaryRevision) -> SummaryRevisionOut:
    return {
        "version": row.version,
        "html": render_cited(row.body),
        "through": row.through,
        "author": groups.show_voice(row.written_by, row.mandate),
        "written_at": row.written_at,
    }


def show_questions(actor: Actor, thread: Thread) -> list[QuestionOut]:
    rows = questions_of(thread)
    allowed = list_allowed_by_question(actor, thread, rows)
    return [_show_question(one, allowed[one.pk]) for one in rows]


def _show_question(row: Question, allowed: list[str]) -> QuestionOut:
    return {
        "id": row.pk,
        "text": row.text,
        "state": cast("QuestionStateName", row.state),
        "answer": _show_citation(row.answer) if row.answer is not None else None,
        "words": row.words,
        "author": groups.show_voice(row.asked_by, row.mandate),
        "asked_at": row.asked_at,
        "settled_by": groups.show_person(row.settled_by) if row.settled_by is not None else None,
        "settled_at": row.settled_at,
        "allowed": allowed,
        "version": row.version,
    }


def show_statements(actor: Actor, thread: Thread) -> list[StatementOut]:
    policy = ThreadPolicy()
    leads = policy.can(actor, Action.SUM_UP, thread)
    removes = leads or policy.can(actor, get_removal_action(thread), thread)
    return [_show_statement(one, leads=leads, removes=removes) for one in statements_of(thread)]


def _show_statement(row: Statement, *, leads: bool, removes: bool) -> StatementOut:
    edits: list[Literal["edit", "remove"]] = ["edit"] if leads and not row.is_silent else []
    return {
        "id": row.pk,
        "text": "" if row.is_silent else row.text,
        "source": _show_citation(row.source) if row.source is not None else None,
        "author": groups.show_voice(row.collected_by, row.mandate),
        "collected_at": row.collected_at,
        "allowed": [*edits, "remove"] if removes else [],
        "version": row.version,
    }


def build_overview(actor: Actor, thread: Thread) -> GistOut:
    """Build the overview of a thread for `actor`, who may read it."""
    return {
        "summary": show_summary(find_summary(thread)),
        "questions": show_questions(actor, thread),
        "statements": show_statements(actor, thread),
        "seq": get_head(topic_of(thread.pk)),
    }


def show_overview(actor: Actor, thread_id: UUID) -> Answer[GistOut]:
    """Show the overview of a thread, with the version of its summary as ETag."""
    with read_snapshot():
        thread = threads_selectors.get_thread_for(actor, thread_id)
        gist = build_overview(actor, thread)
    return answer(gist, version=gist["summary"]["version"], of=thread)


def _show_revisions(rows: Sequence[SummaryRevision]) -> list[SummaryRevisionOut]:
    prefetch_principals((one.written_by_id, one.mandate) for one in rows)
    return [_show_revision(one) for one in rows]


class ThreadGist(Endpoint):
    """Overview of a thread.

    GET: Return the summary, the questions and the statements of the thread.

    `summary` has `body` in Markdown, `html` in which a citation is `<span data-cite="12">#12</span>`,
    `cited` (each message with its `number` and `state`: `said`, `withdrawn`, `hidden`), `through` (the
    last message that it covers), `author`, `written_at`, and `earlier`: how many versions it had before.
    Without a summary `body` is empty.

    `questions` have `text`, `state` (`proposed`, `open`, `answered`, `aside`, `declined`), `answer` (the
    message that answers it), `words` and `allowed`. `statements` have `text`, `source` with its `state`
    (`text` is empty when that is `withdrawn` or `hidden`) and `allowed`.
    """

    records = log_thread_read

    get = Show(Action.READ, show_overview)


class OneSummary(Endpoint):
    """Summary of a thread.

    PUT: Write the summary in place of the known version (0: there was none).

    For facilitators (`sum_up`). The same text again changes nothing. It cites at most 100 messages (422
    `cites_unknown` for a number that does not exist, `cites_silent` for a message that is withdrawn or
    hidden and was not cited before, `too_many_citations`) and mentions nobody (`mention_in_summary`).

    The events `dialogue.summary_written` and `dialogue.summary_withdrawn` on `thread:<id>` only say that
    it must be loaded anew; so do those of messages that are withdrawn, hidden or shown again.

    DELETE: Withdraw the summary with its earlier versions.
    """

    records = log_thread_read

    # Responses are not stored for replay: they refer to messages that may be withdrawn meanwhile.
    keeps_answers = False

    put = Write(Action.SUM_UP, write_summary, body=WriteSummaryIn, shows=show_overview, versioned=True)

    delete = Write(Action.SUM_UP, withdraw_summary, shows=show_overview, versioned=True)


class SummaryRevisions(Endpoint):
    """Earlier versions of a thread's summary.

    GET: List the earlier versions, the latest first. A withdrawn summary has none.
    """

    records = log_thread_read

    get = Page(
        Action.READ,
        revisions_of,
        of=threads_selectors.get_thread_for,
        shows=_show_revisions,
        order=("-version",),
    )
