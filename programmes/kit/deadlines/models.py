"""Deadlines of dossiers, and the moments at which they are told."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from programmes.kit.dossiers.models import Dossier
from viche.kernel.models import DueRow, Identified


class DossierDeadline(Identified):
    """A deadline that a transition of a dossier began. The next transition ends it (`ended_at`).

    `name` is that of its declaration in the lifecycle. `rule_pack` is the pack by which `due_on` was counted;
    empty where the lifecycle gives the days itself. `reached_at`: the last day passed before it ended. Days
    are in the time zone of the group.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="deadlines")
    name = models.CharField(max_length=40)
    begun_on = models.DateField()
    due_on = models.DateField()
    rule_pack = models.CharField(max_length=40, blank=True, default="")
    reached_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("begun_on")), name="programmes_deadline_term"),
            models.UniqueConstraint(
                fields=["dossier", "name"], condition=Q(ended_at=None), name="programmes_deadline_once"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="fixed", fields=["dossier", "name", "begun_on", "due_on", "rule_pack"]),
        ]

    def __str__(self) -> str:
        return self.name


class DeadlineMoment(models.TextChoices):
    """When a deadline is told: three days before its last day, and on the day after it."""

    NEAR = "near", "near"
    REACHED = "reached", "reached"


class DeadlineNotice(DueRow):
    """A moment of a deadline, scheduled when the deadline begins."""

    deadline = models.ForeignKey(DossierDeadline, on_delete=models.PROTECT, related_name="notices")
    moment = models.CharField(max_length=8, choices=DeadlineMoment.choices)

    class Meta(DueRow.Meta):
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["deadline", "moment"], name="programmes_deadlinenotice_once"),
            models.CheckConstraint(
                condition=Q(moment__in=DeadlineMoment.values), name="programmes_deadlinenotice_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.moment
