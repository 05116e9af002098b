"""Deadlines of threads: their opening and closing days."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dialogue.threads.models import Thread
from viche.kernel.models import DueRow


class ThreadTerm(DueRow):
    """The next moment when a day of a thread is acted upon.

    A draft is opened, or people are notified of the last day. `set_by` set the day on which a draft opens.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="terms")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )

    def __str__(self) -> str:
        return str(self.due_at)
