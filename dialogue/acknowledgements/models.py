"""Messages that everybody who reads their thread is asked to acknowledge."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dialogue.messages.models import Message
from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified


class MustRead(models.Model):
    """Whoever leads the thread asks its readers to acknowledge a message, by a day of the group's calendar or
    without one. Whom it asks is nowhere stored: all who read the thread at the time, but for the author.
    """

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.CASCADE, related_name="must_read"
    )
    due_on = models.DateField(null=True, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    marked_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.message_id)


class Acknowledgement(Identified):
    """Somebody knows what a message says; `version` is the wording that they had before them."""

    must_read = models.ForeignKey(
        MustRead, on_delete=models.CASCADE, related_name="acknowledgements", db_index=False
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now)
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["must_read", "person"], name="dialogue_acknowledgement_once")
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class MustReadReminder(DueRow):
    """The next time at which those are reminded who have not acknowledged a message."""

    must_read = models.ForeignKey(MustRead, on_delete=models.CASCADE, related_name="reminders")

    def __str__(self) -> str:
        return str(self.due_at)
