"""Attachments of messages: files that the author has uploaded, with alternative texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.messages.models import ALT_LENGTH, MAX_ATTACHMENTS, Message, MessageAttachment
from viche.kernel.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttachment:
    """A file to attach.

    `facts` are its metadata (`name`, `media_type`, `size`, `width`, `height`), None unless the author has
    uploaded it; `is_held`: it is attached to something already.
    """

    file_id: UUID
    alt: str = ""
    facts: dict[str, Any] | None = None
    is_held: bool = False


def attach_files(message: Message, brought: Sequence[NewAttachment]) -> None:
    """Attach files to a new message.

    Raises Invalid for a file that the author did not upload or that is attached elsewhere, for a picture
    without alternative text, and for more than ten files.
    """
    if len(brought) > MAX_ATTACHMENTS:
        raise Invalid.field("/attachments", "max_length", _("Attach at most ten files."))
    taken = set(MessageAttachment.objects.filter(pk__in=_file_ids(brought)).values_list("pk", flat=True))
    attached = []
    for nth, one in enumerate(brought):
        attached.append(_validate_attachment(f"/attachments/{nth}", one, is_held=one.file_id in taken))
        taken.add(one.file_id)
    message.brings = attached


def _validate_attachment(pointer: str, one: NewAttachment, *, is_held: bool) -> dict[str, Any]:
    facts = get_new_facts(f"{pointer}/file_id", one, is_held=is_held)
    is_picture = facts["media_type"].startswith("image/")
    alt = validate_text(f"{pointer}/alt", one.alt, ALT_LENGTH, required=is_picture)
    return {"file_id": one.file_id, **facts, "alt": alt}


def get_new_facts(pointer: str, one: NewAttachment, *, is_held: bool = False) -> dict[str, Any]:
    """Return the metadata of a file to attach. Raises Invalid for one that is not theirs, or is attached."""
    if one.facts is None:
        raise Invalid.field(pointer, "unknown", _("Upload the file first."))
    if one.is_held or is_held:
        raise Invalid.field(pointer, "held", _("This file is attached already. Upload it again."))
    return one.facts


def list_attachment_texts(brought: Sequence[NewAttachment]) -> dict[str, str]:
    """Return the texts of the files, alternative text and name, by the pointers of their fields."""
    words: dict[str, str] = {}
    for nth, one in enumerate(brought):
        name = one.facts["name"] if one.facts is not None else ""
        words |= {f"/attachments/{nth}/alt": one.alt, f"/attachments/{nth}/file_id": name}
    return words


def attachments_of(message: Message) -> list[MessageAttachment]:
    """Return the unsaved rows of a new message's attachments."""
    return [
        MessageAttachment(message=message, position=nth, **told) for nth, told in enumerate(message.brings)
    ]


def has_same_attachments(message: Message, brought: Sequence[NewAttachment]) -> bool:
    """Return whether a stored message has the same attachments as one that was sent again."""
    known = MessageAttachment.objects.filter(message=message).order_by("position")
    return list(known.values_list("pk", flat=True)) == _file_ids(brought)


def _file_ids(brought: Sequence[NewAttachment]) -> list[UUID]:
    return [one.file_id for one in brought]
