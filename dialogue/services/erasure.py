"""Somebody who spoke is erased: what they said stays as the group's record, unless they want it gone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F, Q

from dialogue.events import AuthorErased
from dialogue.facts import place_of
from dialogue.markdown import RECIPE, render
from dialogue.mentions import renamed, words_for
from dialogue.models import (
    Message,
    MessageQuote,
    MessageRevision,
    MustRead,
    Reaction,
    Support,
    Thread,
    ThreadAttention,
    ThreadAudience,
    ThreadReading,
)
from dialogue.selectors import naming
from groups.grants import end_naming
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def erase_author(*, actor: Actor, person_id: UUID, pseudonym: str, removes_messages: bool) -> None:
    """Forget what a person has read and wants to be told of, and name them by their pseudonym where messages
    name them; make stones of their own messages if `removes_messages`.

    A stone keeps its number and its place, so that what answers it still hangs somewhere. Supports,
    reactions and acknowledgements stay: they count, under the pseudonym.
    """
    ThreadReading.objects.filter(person=person_id).delete()
    ThreadAttention.objects.filter(person=person_id).delete()
    ThreadAudience.objects.filter(person=person_id).delete()
    end_naming(actor, Thread, person_id)
    if removes_messages:
        MessageRevision.objects.filter(message__author=person_id).delete()
        MustRead.objects.filter(message__author=person_id).delete()
        MessageQuote.objects.filter(message__author=person_id).delete()
        MessageQuote.objects.filter(source__author=person_id).update(text="")
        Message.objects.filter(author=person_id, deleted_at=None).update(
            body="", html="", deleted_at=now(), version=F("version") + 1
        )
    named = _rename_in_mentions(person_id, pseudonym)
    supported = Support.objects.filter(person=person_id).values("message__thread")
    reacted = Reaction.objects.filter(person=person_id).values("message__thread")
    spoke = Q(pk__in=Message.objects.filter(author=person_id).values("thread"))
    spoke |= Q(pk__in=supported) | Q(pk__in=reacted)
    for thread in Thread.objects.filter(spoke | Q(pk__in=named)).order_by("pk"):
        record(actor, AuthorErased(person_id=person_id, **place_of(thread)))


def _rename_in_quotes(rows: Sequence[Message], person_id: UUID, name: str) -> None:
    """What is quoted of messages that name somebody, in the words by which they do or did."""
    bodies: dict[UUID, list[str]] = {row.pk: [row.body] for row in rows}
    for revision in MessageRevision.objects.filter(message__in=bodies):
        bodies[revision.message_id].append(revision.body)
    quotes = list(MessageQuote.objects.filter(source__in=bodies))
    for quote in quotes:
        for words in sorted(words_for(person_id, *bodies[quote.source_id]), key=len, reverse=True):
            quote.text = quote.text.replace(f"@{words}", f"@{name}")
    MessageQuote.objects.bulk_update(quotes, ["text"], batch_size=500)


def _rename_in_mentions(person_id: UUID, name: str) -> set[UUID]:
    """Returns the threads in which somebody is named."""
    earlier = MessageRevision.objects.filter(naming(person_id))
    named = Message.objects.filter(naming(person_id) | Q(pk__in=earlier.values("message")))
    # Held, so that nobody corrects or takes back meanwhile what is written here.
    rows = list(named.select_for_update(of=("self",), no_key=True).order_by("pk"))
    _rename_in_quotes(rows, person_id, name)
    for row in rows:
        row.body = renamed(row.body, person_id, name)
        row.html, row.recipe = render(row.body), RECIPE
    Message.objects.bulk_update(rows, ["body", "html", "recipe"], batch_size=500)
    kept = list(earlier)
    MessageRevision.objects.filter(pk__in=[one.pk for one in kept]).delete()  # nobody changes one
    for one in kept:
        one.body = renamed(one.body, person_id, name)
    MessageRevision.objects.bulk_create(kept)
    return {row.thread_id for row in rows}
