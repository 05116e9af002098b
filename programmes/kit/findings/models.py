"""Findings of dossiers."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from groups.models import Mandate
from programmes.kit.dossiers.models import Dossier
from programmes.kit.risk import MATRICES, RiskRating
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned

RATED = Q(likelihood__range=(1, 5), impact__range=(1, 5)) & ~Q(matrix="")


class Finding(Identified, Versioned):
    """What was found out in the work on a dossier. Its rights are those of the dossier.

    A finding has evidence or is a draft; drafts alone can be removed. `number` counts from 1 within the
    dossier. `matrix` is the version of the matrix by which it was rated. `may_be_published`: it may stand in
    a published edition. `evidence_count` is denormalised.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="findings", db_index=False)
    number = models.PositiveIntegerField()
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    text_uk = models.TextField(blank=True, default="")
    text_en = models.TextField(blank=True, default="")
    likelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    impact = models.PositiveSmallIntegerField(null=True, blank=True)
    matrix = models.CharField(max_length=20, blank=True, default="")
    may_be_published = models.BooleanField(default=False)
    evidence_count = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="programmes_finding_number"),
            models.CheckConstraint(condition=~Q(title_uk=""), name="programmes_finding_has_a_title"),
            models.CheckConstraint(
                condition=RATED | Q(likelihood=None, impact=None, matrix=""), name="programmes_finding_rating"
            ),
            models.CheckConstraint(condition=Q(matrix__in=["", *MATRICES]), name="programmes_finding_matrix"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="keep", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__evidence_count__gt=0)
            ),
            pgtrigger.ReadOnly(name="fixed", fields=["dossier", "number", "recorded_by", "recorded_at"]),
        ]

    def __str__(self) -> str:
        return self.title_uk

    @property
    def is_draft(self) -> bool:
        return self.evidence_count == 0

    @property
    def rating(self) -> RiskRating | None:
        if self.likelihood is None or self.impact is None:
            return None
        return RiskRating(self.likelihood, self.impact, self.matrix)
