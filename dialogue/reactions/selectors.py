"""What is read about short answers to a message: who gave them, by name, when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.messages.models import Message, Support
from dialogue.reactions.models import Reaction
from groups.models import Mandate
from groups.selectors import voices_in
from viche.accounts.models import User


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody who supports a message or says something to it (`reaction`)."""

    reaction: str
    person: User
    mandate: Mandate | None
    at: datetime


def reactions_to(message: Message) -> list[Reacted]:
    """Supports first, then the others by kind, each in the order in which they came; none to a stone."""
    if message.is_silent:
        return []
    supports = Support.objects.filter(message=message).order_by("at", "id")
    rows: list[tuple[str, UUID, datetime]] = [("support", one.person_id, one.at) for one in supports]
    said = Reaction.objects.filter(message=message).order_by("kind", "at", "id")
    rows += [(one.kind, one.person_id, one.at) for one in said]
    group_id = message.thread.group_id
    people = {one.pk: (one, seat) for one, seat in voices_in(group_id, {pk for _kind, pk, _at in rows})}
    return [Reacted(kind, *people[pk], at) for kind, pk, at in rows]
