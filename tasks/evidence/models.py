"""Evidence that the work was done."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import Mandate
from tasks.external_assignees.models import ActionLink
from tasks.items.models import PROTECT_FROM_DELETION, ActionItem, Criterion
from viche.kernel.clock import now
from viche.kernel.models import Identified


class EvidenceKind(models.TextChoices):
    """Kinds of evidence. `indicator`: a measured value, given in the note."""

    FILE = "file", _("File")
    PHOTO = "photo", _("Photo")
    LINK = "link", _("Link")
    INDICATOR = "indicator", _("Indicator")
    DOCUMENT = "document", _("Document")


class AbstractEvidence(Identified):
    """Fields of a piece of evidence, whatever it belongs to. Rows are added and never changed.

    `number` counts from 1 within what it belongs to. `file_id` refers to a stored file.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="")
    file_id = models.UUIDField(null=True, blank=True)
    url = models.URLField(max_length=1000, blank=True, default="")
    added_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="%(app_label)s_%(class)s_kind"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="%(app_label)s_%(class)s_has_a_title"),
            models.CheckConstraint(
                condition=~Q(kind__in=[EvidenceKind.FILE, EvidenceKind.PHOTO]) | Q(file_id__isnull=False),
                name="%(app_label)s_%(class)s_holds_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.LINK) | Q(url__startswith="http"),
                name="%(app_label)s_%(class)s_holds_its_link",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.DOCUMENT)
                | Q(file_id__isnull=False)
                | Q(url__startswith="http"),
                name="%(app_label)s_%(class)s_holds_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.INDICATOR) | ~Q(note=""),
                name="%(app_label)s_%(class)s_holds_its_value",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Evidence(AbstractEvidence):
    """Evidence of an action item, added by a person or through a guest link.

    Its files are readable for readers of the item through `tasks.evidence.files`.
    """

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    criterion = models.ForeignKey(
        Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.ForeignKey(ActionLink, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *AbstractEvidence.Meta.constraints,
            models.UniqueConstraint(fields=["action", "number"], name="tasks_evidence_number"),
            models.CheckConstraint(
                condition=Q(added_by__isnull=False, link=None) | Q(added_by=None, link__isnull=False),
                name="tasks_evidence_added_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["file_id"], condition=Q(file_id__isnull=False), name="tasks_evidence_file"),
        ]
        triggers = [PROTECT_FROM_DELETION]
