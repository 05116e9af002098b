"""Files that a message brings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dialogue.models.messages import Message

MOST_ATTACHMENTS = 10
ALT_LENGTH = 300
"""Characters that say what is in a file to whoever cannot see or hear it."""


class MessageAttachment(models.Model):
    """A stored file that belongs to one message; `position` counts from 0. What is told of the file is kept
    here, since it never changes: `size` in bytes, `width` and `height` in pixels (of pictures alone).

    Who reads the message reads the file through `dialogue.files`.
    """

    file_id = models.UUIDField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=ALT_LENGTH, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="dialogue_attachment_position"),
            models.CheckConstraint(
                condition=Q(position__lt=MOST_ATTACHMENTS), name="dialogue_attachments_are_few"
            ),
            models.CheckConstraint(
                condition=~Q(media_type__startswith="image/") | ~Q(alt=""),
                name="dialogue_attachment_picture_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name
