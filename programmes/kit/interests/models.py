"""Declarations of interests of participants."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.models import Mandate
from programmes.kit.participants.models import Participant
from viche.kernel.clock import now
from viche.kernel.models import Identified


class TieOutcome(models.TextChoices):
    """What was decided about a tie: its participant stays, or steps aside."""

    STAYS = "stays", "stays"
    STEPS_ASIDE = "steps_aside", "steps aside"


class InterestDeclarationQuerySet(models.QuerySet["InterestDeclaration"]):
    """Declarations of interests."""

    def latest_of(self, participants: Iterable[Participant]) -> dict[UUID, InterestDeclaration]:
        """Return the declaration that counts of each participant that has one, in one query."""
        rows = self.filter(participant__in=[one.pk for one in participants])
        latest = rows.order_by("participant", "-id").distinct("participant")
        return {one.participant_id: one for one in latest}


class InterestDeclaration(Identified):
    """What a participant declared about their ties, and what was decided about one.

    Rows never change. Another declaration is another row, and so is a decision (`outcome`), which repeats the
    declaration that it is about; the latest row of a participant counts. `declared_through` is the mandate
    that spoke for the participant.
    """

    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, related_name="interest_declarations"
    )
    has_tie = models.BooleanField()
    words = models.TextField(blank=True, default="")
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    declared_through = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", db_index=False)
    declared_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=12, choices=TieOutcome.choices, blank=True, default="")
    outcome_reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = InterestDeclarationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(has_tie=False) | ~Q(words=""), name="programmes_interests_tie_in_words"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | Q(
                    outcome__in=TieOutcome.values,
                    has_tie=True,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="programmes_interests_outcome",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def is_undecided(self) -> bool:
        return self.has_tie and not self.outcome

    def __str__(self) -> str:
        return self.outcome or ("tie" if self.has_tie else "no tie")
