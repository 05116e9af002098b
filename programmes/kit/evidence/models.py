"""Evidence in dossiers."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from programmes.kit.dossiers.models import Dossier
from tasks.evidence.models import AbstractEvidence

PRESENT = Q(withdrawn_at=None, hidden_at=None)
"""The condition on evidence that is neither withdrawn nor hidden. Agrees with `is_present`."""


class DossierEvidence(AbstractEvidence):
    """Evidence of a dossier, or of the child `subject_id` of kind `subject_kind` that it holds.

    It is read by whoever reads the dossier. `number` counts from 1 within the dossier. `hidden_remark` says
    why it was hidden, `hidden_by_officer` that it was the data protection officer: its content stays in the
    row and is shown to nobody.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    hidden_remark = models.TextField(blank=True, default="")
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_by_officer = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        constraints = [
            *AbstractEvidence.Meta.constraints,
            models.UniqueConstraint(fields=["dossier", "number"], name="programmes_evidence_number"),
            models.CheckConstraint(
                condition=Q(added_by__isnull=False), name="programmes_evidence_added_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_remark="", hidden_by_officer=False)
                | (
                    Q(hidden_at__isnull=False, hidden_by__isnull=False, withdrawn_at=None)
                    & ~Q(hidden_remark="")
                ),
                name="programmes_evidence_hidden",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "number"], name="programmes_evidence_of_subject"),
            models.Index(
                fields=["file_id"], condition=Q(file_id__isnull=False), name="programmes_evidence_file"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="fixed",
                fields=["dossier", "subject_kind", "subject_id", "number", "added_by", "added_at"],
            ),
        ]

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None
