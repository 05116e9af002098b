"""Somebody who spoke is erased: what they said stays as the group's record, unless they want it gone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from dialogue.acknowledgements.models import MustRead
from dialogue.acknowledgements.reminders import hold_reminders
from dialogue.drafts.cleanup import forget_in_drafts
from dialogue.facilitation.models import FloorStep
from dialogue.messages.markdown import RECIPE, render
from dialogue.messages.mentions import renamed, words_for
from dialogue.messages.models import (
    QUOTE_ROOM,
    Message,
    MessageAttachment,
    MessageQuote,
    MessageRevision,
    Support,
)
from dialogue.messages.quotes import shortened, stands_in, whole
from dialogue.messages.selectors import naming
from dialogue.moderation.models import Hiding, MessageReport, ModerationStep
from dialogue.reactions.models import Reaction
from dialogue.reading.models import ThreadAttention, ThreadReading
from dialogue.rounds.models import Round
from dialogue.rounds.selectors import free_turns
from dialogue.summary.models import Question, Statement, SummaryCitation, SummaryRevision, ThreadSummary
from dialogue.summary.selectors import rename_in_statements
from dialogue.threads.access import ANNOUNCED
from dialogue.threads.announcements import forget_asking, tell_group
from dialogue.threads.events import AuthorErased
from dialogue.threads.loaders import place_of, words_go
from dialogue.threads.models import Thread, ThreadAudience, ThreadStateChange
from dialogue.transfer.models import ThreadMerge, ThreadMove, ThreadSplit
from groups.grants import end_naming
from groups.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def erase_author(*, actor: Actor, person_id: UUID, pseudonym: str, removes_messages: bool) -> None:
    """Forget what a person has read, has begun to write and wants to be told of, and name them by their
    pseudonym where messages name them; make stones of their own messages if `removes_messages`.

    A stone keeps its number and its place, so that what answers it still hangs somewhere. Supports,
    reactions and acknowledgements stay: they count, under the pseudonym. Reports and appeals that wait for an
    answer wait on, without what they said.
    """
    # Held first, as everywhere: who quotes, asks or corrects meanwhile does so before or after.
    threads = _held(person_id)
    ThreadReading.objects.filter(person=person_id).delete()
    ThreadAttention.objects.filter(person=person_id).delete()
    ThreadAudience.objects.filter(person=person_id).delete()
    reports = MessageReport.objects.filter(person=person_id)
    reports.exclude(answered_at=None, message__deleted_at=None).delete()
    reports.update(note="")
    Hiding.objects.filter(message__author=person_id).update(appeal="")
    end_naming(actor, Thread, person_id)
    if removes_messages:
        MessageRevision.objects.filter(message__author=person_id).delete()
        hold_reminders(must_read__message__author=person_id)
        MustRead.objects.filter(message__author=person_id).delete()
        MessageQuote.objects.filter(message__author=person_id).delete()
        MessageAttachment.objects.filter(message__author=person_id).delete()
        MessageQuote.objects.filter(source__author=person_id).update(text="")
        free_turns(Message.objects.filter(author=person_id))
        _remove_gist(person_id)
        Hiding.objects.filter(message__author=person_id).delete()
        MessageReport.objects.filter(message__author=person_id, answered_at=None).update(answered_at=now())
        Message.objects.filter(author=person_id, deleted_at=None).update(
            body="", html="", deleted_at=now(), hidden_at=None, version=F("version") + 1
        )
    _rename_in_mentions(person_id, pseudonym)
    words_go(Thread.objects.filter(pk__in=[one.pk for one in threads]))
    forget_in_drafts(person_id, pseudonym, removes_messages=removes_messages)
    forget_asking(actor, person_id)
    for thread in threads:
        record(actor, AuthorErased(person_id=person_id, **place_of(thread)))
    for led in Thread.objects.filter(ANNOUNCED, facilitator__person=person_id).order_by("pk"):
        tell_group(actor, led)  # it says who leads it


def _held(person_id: UUID) -> list[Thread]:
    """The threads that tell anything of somebody, held in one order. While that is waited for, what they said
    may go on in another one: then none is held any more, and all are held anew.
    """
    concerned = Thread.objects.filter(_concern(person_id))
    while True:
        before = transaction.savepoint()
        threads = list(concerned.select_for_update(no_key=True).order_by("pk"))
        if not concerned.exclude(pk__in=[one.pk for one in threads]).exists():
            transaction.savepoint_commit(before)
            return threads
        transaction.savepoint_rollback(before)


def _remove_gist(person_id: UUID) -> None:
    """What somebody summed up, asked and answered in short goes with what they said, nothing of others: where
    one of them answered a question, or gave a reason, a stone stays in its place.
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


