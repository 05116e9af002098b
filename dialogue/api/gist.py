"""What the talk of a thread comes to, over HTTP: for now its summary."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, TypedDict, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue import selectors
from dialogue.api.inputs import LARGEST_NUMBER, Confirmed
from dialogue.api.reads import note_thread
from dialogue.citing import render_cited
from dialogue.events import topic_of
from dialogue.models import BODY_LENGTH, Message, SummaryRevision
from dialogue.policies import Action
from dialogue.services.summaries import NO_VERSION, withdraw_summary, write_summary
from dialogue.summaries import Summary, revisions_of, summary_of
from groups.api import present as groups
from groups.api.shapes import Voice
from groups.selectors import bring_holders
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictInteger,
    StrictSerializer,
    answer,
    list_of,
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


class GistOut(TypedDict):
    """`seq` is the number of the last event of the topic `thread:<id>` that this answer includes."""

    summary: SummaryOut
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


def _show(actor: Actor, thread_id: UUID) -> Response:
    with snapshot():
        thread = selectors.get_thread_for(actor, thread_id)
        summary = shown_summary(summary_of(thread))
        gist: GistOut = {"summary": summary, "seq": head(topic_of(thread_id))}
    note_thread(actor, thread)
    return answer(gist, version=summary["version"])


class ThreadGist(Endpoint):
    """What the talk of a thread comes to."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=shape(GistOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """What stands at the head of the thread."""
        return _show(self.actor, thread_id)


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
        return _show(self.actor, thread_id)

    @extend_schema(responses={200: shape(GistOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Take it back with everything that it said before."""
        version = self.expected_version()
        withdraw_summary(actor=self.actor, thread_id=thread_id, expected_version=version)
        return _show(self.actor, thread_id)


class SummaryRevisions(Endpoint):
    """What the summary of a thread said before it was written anew."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=list_of(SummaryRevisionOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """The earlier wordings, the first one first. None of a summary that was taken back."""
        thread = selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        rows = list(revisions_of(thread))
        bring_holders((one.written_by_id, one.mandate) for one in rows)
        return answer({"items": [_revision(one) for one in rows]})
