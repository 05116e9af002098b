"""Erasure of a person from decisions: the record stays under the pseudonym, own words go if they want it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from dialogue.decisions.models import Answer, ObjectionReply, Vote
from viche.kernel.actor import Actor
from viche.kernel.services import Reason, service

REMOVED = "—"
"""Stands where an objection or reply said something: that it was raised stays in the record."""


@service(Reason.SYSTEM)
def erase_words_in_decisions(*, actor: Actor, person_id: UUID) -> None:
    """Remove the reasons, objections and replies that a person wrote, or said by phone.

    Answers stay: they were counted.
    """
    own = Vote.objects.filter(Q(said_by=person_id) | Q(said_by=None, cast_by=person_id))
    own.update(reason="")
    own.filter(answer=Answer.OBJECT).update(harm=REMOVED, condition=REMOVED)
    ObjectionReply.objects.filter(author=person_id).update(text=REMOVED)