def _concern(person_id: UUID) -> Q:
    """The condition on threads that tell anything of somebody: what they said, did to a message or asked for,
    or who names them.
    """
    spoke = Message.objects.filter(author=person_id).values("thread")
    named = Message.objects.filter(naming(person_id)).values("thread")
    earlier = MessageRevision.objects.filter(naming(person_id)).values("message__thread")
    supported = Support.objects.filter(person=person_id).values("message__thread")
    reacted = Reaction.objects.filter(person=person_id).values("message__thread")
    asked = MustRead.objects.filter(marked_by=person_id).values("message__thread")
    found = Q(pk__in=spoke) | Q(pk__in=named) | Q(pk__in=earlier)
    found |= Q(pk__in=Hiding.objects.filter(naming(person_id)).values("message__thread"))
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
    """What is quoted of messages that name somebody, in the words by which they do or did."""
    bodies: dict[UUID, dict[int, str]] = {row.pk: {row.version: row.body} for row in rows}
    for revision in MessageRevision.objects.filter(message__in=bodies):
        bodies[revision.message_id][revision.version] = revision.body
    quotes = list(MessageQuote.objects.filter(source__in=bodies).exclude(text=""))
    for quote in quotes:
        quote.text = _quoted_anew(quote, bodies[quote.source_id], person_id, name)
    MessageQuote.objects.bulk_update(quotes, ["text"], batch_size=500)


def _quoted_anew(quote: MessageQuote, bodies: dict[int, str], person_id: UUID, name: str) -> str:
    """What is quoted with another name for a person; all of the message, where only a part of the name was
    chosen: nobody can tell any more which.
    """
    after = {version: renamed(body, person_id, name) for version, body in bodies.items()}
    names = [r"\s+".join(map(re.escape, one.split())) for one in words_for(person_id, *bodies.values())]
    text = quote.text
    if names:
        either = "|".join(sorted(names, key=len, reverse=True))
        text = re.sub(rf"@(?:{either})(?!\w)", lambda _found: f"@{name}", text)
    # Where there was no room for all of it, it is the beginning.
    if not stands_in(text.removesuffix("…"), after.values()):
        return whole(after.get(quote.version) or after[max(after)])
    return shortened(text, QUOTE_ROOM)


def _rename_in_hidden(person_id: UUID, name: str, earlier: QuerySet[MessageRevision]) -> None:
    """Of hidden messages that name somebody, or did, all is quoted anew: nobody sees it meanwhile."""
    named = Hiding.objects.filter(naming(person_id) | Q(message__in=earlier.values("message")))
    rows = list(named.select_for_update(of=("self",), no_key=True).order_by("pk"))
    bodies = [*earlier.values_list("body", flat=True), *(row.body for row in rows)]
    rename_in_statements([row.pk for row in rows], person_id, name, bodies)
    for row in rows:
        row.body = renamed(row.body, person_id, name)
        MessageQuote.objects.filter(source=row.pk).update(text=whole(row.body), version=row.version)
    Hiding.objects.bulk_update(rows, ["body"], batch_size=500)


def _rename_in_mentions(person_id: UUID, name: str) -> None:
    earlier = MessageRevision.objects.filter(naming(person_id))
    _rename_in_hidden(person_id, name, earlier)
    shown = Message.objects.filter(hidden_at=None)
    named = shown.filter(naming(person_id) | Q(pk__in=earlier.values("message")))
    # Held, so that nobody corrects or takes back meanwhile what is written here.
    rows = list(named.select_for_update(of=("self",), no_key=True).order_by("pk"))
    _rename_in_quotes(rows, person_id, name)
    bodies = [*earlier.values_list("body", flat=True), *(row.body for row in rows)]
    rename_in_statements([row.pk for row in rows], person_id, name, bodies)
    for row in rows:
        row.body = renamed(row.body, person_id, name)
        row.html, row.recipe = render(row.body), RECIPE
    Message.objects.bulk_update(rows, ["body", "html", "recipe"], batch_size=500)
    kept = list(earlier)
    MessageRevision.objects.filter(pk__in=[one.pk for one in kept]).delete()  # nobody changes one
    for one in kept:
        one.body = renamed(one.body, person_id, name)
    MessageRevision.objects.bulk_create(kept)
