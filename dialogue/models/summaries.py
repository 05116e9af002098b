"""What the talk of a thread comes to so far."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from dialogue.models.messages import BODY_LENGTH, Message
from dialogue.models.threads import Thread
from groups.models import Mandate
from viche.kernel.models import Identified, Versioned


class ThreadSummary(Versioned):
    """The summary of a thread, written anew as often as the talk goes on. One that was taken back has no
    `body`, and its `version` goes on.

    `through` is the number of the last message that it takes in. `html` is `body` rendered by the recipe
    named in `recipe` (`dialogue.citing`).
    """

    thread = models.OneToOneField(
        Thread, primary_key=True, on_delete=models.PROTECT, related_name="summary", db_index=False
    )
    body = models.TextField(blank=True)
    html = models.TextField(blank=True)
    recipe = models.CharField(max_length=40)
    through = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), BODY_LENGTH), name="dialogue_summary_length"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SummaryRevision(Identified):
    """What the summary of a thread said in an earlier `version`. Whoever reads the thread may read it; it
    goes when the summary is taken back.
    """

    summary = models.ForeignKey(
        ThreadSummary, on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    version = models.PositiveIntegerField()
    body = models.TextField()
    through = models.PositiveIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "version"], name="dialogue_summary_revision_once")
        ]
        triggers = [pgtrigger.Protect(name="said_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.version)


class SummaryCitation(Identified):
    """A summary, as it reads now, cites a message of its thread."""

    summary = models.ForeignKey(
        ThreadSummary, on_delete=models.CASCADE, related_name="citations", db_index=False
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="citations")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["summary", "message"], name="dialogue_summary_citation_once")
        ]

    def __str__(self) -> str:
        return str(self.message_id)
