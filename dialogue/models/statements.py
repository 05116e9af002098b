"""The statements that who leads a thread has collected from its talk."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from dialogue.models.messages import Message
from dialogue.models.threads import Thread
from groups.models import Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned

STATEMENT_LENGTH = 280


class Statement(Identified, Versioned):
    """What somebody thinks, in a sentence that stands by itself. `source` is the message of which it is the
    point; one that was taken back leaves no `text`.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="statements", db_index=False)
    text = models.TextField(blank=True)
    source = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="statements"
    )
    collected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    collected_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "source"],
                condition=Q(source__isnull=False),
                name="dialogue_statement_once",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), 2 * STATEMENT_LENGTH),
                name="dialogue_statement_length",
            ),
        ]
        indexes = [models.Index(fields=["thread", "collected_at", "id"], name="dialogue_statement_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_silent(self) -> bool:
        """Whether nothing of it is shown, since nobody reads its message any more."""
        return self.source is not None and self.source.is_silent
