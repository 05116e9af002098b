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


WITHDRAWN = Q(withdrawn_at__isnull=False)


def present_evidence_q() -> Q:
    """Return the condition on evidence of action items that is neither withdrawn nor hidden.

    Agrees with `is_present`.
    """
    return Q(withdrawn_at=None, hidden_remark=None)


class AbstractEvidence(Identified):
    """Fields of a piece of evidence, whatever it belongs to. Rows are never deleted.

    `number` counts from 1 within what it belongs to. `file_id` refers to a stored file. A withdrawn piece is
    a tombstone: it keeps its number and loses its content.
    """

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="")
    file_id = models.UUIDField(null=True, blank=True)
    url = models.URLField(max_length=1000, blank=True, default="")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EvidenceKind.values), name="%(app_label)s_%(class)s_kind"
            ),
            models.CheckConstraint(
                condition=~Q(title="") | WITHDRAWN, name="%(app_label)s_%(class)s_has_a_title"
            ),
            models.CheckConstraint(
                condition=~WITHDRAWN | Q(title="", note="", url="", file_id=None),
                name="%(app_label)s_%(class)s_withdrawn_is_empty",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[EvidenceKind.FILE, EvidenceKind.PHOTO])
                | Q(file_id__isnull=False)
                | WITHDRAWN,
                name="%(app_label)s_%(class)s_holds_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.LINK) | Q(url__startswith="http") | WITHDRAWN,
                name="%(app_label)s_%(class)s_holds_its_link",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.DOCUMENT)
                | Q(file_id__isnull=False)
                | Q(url__startswith="http")
                | WITHDRAWN,
                name="%(app_label)s_%(class)s_holds_its_document",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EvidenceKind.INDICATOR) | ~Q(note="") | WITHDRAWN,
                name="%(app_label)s_%(class)s_holds_its_value",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether its content stays in the row and is shown to nobody."""
        raise NotImplementedError

    @property
    def is_present(self) -> bool:
        """Whether it is neither withdrawn nor hidden."""
        return not (self.is_withdrawn or self.is_hidden)


class Evidence(AbstractEvidence):
    """Evidence of an action item, added by a person or through a guest link.

    Its files are readable for readers of the item through `tasks.evidence.files`. `hidden_remark` says who
    hid it, when and why, `hidden_by_officer` that it was the data protection officer: its content stays in
    the row and is shown to nobody.
    """

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    criterion = models.ForeignKey(
        Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    link = models.ForeignKey(ActionLink, null=True, on_delete=models.PROTECT, related_name="+")
    hidden_remark = models.OneToOneField(
        "tasks.Remark", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_by_officer = models.BooleanField(default=False)

    class Meta:
        constraints = [
            *AbstractEvidence.Meta.constraints,
            models.UniqueConstraint(fields=["action", "number"], name="tasks_evidence_number"),
            models.CheckConstraint(
                condition=Q(added_by__isnull=False, link=None) | Q(added_by=None, link__isnull=False),
                name="tasks_evidence_added_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(hidden_remark=None, hidden_by_officer=False)
                | Q(hidden_remark__isnull=False, withdrawn_at=None),
                name="tasks_evidence_hidden",
            ),
        ]
        indexes = [
            models.Index(fields=["file_id"], condition=Q(file_id__isnull=False), name="tasks_evidence_file"),
        ]
        triggers = [PROTECT_FROM_DELETION]

    @property
    def is_hidden(self) -> bool:
        return self.hidden_remark_id is not None
