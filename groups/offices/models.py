"""Models of offices."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.common.model_helpers import PREVENT_DELETE, build_instant_range
from groups.territories.models import Territory
from viche.kernel.models import Identified


class OfficeKind(models.TextChoices):
    """Kinds of offices across groups."""

    COORDINATOR = "coordinator", _("Coordinator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")


class Office(Identified):
    """A post across a territory's groups: it founds and oversees them and reads no dialogue."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(max_length=32, choices=OfficeKind.choices)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=300)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OfficeKind.values), name="groups_office_kind"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="groups_office_term"
            ),
            ExclusionConstraint(
                name="groups_office_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("territory", RangeOperators.EQUAL),
                    (build_instant_range("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [PREVENT_DELETE]

    def __str__(self) -> str:
        return self.kind
