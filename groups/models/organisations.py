"""Organisations: the institutions that take part."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.models.territories import Territory
from groups.ordering import key_column
from viche.kernel.models import Identified, Versioned


class Sector(models.TextChoices):
    """The part of society for which an organisation sits at the table."""

    POLICE = "police", pgettext_lazy("sector", "Police")
    EMERGENCY = "emergency", pgettext_lazy("sector", "State Emergency Service")
    LOCAL_GOVERNMENT = "local_government", pgettext_lazy("sector", "Local government")
    EDUCATION = "education", pgettext_lazy("sector", "Education")
    BUSINESS = "business", pgettext_lazy("sector", "Business")
    CIVIL_SOCIETY = "civil_society", pgettext_lazy("sector", "Civil society")
    HEALTH = "health", pgettext_lazy("sector", "Health care")
    INTERNATIONAL = "international", pgettext_lazy("sector", "International")
    OTHER = "other", pgettext_lazy("sector", "Other")


class Organisation(Identified, Versioned):
    """An institution. `on_behalf_*` is what follows «від імені …» / “on behalf of …”."""

    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_key = key_column("name_uk")
    short_name_uk = models.CharField(max_length=80)
    short_name_en = models.CharField(max_length=80, blank=True, default="")
    on_behalf_uk = models.CharField(max_length=200)
    on_behalf_en = models.CharField(max_length=200, blank=True, default="")
    sector = models.CharField(max_length=20, choices=Sector.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    territories = models.ManyToManyField(Territory, related_name="organisations", blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_document = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="groups_organisation_sector"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="groups_organisation_not_own_parent"),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None, verified_document="")
                | (Q(verified_at__isnull=False) & ~Q(verified_document="")),
                name="groups_organisation_verified_on_a_document",
            ),
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="groups_organisation_order")]

    def __str__(self) -> str:
        return self.name_uk
