"""Sign-offs: what a reviewer says to an edition of a dossier."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models import Mandate
from programmes.kit.dossiers.models import Dossier
from programmes.kit.editions.models import Edition
from programmes.kit.participants.models import Participant
from viche.kernel.clock import now
from viche.kernel.models import Identified


class SignOffOutcome(models.TextChoices):
    """What the reviewer decided."""

    GIVEN = "given"
    RETURNED = "returned"


class SignOff(Identified):
    """A request to a reviewer to sign off an edition, and what they decided: once, and for ever.

    An open request counts while its edition is the latest one. `outcome` is empty until the decision,
    `reason` says why the edition was returned.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="sign_offs", db_index=False)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="sign_offs")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(default=now)
    outcome = models.CharField(max_length=12, choices=SignOffOutcome.choices, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    decided_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "participant"], name="programmes_sign_off_asked_once"),
            models.CheckConstraint(
                condition=Q(outcome="", reason="", decided_by=None, decided_through=None, decided_at=None)
                | Q(
                    outcome__in=SignOffOutcome.values,
                    decided_by__isnull=False,
                    decided_through__isnull=False,
                    decided_at__gte=F("asked_at"),
                ),
                name="programmes_sign_off_is_decided",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="returned", reason="") & ~(Q(outcome="given") & ~Q(reason="")),
                name="programmes_sign_off_returned_with_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="decided", operation=pgtrigger.Update, condition=pgtrigger.Q(old__outcome__gt="")
            ),
            pgtrigger.ReadOnly(
                name="fixed", fields=["edition", "participant", "asked_by", "asked_through", "asked_at"]
            ),
        ]

    def __str__(self) -> str:
        return self.outcome

    @property
    def dossier(self) -> Dossier:
        return self.edition.dossier
