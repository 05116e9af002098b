"""What a group agreed about its decisions and meetings."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from groups.models import InitiativeGroup, Sector
from viche.kernel.models import Versioned


class Silence(models.TextChoices):
    """What the silence of a sector that was asked counts as."""

    ABSENT = "absent", pgettext_lazy("silence", "Absent")
    CONSENT = "consent", pgettext_lazy("silence", "Consent of the sector")


def build_sectors_field() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.CharField(max_length=20, choices=Sector.choices), default=list, blank=True)


class Charter(Versioned):
    """The rules of a group. A group without a row has the defaults.

    `present_sectors` must answer or be present, or there is no quorum; `asked_sectors` must at least have
    been asked by name. The number of heads is `InitiativeGroup.quorum`.
    """

    group = models.OneToOneField(
        InitiativeGroup, primary_key=True, on_delete=models.PROTECT, related_name="decision_charter"
    )
    present_sectors = build_sectors_field()
    asked_sectors = build_sectors_field()
    silence = models.CharField(max_length=16, choices=Silence.choices, default=Silence.ABSENT)
    notice_days = models.PositiveSmallIntegerField(default=7)
    remarks_days = models.PositiveSmallIntegerField(default=5)
    paper_binds = models.BooleanField(default=False)
    publishes_minutes = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(silence__in=Silence.values), name="dialogue_charter_silence")
        ]

    def __str__(self) -> str:
        return str(self.group_id)
