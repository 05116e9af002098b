"""Must-read requests, acknowledgements and reminders."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dialogue.messages.models import Message
from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified


class MustRead(models.Model):
    """A facilitator asks the readers of a thread to acknowledge a message.

    `due_on` is a day in the group's calendar, or None. The people asked are not stored: they are all who may
    read the thread at the time, except the author.
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
    """A person acknowledged a message in this `version`."""

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
    """The next time at which people who have not acknowledged a message are reminded."""

    must_read = models.ForeignKey(MustRead, on_delete=models.CASCADE, related_name="reminders")

    def __str__(self) -> str:
        return str(self.due_at)
