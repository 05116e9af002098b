"""Register message attachments with the file app: they may be read by the readers of their message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from dialogue.messages.attachments import NewAttachment
from dialogue.messages.models import MessageAttachment
from dialogue.messages.policies import MessagePolicy
from dialogue.threads.access import moderatable_q
from dialogue.threads.access_log import KIND
from dialogue.threads.models import Visibility
from viche.files.registry import register_holder
from viche.files.selectors import get_own_files
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor

FILE_FIELDS = ("name", "media_type", "size", "width", "height")


def load_new_attachments(actor: Actor, asked: Sequence[Mapping[str, Any]]) -> list[NewAttachment]:
    """Return the files that `actor` wants to attach, with their metadata; no query for none."""
    known = get_own_files(actor, [one["file_id"] for one in asked]) if asked else {}
    return [
        NewAttachment(**one, facts={fact: getattr(file, fact) for fact in FILE_FIELDS}, is_held=file.is_held)
        if (file := known.get(one["file_id"])) is not None
        else NewAttachment(**one)
        for one in asked
    ]


def load_new_attachment(actor: Actor, file_id: UUID) -> NewAttachment:
    """Return a file that `actor` wants to attach, with its metadata."""
    (found,) = load_new_attachments(actor, [{"file_id": file_id}])
    return found


def readable_files_q(actor: Actor) -> Q:
    """Return the condition on files attached to messages that `actor` may read."""
    read = MessagePolicy().visible_to(actor).filter(_shown_to_q(actor))
    return _file_q(MessageAttachment.objects.filter(message__in=read))


def _shown_to_q(actor: Actor) -> Q:
    """Return the condition on messages that are not hidden from `actor`.

    The author and moderators may read a hidden message.
    """
    return Q(hidden_at=None) | Q(author=actor.person_id) | moderatable_q(actor, "thread")


def attached_files_q() -> Q:
    """Return the condition on files attached to any message."""
    return _file_q(MessageAttachment.objects.all())


def _file_q(attachments: QuerySet[MessageAttachment]) -> Q:
    return Q(Exists(attachments.filter(file_id=OuterRef("pk"))))


def list_reads(file_id: UUID) -> list[Read]:
    """Return the log entries for reading a file: the restricted thread of its message."""
    found = MessageAttachment.objects.filter(
        file_id=file_id, message__thread__visibility=Visibility.RESTRICTED
    )
    return [Read(KIND, pk) for pk in found.values_list("message__thread", flat=True)]


register_holder("dialogue.attachments", seen=readable_files_q, held=attached_files_q, reads=list_reads)
