"""Selectors of support and reactions with the names of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.messages.models import Message, Support
from dialogue.reactions.models import Reaction
from groups.models import Mandate
from groups.selectors import load_people_with_mandates
from viche.accounts.models import User


@dataclass(frozen=True, slots=True)
class ReactionEntry:
    """A person who supports a message or reacted to it (`reaction`)."""

    reaction: str
    person: User
    mandate: Mandate | None
    at: datetime


def list_reactions(message: Message) -> list[ReactionEntry]:
    """List support first, then the reactions by kind, in their order; none of a tombstone."""
    if message.is_silent:
        return []
    supports = Support.objects.filter(message=message).order_by("at", "id")
    rows: list[tuple[str, UUID, datetime]] = [("support", one.person_id, one.at) for one in supports]
    said = Reaction.objects.filter(message=message).order_by("kind", "at", "id")
    rows += [(one.kind, one.person_id, one.at) for one in said]
    group_id = message.thread.group_id
    people = {
        one.pk: (one, seat)
        for one, seat in load_people_with_mandates(group_id, {pk for _kind, pk, _at in rows})
    }
    return [ReactionEntry(kind, *people[pk], at) for kind, pk, at in rows]
