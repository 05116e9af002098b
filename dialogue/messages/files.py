"""Files of this room: what a message brings is read by whoever reads the message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.messages.attachments import Brought
from dialogue.messages.models import MessageAttachment
from dialogue.messages.policies import MessagePolicy
from dialogue.threads.access import moderated_by
from dialogue.threads.access_log import KIND
from dialogue.threads.models import Visibility
from viche.files.registry import holder
from viche.files.selectors import own_files
from viche.kernel.actor import Actor
from viche.kernel.reads import Read

FACTS = ("name", "media_type", "size", "width", "height")


def brought(actor: Actor, asked: Sequence[Mapping[str, Any]]) -> list[Brought]:
    """What `actor` wants to attach, with what is known of it; nothing is asked of nothing."""
    known = own_files(actor, [one["file_id"] for one in asked]) if asked else {}
    return [
        Brought(**one, facts={fact: getattr(file, fact) for fact in FACTS}, is_held=file.is_held)
        if (file := known.get(one["file_id"])) is not None
        else Brought(**one)
        for one in asked
    ]


def seen(actor: Actor) -> Q:
    """The condition on files that messages bring which `actor` reads."""
    read = MessagePolicy().visible_to(actor).filter(_shown_to(actor))
    return _file_of(MessageAttachment.objects.filter(message__in=read))


def _shown_to(actor: Actor) -> Q:
    """The condition on messages that are not hidden, or not from `actor`, who wrote or moderates them."""
    return (
        Q(hidden_at=None) | Q(author=actor.person_id) | moderated_by(actor, "thread_id", "thread__group_id")
    )


def held() -> Q:
    """The same of any message at all."""
    return _file_of(MessageAttachment.objects.all())


def _file_of(attachments: QuerySet[MessageAttachment]) -> Q:
    return Q(Exists(attachments.filter(file_id=OuterRef("pk"))))


def reads(file_id: UUID) -> list[Read]:
    """The restricted thread whose message brings the file."""
    found = MessageAttachment.objects.filter(
        file_id=file_id, message__thread__visibility=Visibility.RESTRICTED
    )
    return [Read(KIND, pk) for pk in found.values_list("message__thread", flat=True)]


holder("dialogue.attachments", seen=seen, held=held, reads=reads)
