"""The summary of a thread: written, written anew and taken back by who leads it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.messages.mentions import named_in
from dialogue.messages.models import BODY_LENGTH
from dialogue.summary.citations import RECIPE, cited_in, render_cited
from dialogue.summary.events import SummaryWithdrawn, SummaryWritten
from dialogue.summary.models import SummaryCitation, SummaryRevision, ThreadSummary
from dialogue.threads.loaders import person_of, place_of, taking_back, words_go
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy, demand
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

NO_VERSION = 0
"""The version of a summary that nobody has written yet."""


@service(Action.SUM_UP)
def write_summary(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    body: str,
    through: int | None = None,
    confirmed: Collection[str] = (),
) -> ThreadSummary:
    """Put what the talk comes to in place of what stood there, which its readers go on to find beside it.

    `through` is the number of the last message that it takes in, else the last one there is. `confirmed` are
    the kinds of personal data that it is meant to tell and did not tell before. The same of the same messages
    changes nothing. Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    person_id = person_of(actor)
    thread = load(ThreadPolicy(), actor, thread_id, Action.SUM_UP, lock=True)
    summary = ThreadSummary.objects.filter(thread=thread).first()
    before = summary.body if summary is not None else ""
    body = _checked(body)
    through = _through(thread, through)
    # Also where the answer was lost on the line, and the version is not known.
    if summary is not None and (body, through) == (before, summary.through):
        return summary
    _check_version(summary, expected_version)
    known = set(summary.citations.values_list("message__number", flat=True)) if summary is not None else ()
    cited = cited_in(thread, body, known)
    told = told_knowingly({"/body": body}, confirmed, [before], public=thread.is_public)
    summary = _stored(
        summary or ThreadSummary(thread=thread, version=NO_VERSION),
        body=body,
        html=render_cited(body),
        through=through,
        written_by_id=person_id,
        mandate=mandate_for(actor, thread.group_id),
    )
    if before:
        words_go(Thread.objects.filter(pk=thread.pk))
    SummaryCitation.objects.bulk_create(SummaryCitation(summary=summary, message=one) for one in cited)
    record(actor, SummaryWritten(**place_of(thread), confirmed=told))
    return summary


@service(Action.SUM_UP, Action.SET_AUDIENCE)
def withdraw_summary(*, actor: Actor, thread_id: UUID, expected_version: int) -> None:
    """Take back the summary with everything that it said before. Where there is none this changes nothing.

    Raises NotFound, Forbidden, Stale.
    """
    person_id = person_of(actor)
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    demand(actor, taking_back(thread), thread)
    summary = ThreadSummary.objects.filter(thread=thread).first()
    # First: it may have been taken back by this very request, whose answer was lost on the line.
    if summary is None or not (summary.body or summary.revisions.exists()):
        return
    _check_version(summary, expected_version)
    summary.body = ""  # so that it is not kept as an earlier wording
    SummaryRevision.objects.filter(summary=summary).delete()
    _stored(summary, body="", html="", through=0, written_by_id=person_id, mandate=None)
    words_go(Thread.objects.filter(pk=thread.pk))
    record(actor, SummaryWithdrawn(**place_of(thread)))


def _check_version(summary: ThreadSummary | None, expected_version: int) -> None:
    """Raises Stale when somebody changed the summary since it was read. The thread is held."""
    if (summary.version if summary is not None else NO_VERSION) != expected_version:
        raise Stale


def _checked(body: str) -> str:
    body = checked_text("/body", body, BODY_LENGTH)
    if named_in(body):
        raise Invalid.field("/body", "mention_in_summary", _("Nobody is named with @ in a summary."))
    return body


def _through(thread: Thread, through: int | None) -> int:
    if through is not None and through > thread.message_count:
        raise Invalid.field("/through", "beyond_last", _("The thread has no message with this number yet."))
    return thread.message_count if through is None else through


def _stored(summary: ThreadSummary, **said: Any) -> ThreadSummary:
    """The summary with other words; the present ones become an earlier wording."""
    if summary.body:
        names = ("version", "body", "through", "written_by_id", "mandate_id", "written_at")
        kept = {name: getattr(summary, name) for name in names}
        SummaryRevision.objects.create(summary=summary, **kept)
    for name, value in said.items():
        setattr(summary, name, value)
    summary.recipe, summary.written_at = RECIPE, now()
    summary.version += 1
    summary.save()
    SummaryCitation.objects.filter(summary=summary).delete()
    return summary
