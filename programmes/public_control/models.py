"""What a public control holds beside its dossier: its facts, replies, and who complained."""

from __future__ import annotations

from typing import cast

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from groups.models import Organisation
from programmes.kit.dossiers.models import Dossier
from programmes.kit.evidence.models import DossierEvidence
from tasks.models import OutsideBody
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class Mechanism(models.TextChoices):
    """How an authority is controlled."""

    VISIT = "visit", pgettext_lazy("mechanism of control", "Visit")
    REQUEST = "request", pgettext_lazy("mechanism of control", "Request for information")
    EXPERT_REVIEW = "expert_review", pgettext_lazy("mechanism of control", "Public expert review")
    CONSULTATION = "consultation", pgettext_lazy("mechanism of control", "Public consultation")
    PLATFORM = "platform", pgettext_lazy("mechanism of control", "Regional platform")


class Outcome(models.TextChoices):
    """What became of a report that was sent, by the last reply. REFUSED: in time or not."""

    OPEN = "open", pgettext_lazy("reply of an authority", "No reply yet")
    IN_TIME = "in_time", pgettext_lazy("reply of an authority", "Answered in time")
    LATE = "late", pgettext_lazy("reply of an authority", "Answered late")
    SILENT = "silent", pgettext_lazy("reply of an authority", "Silent")
    REFUSED = "refused", pgettext_lazy("reply of an authority", "Refused")


class ReplyKind(models.TextChoices):
    """What an authority did with a report. Silence is a reply of its own kind, which the lead records."""

    ANSWERED = "answered", pgettext_lazy("reply of an authority", "Answered")
    REFUSED = "refused", pgettext_lazy("reply of an authority", "Refused to answer")
    SILENT = "silent", pgettext_lazy("reply of an authority", "Silent")


class ReplyWay(models.TextChoices):
    """How a reply came. NONE: silence."""

    ACCOUNT = "account", pgettext_lazy("way of a reply", "Through an account")
    LINK = "link", pgettext_lazy("way of a reply", "By a guest link")
    LETTER = "letter", pgettext_lazy("way of a reply", "By letter")
    NONE = "", pgettext_lazy("way of a reply", "None")


class Control(Identified):
    """The facts of a public control: an organisation or an outside body is controlled.

    `announced`: the authority is told before. `mandate_letter` is the evidence that names the monitors.
    `reply_due_on` is the last day for a reply to the report, counted by `rule_pack` when it was sent.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="control")
    mechanism = models.CharField(max_length=16, choices=Mechanism)
    announced = models.BooleanField()
    planned_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True, default="")
    authority = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    outside_body = models.ForeignKey(
        OutsideBody, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    mandate_letter = models.ForeignKey(
        DossierEvidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    conducted_on = models.DateField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    reply_due_on = models.DateField(null=True, blank=True)
    rule_pack = models.CharField(max_length=40, blank=True, default="")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(mechanism__in=Mechanism.values), name="programmes_control_mechanism"
            ),
            models.CheckConstraint(
                condition=Q(authority__isnull=False, outside_body=None)
                | Q(authority=None, outside_body__isnull=False),
                name="programmes_control_of_one_authority",
            ),
            models.CheckConstraint(
                condition=(Q(sent_on=None, reply_due_on=None, outcome="") & Q(rule_pack=""))
                | (
                    Q(sent_on__isnull=False, reply_due_on__isnull=False, outcome__in=Outcome.values)
                    & ~Q(rule_pack="")
                ),
                name="programmes_control_report_is_due",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-sent_on", "-id"],
                include=["dossier"],
                condition=Q(sent_on__isnull=False),
                name="programmes_control_sent",
            ),
            models.Index(fields=["authority", "outcome"], name="programmes_control_authority"),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="fixed", fields=["dossier", "announced", "authority", "outside_body"]),
        ]

    def __str__(self) -> str:
        return self.mechanism

    @property
    def authority_or_body(self) -> Organisation | OutsideBody:
        """The authority, which has an account or not."""
        return cast("Organisation | OutsideBody", self.authority or self.outside_body)


class Reply(Identified):
    """A reply to the report of a control, or its absence. Rows never change; the last one counts.

    `in_time`: it came by the last day. `evidence` is the scan, which a letter must have.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="control_replies", db_index=False
    )
    kind = models.CharField(max_length=12, choices=ReplyKind)
    way = models.CharField(max_length=8, choices=ReplyWay, blank=True)
    received_on = models.DateField()
    in_time = models.BooleanField()
    text = models.TextField(blank=True, default="")
    evidence = models.ForeignKey(
        DossierEvidence, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ReplyKind.SILENT, way="", in_time=False, text="", evidence=None)
                | Q(
                    kind__in=[ReplyKind.ANSWERED, ReplyKind.REFUSED],
                    way__in=[ReplyWay.ACCOUNT, ReplyWay.LINK],
                )
                | Q(
                    kind__in=[ReplyKind.ANSWERED, ReplyKind.REFUSED],
                    way=ReplyWay.LETTER,
                    evidence__isnull=False,
                ),
                name="programmes_reply_says_how_it_came",
            )
        ]
        indexes = [models.Index(fields=["dossier", "recorded_at"], name="programmes_reply_in_dossier")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.kind


class Complaint(Identified, Versioned):
    """Who complained and of what, in words. Only who leads and the team ever read it; empty: taken away."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
