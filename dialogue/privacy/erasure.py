"""Erasure of an author: their messages stay as the group's record, unless they want them deleted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dialogue.acknowledgements.models import MustRead
from dialogue.acknowledgements.reminders import lock_reminders
from dialogue.drafts.cleanup import redact_drafts
from dialogue.facilitation.models import FloorStep
from dialogue.messages.markdown import RENDER_VERSION, render
from dialogue.messages.mentions import list_names_used_for, rename_mentions
from dialogue.messages.models import (
    MAX_STORED_QUOTE_LENGTH,
    Message,
    MessageAttachment,
    MessageQuote,
    MessageRevision,
    Support,
)
from dialogue.messages.quotes import is_quoted_from, quote_whole, truncate_text
from dialogue.messages.selectors import mentions_person_q
from dialogue.moderation.models import Hiding, MessageReport, ModerationStep
from dialogue.reactions.models import Reaction
from dialogue.reading.models import ThreadAttention, ThreadReading
from dialogue.rounds.models import Round
from dialogue.rounds.selectors import release_round_turns
from dialogue.summary.models import Question, Statement, SummaryCitation, SummaryRevision, ThreadSummary
from dialogue.summary.selectors import rename_in_statements
from dialogue.threads.access import ANNOUNCED_Q
from dialogue.threads.announcements import record_announcement_changed, withdraw_and_redact_requests
from dialogue.threads.events import AuthorErased
from dialogue.threads.loaders import get_event_scope, invalidate_search_text
from dialogue.threads.models import Thread, ThreadAudience, ThreadStateChange
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.grants import close_audience_of
from groups.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def anonymise_author(*, actor: Actor, person_id: UUID, pseudonym: str, removes_messages: bool) -> None:
    """Delete a person's private data in dialogue and replace their name by the pseudonym.

    Read state, drafts and notification levels are deleted, and mentions use the pseudonym. With
    `removes_messages` their own messages become tombstones, which keep number and place, so that replies
    still have a parent. Support, reactions and acknowledgements stay under the pseudonym, since they are
    counted. Open reports and appeals stay open, without their text.
    """
    # Locked first, as everywhere: a concurrent quote, request or edit happens either before or after.
    threads = _lock_threads(person_id)
    ThreadReading.objects.filter(person=person_id).delete()
    ThreadAttention.objects.filter(person=person_id).delete()
    ThreadAudience.objects.filter(person=person_id).delete()
    reports = MessageReport.objects.filter(person=person_id)
    reports.exclude(answered_at=None, message__deleted_at=None).delete()
    reports.update(note="")
    Hiding.objects.filter(message__author=person_id).update(appeal="")
    close_audience_of(actor, Thread, person_id)
    if removes_messages:
        MessageRevision.objects.filter(message__author=person_id).delete()
        lock_reminders(must_read__message__author=person_id)
        MustRead.objects.filter(message__author=person_id).delete()
        MessageQuote.objects.filter(message__author=person_id).delete()
        MessageAttachment.objects.filter(message__author=person_id).delete()
        MessageQuote.objects.filter(source__author=person_id).update(text="")
        release_round_turns(Message.objects.filter(author=person_id))
        _remove_overview(person_id)
        Hiding.objects.filter(message__author=person_id).delete()
        MessageReport.objects.filter(message__author=person_id, answered_at=None).update(answered_at=now())
        Message.objects.filter(author=person_id, deleted_at=None).update(
            body="", html="", deleted_at=now(), hidden_at=None, version=F("version") + 1
        )
    _rename_in_mentions(person_id, pseudonym)
    invalidate_search_text(Thread.objects.filter(pk__in=[one.pk for one in threads]))
    redact_drafts(person_id, pseudonym, removes_messages=removes_messages)
    withdraw_and_redact_requests(actor, person_id)
    for thread in threads:
        record(actor, AuthorErased(person_id=person_id, **get_event_scope(thread)))
    for led in Thread.objects.filter(ANNOUNCED_Q, facilitator__person=person_id).order_by("pk"):
        record_announcement_changed(actor, led)  # the announcement names its facilitator


def _lock_threads(person_id: UUID) -> list[Thread]:
    """Lock the threads that concern a person, in a fixed order.

    While the locks are awaited, messages of the person may move to another thread: then all locks are
    released and taken again.
    """
    concerned = Thread.objects.filter(_concerned_q(person_id))
    while True:
        before = transaction.savepoint()
        threads = list(concerned.select_for_update(no_key=True).order_by("pk"))
        if not concerned.exclude(pk__in=[one.pk for one in threads]).exists():
            transaction.savepoint_commit(before)
            return threads
        transaction.savepoint_rollback(before)


def _remove_overview(person_id: UUID) -> None:
    """Delete the person's summaries, questions, answers and statements, but no one else's.

    Where another person answered a question of theirs, or gave a reason, an empty question stays.
    """
    SummaryRevision.objects.filter(written_by=person_id).delete()
    SummaryCitation.objects.filter(summary__written_by=person_id).delete()
    ThreadSummary.objects.filter(written_by=person_id).exclude(body="").update(
        body="", html="", through=0, version=F("version") + 1
    )
    Statement.objects.filter(source__author=person_id).update(text="", version=F("version") + 1)
    Statement.objects.filter(source=None, collected_by=person_id).delete()
    theirs = Question.objects.filter(Q(asked_by=person_id) | Q(settled_by=person_id))
    theirs.filter(settled_by=person_id).update(words="", version=F("version") + 1)
    theirs.filter(asked_by=person_id).update(text="", version=F("version") + 1)
    theirs.filter(text="", words="", answer=None).delete()


def _concerned_q(person_id: UUID) -> Q:
    """Return the condition on threads that contain anything about a person.

    These are threads in which they posted, acted or requested something, or that mention them.
    """
    spoke = Message.objects.filter(author=person_id).values("thread")
    named = Message.objects.filter(mentions_person_q(person_id)).values("thread")
    earlier = MessageRevision.objects.filter(mentions_person_q(person_id)).values("message__thread")
    supported = Support.objects.filter(person=person_id).values("message__thread")
    reacted = Reaction.objects.filter(person=person_id).values("message__thread")
    asked = MustRead.objects.filter(marked_by=person_id).values("message__thread")
    found = Q(pk__in=spoke) | Q(pk__in=named) | Q(pk__in=earlier)
    found |= Q(pk__in=Hiding.objects.filter(mentions_person_q(person_id)).values("message__thread"))
    found |= Q(pk__in=ModerationStep.objects.filter(person=person_id).values("thread"))
    found |= Q(pk__in=ThreadSummary.objects.filter(written_by=person_id).values("pk"))
    found |= Q(pk__in=SummaryRevision.objects.filter(written_by=person_id).values("summary"))
    found |= Q(
        pk__in=Question.objects.filter(Q(asked_by=person_id) | Q(settled_by=person_id)).values("thread")
    )
    floor = FloorStep.objects.filter(Q(person=person_id) | Q(successor__person=person_id))
    found |= Q(pk__in=floor.values("thread"))
    held = Round.objects.filter(Q(started_by=person_id) | Q(ended_by=person_id))
    found |= Q(pk__in=held.values("thread"))
    found |= Q(pk__in=Statement.objects.filter(collected_by=person_id).values("thread"))
    found |= Q(facilitator__in=Mandate.objects.filter(person=person_id))
    found |= Q(pk__in=ThreadStateChange.objects.filter(person=person_id).values("thread"))
    found |= Q(pk__in=ThreadMove.objects.filter(person=person_id).values("thread"))
    split = ThreadSplit.objects.filter(person=person_id)
    found |= Q(pk__in=split.values("thread")) | Q(pk__in=split.values("into"))
    merged = ThreadMerge.objects.filter(person=person_id)
    found |= Q(pk__in=merged.values("thread")) | Q(pk__in=merged.values("into"))
    return found | Q(pk__in=supported) | Q(pk__in=reacted) | Q(pk__in=asked)


def _rename_in_quotes(rows: Sequence[Message], person_id: UUID, name: str) -> None:
    """Rename a person in quotes of messages that mention them, or did in an earlier version."""
    bodies: dict[UUID, dict[int, str]] = {row.pk: {row.version: row.body} for row in rows}
    for revision in MessageRevision.objects.filter(message__in=bodies):
        bodies[revision.message_id][revision.version] = revision.body
    quotes = list(MessageQuote.objects.filter(source__in=bodies).exclude(text=""))
    for quote in quotes:
        quote.text = _rename_in_quote(quote, bodies[quote.source_id], person_id, name)
    MessageQuote.objects.bulk_update(quotes, ["text"], batch_size=500)


def _rename_in_quote(quote: MessageQuote, bodies: dict[int, str], person_id: UUID, name: str) -> str:
    """Return the quoted text with another name for a person.

    Where only a part of the name was quoted, it cannot be found, and the whole message is quoted.
    """
    after = {version: rename_mentions(body, person_id, name) for version, body in bodies.items()}
    names = [
        r"\s+".join(map(re.escape, one.split())) for one in list_names_used_for(person_id, *bodies.values())
    ]
    text = quote.text
    if names:
        either = "|".join(sorted(names, key=len, reverse=True))
        text = re.sub(rf"@(?:{either})(?!\w)", lambda _found: f"@{name}", text)
    # A truncated quote is compared by its beginning.
    if not is_quoted_from(text.removesuffix("…"), after.values()):
        return quote_whole(after.get(quote.version) or after[max(after)])
    return truncate_text(text, MAX_STORED_QUOTE_LENGTH)


def _rename_in_hidden(person_id: UUID, name: str, earlier: QuerySet[MessageRevision]) -> None:
    """Rename a person in hidden messages.

    Quotes of them are replaced by the whole text, since they are not shown meanwhile.
    """
    named = Hiding.objects.filter(mentions_person_q(person_id) | Q(message__in=earlier.values("message")))
    rows = list(named.select_for_update(of=("self",), no_key=True).order_by("pk"))
    bodies = [*earlier.values_list("body", flat=True), *(row.body for row in rows)]
    rename_in_statements([row.pk for row in rows], person_id, name, bodies)
    for row in rows:
        row.body = rename_mentions(row.body, person_id, name)
        MessageQuote.objects.filter(source=row.pk).update(text=quote_whole(row.body), version=row.version)
    Hiding.objects.bulk_update(rows, ["body"], batch_size=500)


def _rename_in_mentions(person_id: UUID, name: str) -> None:
    earlier = MessageRevision.objects.filter(mentions_person_q(person_id))
    _rename_in_hidden(person_id, name, earlier)
    shown = Message.objects.filter(hidden_at=None)
    named = shown.filter(mentions_person_q(person_id) | Q(pk__in=earlier.values("message")))
    # Locked, so that the messages are not edited or withdrawn meanwhile.
    rows = list(named.select_for_update(of=("self",), no_key=True).order_by("pk"))
    _rename_in_quotes(rows, person_id, name)
    bodies = [*earlier.values_list("body", flat=True), *(row.body for row in rows)]
    rename_in_statements([row.pk for row in rows], person_id, name, bodies)
    for row in rows:
        row.body = rename_mentions(row.body, person_id, name)
        row.html, row.recipe = render(row.body), RENDER_VERSION
    Message.objects.bulk_update(rows, ["body", "html", "recipe"], batch_size=500)
    kept = list(earlier)
    MessageRevision.objects.filter(pk__in=[one.pk for one in kept]).delete()  # rows cannot be updated
    for one in kept:
        one.body = rename_mentions(one.body, person_id, name)
    MessageRevision.objects.bulk_create(kept)
