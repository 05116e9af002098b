"""Rounds: each sector posts one message about one question."""

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
    """A facilitator asks each sector for one message until `ends_at`.

    `sectors` are those with seats when the round started, in the order of their turns. `ended_by` is None
    where its time ran out.
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
        """When it ended, by a facilitator or because its time ran out; None while it is active."""
        return self.ended_at or (self.ends_at if self.ends_at <= now() else None)


class RoundTurn(Identified):
    """The message by which a sector took its turn.

    The turn stays when the message is hidden, or withdrawn after the end; when it is withdrawn before, the
    sector may speak again.
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
