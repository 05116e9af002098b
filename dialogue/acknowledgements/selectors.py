"""What is read about messages that must be read: who is asked, who answered, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.acknowledgements.models import Acknowledgement, MustRead
from dialogue.messages.models import Message
from dialogue.messages.selectors import with_voices
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import people_reading
from groups.models import WORKING, Mandate
from groups.selectors import voices_in
from viche.accounts.models import User
from viche.kernel.actor import Actor

TITLE = ("title_uk", "title_en", "visibility")


def waiting_for(actor: Actor) -> QuerySet[Message]:
    """The messages that `actor` is asked to acknowledge and has not, with thread, group and voice: what must
    be acknowledged soonest comes first. In a group that rests or is over nothing waits.
    """
    if actor.person_id is None:
        return Message.objects.none()
    asked = Message.objects.filter(_asks(actor.person_id), thread__in=ThreadPolicy().listed_for(actor))
    working = asked.filter(thread__group__state__in=WORKING)
    group = ("name_uk", "name_en", "time_zone", "state")
    shown = with_voices(working, must_read=("due_on", "marked_at"), thread=TITLE, thread__group=group)
    return shown.order_by("must_read__due_on", "must_read__marked_at", "id")


def _asks(person_id: UUID) -> Q:
    """The condition on messages that a person, if they read them, is asked to acknowledge."""
    given = Acknowledgement.objects.filter(must_read=OuterRef("pk"), person=person_id)
    asked = Q(must_read__isnull=False, deleted_at=None, hidden_at=None)
    return asked & ~Q(author=person_id) & Q(~Exists(given))


def still_asked(actor: Actor, messages: Collection[UUID]) -> set[UUID]:
    """Those of some messages that `actor` is still asked to acknowledge, if they read them."""
    if actor.person_id is None:
        return set()
    asked = Message.objects.filter(_asks(actor.person_id), pk__in=messages)
    return set(asked.values_list("pk", flat=True))


def who_is_missing(message: Message) -> set[UUID]:
    """Who reads the thread of a message now, is asked to acknowledge it and has not."""
    rows = Acknowledgement.objects.filter(must_read=message.pk)
    return people_reading(message.thread) - {message.author_id} - set(rows.values_list("person", flat=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """Somebody who is asked to acknowledge a message, or was: who reads it no more is not asked any more."""

    person: User
    mandate: Mandate | None
    acknowledgement: Acknowledgement | None
    asked: bool


def answers_to(message: Message) -> list[Answer]:
    """Everybody who is asked, and everybody who acknowledged: first who has not, then in their order."""
    given = {row.person_id: row for row in Acknowledgement.objects.filter(must_read=message.pk)}
    asked = people_reading(message.thread) - {message.author_id} if _must_be_read(message) else set()
    people = [
        Answer(person, mandate, given.get(person.pk), person.pk in asked)
        for person, mandate in voices_in(message.thread.group_id, asked | given.keys())
    ]
    return sorted(people, key=lambda one: (one.acknowledgement is not None, _order(one)))


def _must_be_read(message: Message) -> bool:
    return MustRead.objects.filter(message=message.pk).exists()


def _order(one: Answer) -> tuple[str, str]:
    given = one.acknowledgement
    return (given.at.isoformat() if given is not None else "", str(one.person.pk))
