"""The summary of a thread: facilitators write, rewrite and withdraw it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.mentions import mentions_in
from dialogue.messages.models import BODY_LENGTH
from dialogue.summary.citations import RENDER_VERSION, load_cited_messages, render_cited
from dialogue.summary.events import SummaryWithdrawn, SummaryWritten
from dialogue.summary.models import SummaryCitation, SummaryRevision, ThreadSummary
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
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import NO_VERSION, check_version, save_new_version


@service(Action.SUM_UP)
def write_summary(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    body: str,
    through: int | None = None,
) -> ThreadSummary:
    """Write the summary of a thread; its readers can still read the earlier version.

    `through` is the number of the last message that it covers, by default the last one of the thread.
    The same text for the same messages changes nothing. Raises NotFound, Forbidden, Stale, Invalid,
    PersonalData.
    """
    person_id = require_person(actor)
    thread = load(ThreadPolicy(), actor, thread_id, Action.SUM_UP, lock=True)
    summary = ThreadSummary.objects.filter(thread=thread).first()
    before = summary.body if summary is not None else ""
    body = _validate_body(body)
    through = _resolve_through(thread, through)
    # Also on a retry after the response was lost, when the client does not know the version.
    if summary is not None and (body, through) == (before, summary.through):
        return summary
    check_version(summary, expected_version)
    known = set(summary.citations.values_list("message__number", flat=True)) if summary is not None else ()
    cited = load_cited_messages(thread, body, known)
    actor = check_disclosure(actor, {"/body": body}, [before], public=thread.is_public)
    summary = _save_version(
        summary or ThreadSummary(thread=thread, version=NO_VERSION),
        body=body,
        html=render_cited(body),
        through=through,
        written_by_id=person_id,
        mandate=get_mandate_in_group(actor, thread.group_id),
    )
    if before:
        invalidate_search_text(Thread.objects.filter(pk=thread.pk))
    SummaryCitation.objects.bulk_create(SummaryCitation(summary=summary, message=one) for one in cited)
    record(actor, SummaryWritten(**get_event_scope(thread)))
    return summary


@service(Action.SUM_UP, Action.SET_AUDIENCE)
def withdraw_summary(*, actor: Actor, thread_id: UUID, expected_version: int) -> None:
    """Withdraw the summary with its earlier versions. Idempotent.

    Raises NotFound, Forbidden, Stale.
    """
    person_id = require_person(actor)
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    check_thread_action(actor, get_removal_action(thread), thread)
    summary = ThreadSummary.objects.filter(thread=thread).first()
    # Checked before the version: this request may be a retry whose first response was lost.
    if summary is None or not (summary.body or summary.revisions.exists()):
        return
    check_version(summary, expected_version)
    summary.body = ""  # so that it is not stored as an earlier version
    SummaryRevision.objects.filter(summary=summary).delete()
    _save_version(summary, body="", html="", through=0, written_by_id=person_id, mandate=None)
    invalidate_search_text(Thread.objects.filter(pk=thread.pk))
    record(actor, SummaryWithdrawn(**get_event_scope(thread)))


def _validate_body(body: str) -> str:
    body = validate_text("/body", body, BODY_LENGTH)
    if mentions_in(body):
        raise Invalid.field(
            "/body", "mention_in_summary", _("You cannot mention people with @ in a summary.")
        )
    return body


def _resolve_through(thread: Thread, through: int | None) -> int:
    if through is not None and through > thread.message_count:
        raise Invalid.field("/through", "beyond_last", _("The thread has no message with this number yet."))
    return thread.message_count if through is None else through


def _save_version(summary: ThreadSummary, **said: Any) -> ThreadSummary:
    """Save the summary with new values and store the current ones as an earlier version."""
    if summary.body:
        names = ("version", "body", "through", "written_by_id", "mandate_id", "written_at")
        kept = {name: getattr(summary, name) for name in names}
        SummaryRevision.objects.create(summary=summary, **kept)
    for name, value in said.items():
        setattr(summary, name, value)
    summary.recipe, summary.written_at = RENDER_VERSION, now()
    save_new_version(summary, whole=True)
    SummaryCitation.objects.filter(summary=summary).delete()
    return summary
