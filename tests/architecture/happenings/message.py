"""What may happen in generated worlds: messages."""

from __future__ import annotations

from dialogue.models import Message, MessageAttachment
from tests.architecture.happenings.town import Facts, Town
from viche.files.models import StoredFile


def _attachment(town: Town, number: int, who: int, _how: int) -> None:
    """A file that a message brings."""
    content: Facts = {"media_type": "text/plain", "size": 1, "name": "план.txt"}
    file = StoredFile.objects.create(uploaded_by=town.person(who), sha256="0" * 64, **content)
    message = town.of(Message, number)
    MessageAttachment.objects.filter(message=message).delete()
    MessageAttachment.objects.create(message=message, position=0, file_id=file.pk, **content)


HAPPENINGS = (_attachment,)
