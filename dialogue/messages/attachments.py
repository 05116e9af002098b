"""What a message brings with it: files that its author has uploaded, each told in words where it is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.messages.models import ALT_LENGTH, MOST_ATTACHMENTS, Message, MessageAttachment
from viche.kernel.errors import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file that is to be attached. `facts` is what the room of files tells of it (`name`, `media_type`,
    `size`, `width`, `height`), None unless the author has uploaded it; `is_held`: something has it already.
    """

    file_id: UUID
    alt: str = ""
    facts: dict[str, Any] | None = None
    is_held: bool = False


def attach(message: Message, brought: Sequence[Brought]) -> None:
    """Have a new message bring files. Raises Invalid for what its author did not upload, what belongs to
    something else, a picture without words, and more than ten.
    """
    if len(brought) > MOST_ATTACHMENTS:
        raise Invalid.field("/attachments", "max_length", _("Attach at most ten files."))
    taken = set(MessageAttachment.objects.filter(pk__in=_ids(brought)).values_list("pk", flat=True))
    attached = []
    for nth, one in enumerate(brought):
        attached.append(_told(f"/attachments/{nth}", one, is_held=one.is_held or one.file_id in taken))
        taken.add(one.file_id)
    message.brings = attached


def _told(pointer: str, one: Brought, *, is_held: bool) -> dict[str, Any]:
    if one.facts is None:
        raise Invalid.field(f"{pointer}/file_id", "unknown", _("Upload the file first."))
    if is_held:
        raise Invalid.field(
            f"{pointer}/file_id", "held", _("This file is attached already. Upload it again.")
        )
    is_picture = one.facts["media_type"].startswith("image/")
    alt = checked_text(f"{pointer}/alt", one.alt, ALT_LENGTH, required=is_picture)
    return {"file_id": one.file_id, **one.facts, "alt": alt}


def words_with(brought: Sequence[Brought]) -> dict[str, str]:
    """What is read of files, by the pointers of their fields: what is said of each, and its name."""
    words: dict[str, str] = {}
    for nth, one in enumerate(brought):
        name = one.facts["name"] if one.facts is not None else ""
        words |= {f"/attachments/{nth}/alt": one.alt, f"/attachments/{nth}/file_id": name}
    return words


def attachments_of(message: Message) -> list[MessageAttachment]:
    """The rows of what a new message brings."""
    return [
        MessageAttachment(message=message, position=nth, **told) for nth, told in enumerate(message.brings)
    ]


def same_attachments(message: Message, brought: Sequence[Brought]) -> bool:
    """Whether a message that was stored brings what was sent again."""
    known = MessageAttachment.objects.filter(message=message).order_by("position")
    return list(known.values_list("pk", flat=True)) == _ids(brought)


def _ids(brought: Sequence[Brought]) -> list[UUID]:
    return [one.file_id for one in brought]
