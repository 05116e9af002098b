"""Somebody who spoke is erased: what they said stays as the group's record, unless they want it gone."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q

from dialogue.events import AuthorErased
from dialogue.facts import place_of
from dialogue.models import Message, MessageRevision, Support, Thread, ThreadAudience, ThreadReading
from groups.grants import end_naming
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def erase_author(*, actor: Actor, person_id: UUID, removes_messages: bool) -> None:
    """Forget what a person has read; make stones of their messages, without earlier wordings, if
    `removes_messages`.

    A stone keeps its number and its place, so that what answers it still hangs somewhere. Supports stay: they
    count, under the pseudonym.
    """
    ThreadReading.objects.filter(person=person_id).delete()
    ThreadAudience.objects.filter(person=person_id).delete()
    end_naming(actor, Thread, person_id)
    if removes_messages:
        MessageRevision.objects.filter(message__author=person_id).delete()
        Message.objects.filter(author=person_id, deleted_at=None).update(
            body="", html="", deleted_at=now(), version=F("version") + 1
        )
    supported = Support.objects.filter(person=person_id).values("message__thread")
    spoke = Q(pk__in=Message.objects.filter(author=person_id).values("thread")) | Q(pk__in=supported)
    for thread in Thread.objects.filter(spoke).order_by("pk"):
        record(actor, AuthorErased(person_id=person_id, **place_of(thread)))
