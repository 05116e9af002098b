"""Whoever takes something on without an account at Viche."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from groups.models import InitiativeGroup, Sector
from viche.accounts.models import Language
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class OutsideBody(Identified, Versioned):
    """A body that has no account and no seat, as the groups of one register know it, and how it is reached.

    It owns action items like an organisation, and never verifies any. Its contact is personal: it is for who
    makes items. `language` is that of letters and pages for it.
    """

    register = models.ForeignKey(
        InitiativeGroup, on_delete=models.PROTECT, related_name="outside_bodies", db_index=False
    )
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.OTHER)
    contact_name = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=2, choices=Language, default=Language.UKRAINIAN)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "name_uk"], name="tasks_outside_name"),
            models.CheckConstraint(condition=~Q(name_uk=""), name="tasks_outside_has_a_name"),
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="tasks_outside_sector"),
        ]

    def __str__(self) -> str:
        return self.name_uk

    # It has one name where an organisation has three: whoever shows an owner asks either alike.

    @property
    def short_name_uk(self) -> str:
        return self.name_uk

    @property
    def short_name_en(self) -> str:
        return self.name_en

    @property
    def on_behalf_uk(self) -> str:
        return self.name_uk

    @property
    def on_behalf_en(self) -> str:
        return self.name_en
