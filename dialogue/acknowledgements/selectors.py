"""Selectors of must-read messages: people asked, people who acknowledged, and pending messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.acknowledgements.models import Acknowledgement, MustRead
from dialogue.messages.models import Message
from dialogue.messages.selectors import list_notifiable_messages, select_authors
from dialogue.threads.policies import ThreadPolicy
from dialogue.threads.selectors import list_reader_ids
from groups.models import WORKING_STATES, Mandate
from groups.selectors import load_people_with_mandates
from viche.accounts.models import User
from viche.kernel.actor import Actor

THREAD_COLUMNS = ("title_uk", "title_en", "visibility")


def list_pending_acknowledgements(actor: Actor) -> QuerySet[Message]:
    """Return the messages that `actor` still has to acknowledge, the most urgent first.

    Loads the thread, its group and the author. Nothing is pending in a group that is not working.
    """
    if actor.person_id is None:
        return Message.objects.none()
    asked = Message.objects.filter(_asked_q(actor.person_id), thread__in=ThreadPolicy().listed_for(actor))
    working = asked.filter(thread__group__state__in=WORKING_STATES)
    group = ("name_uk", "name_en", "time_zone", "state")
    shown = select_authors(
        working, must_read=("due_on", "marked_at"), thread=THREAD_COLUMNS, thread__group=group
    )
    return shown.order_by("must_read__due_on", "must_read__marked_at", "id")


def _asked_q(person_id: UUID) -> Q:
    """Return the condition on must-read messages that a person has not acknowledged.

    The person must be a reader of the thread: the caller checks that. Own, deleted and hidden messages do not
    count.
    """
    given = Acknowledgement.objects.filter(must_read=OuterRef("pk"), person=person_id)
    asked = Q(must_read__isnull=False, deleted_at=None, hidden_at=None)
    return asked & ~Q(author=person_id) & Q(~Exists(given))


def list_pending_acknowledger_ids(message: Message) -> set[UUID]:
    """Return the ids of present readers of the thread who still have to acknowledge the message."""
    rows = Acknowledgement.objects.filter(must_read=message.pk)
    return list_reader_ids(message.thread) - {message.author_id} - set(rows.values_list("person", flat=True))


@dataclass(frozen=True, slots=True)
class AcknowledgementState:
    """A person who is or was asked to acknowledge a message, and their acknowledgement.

    A person who may no longer read the thread is no longer asked.
    """

    person: User
    mandate: Mandate | None
    acknowledgement: Acknowledgement | None
    asked: bool


def list_acknowledgement_states(message: Message) -> list[AcknowledgementState]:
    """Return everyone who is asked or has acknowledged: pending ones first, then by time."""
    given = {row.person_id: row for row in Acknowledgement.objects.filter(must_read=message.pk)}
    asked = list_reader_ids(message.thread) - {message.author_id} if _is_must_read(message) else set()
    people = [
        AcknowledgementState(person, mandate, given.get(person.pk), person.pk in asked)
        for person, mandate in load_people_with_mandates(message.thread.group_id, asked | given.keys())
    ]
    return sorted(people, key=lambda one: (one.acknowledgement is not None, _get_sort_key(one)))


def _is_must_read(message: Message) -> bool:
    return MustRead.objects.filter(message=message.pk).exists()


def _get_sort_key(one: AcknowledgementState) -> tuple[str, str]:
    given = one.acknowledgement
    return (given.at.isoformat() if given is not None else "", str(one.person.pk))


def list_still_asked_messages(actor: Actor, ids: Collection[UUID]) -> QuerySet[Message]:
    """Return the visible messages among `ids` that `actor`, as a reader, still has to acknowledge."""
    if actor.person_id is None:
        return Message.objects.none()
    asked = list_notifiable_messages(actor, ids).filter(_asked_q(actor.person_id))
    return asked.select_related("must_read", "thread__group")
