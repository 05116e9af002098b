"""Rounds: each sector at the table speaks once to one question."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from dialogue.messages.models import Message
from dialogue.threads.models import Thread
from groups.models import Mandate, Sector
from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified

QUESTION_LENGTH = 500


class Round(Identified):
    """Whoever leads the thread asks each sector for one message until `ends_at`. `sectors` are those that sat
    at the table as it began, in the order in which they are asked to speak. `ended_by` is empty where its
    time ran out.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="rounds", db_index=False)
    question = models.TextField()
    sectors = ArrayField(models.CharField(max_length=32, choices=Sector.choices))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("started_at")), name="dialogue_round_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False) | Q(ended_by=None), name="dialogue_round_ended_by"
            ),
            models.UniqueConstraint(
                fields=["thread"], condition=Q(ended_at=None), name="dialogue_round_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["thread", "started_at", "id"], name="dialogue_round_order")]

    def __str__(self) -> str:
        return str(self.started_at)

    @property
    def over_at(self) -> datetime | None:
        """When it was over, by whoever ended it or by its time; None while it runs."""
        return self.ended_at or (self.ends_at if self.ends_at <= now() else None)


class RoundTurn(Identified):
    """A sector has spoken, by this message. It stays so when the message is hidden, or taken back after
    the end; taken back before, it is no turn.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="turns", db_index=False)
    sector = models.CharField(max_length=32, choices=Sector.choices)
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="turn")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "sector"], name="dialogue_round_turn_once")]

    def __str__(self) -> str:
        return self.sector


class RoundEnd(DueRow):
    """When the time of a round runs out."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="ends")

    def __str__(self) -> str:
        return str(self.due_at)
