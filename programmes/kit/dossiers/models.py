"""Dossiers: the container of everything that a programme works on."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from groups.models import Grant, InitiativeGroup, Mandate
from viche.kernel.clock import now
from viche.kernel.lifecycle import Phase
from viche.kernel.models import Identified, Versioned

PHASES = [str(one) for one in Phase]

FIRST_RESTRICTED_NUMBER = 100_001
"""First number in a year of dossiers that began for their participants alone: a series of their own, because
a gap in the numbers that the group sees would reveal that one exists."""


class DossierVisibility(models.TextChoices):
    """Who reads a dossier: everybody who reads its group, or only its lead and its participants."""

    GROUP = "group", pgettext_lazy("who reads a dossier", "The whole group")
    PARTICIPANTS = "participants", pgettext_lazy("who reads a dossier", "Only those named")


class Dossier(Identified, Versioned):
    """A numbered folder of a programme, with its people, papers and outcome.

    `kind` names the programme (`programmes.kit.registry`), `state` is one of its lifecycle, and `phase` that
    of the state. `number` counts from 1 within `register` (the top group) and `year`, or from
    FIRST_RESTRICTED_NUMBER for a dossier that began for its participants alone. `known_at` is since when the
    group may know that such a dossier exists; until then the dossier is sealed and has no number. `lead` is
    the mandate that leads it. Days are in the group's time zone. Rows are never deleted.
    """

    group = models.ForeignKey(
        InitiativeGroup, on_delete=models.PROTECT, related_name="dossiers", db_index=False
    )
    register = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=32)
    phase = models.CharField(max_length=16, choices=[(one, one) for one in PHASES])
    state_since = models.DateTimeField(default=now)
    visibility = models.CharField(
        max_length=16, choices=DossierVisibility.choices, default=DossierVisibility.GROUP
    )
    known_at = models.DateTimeField(null=True, blank=True)
    lead = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="led_dossiers")
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    begun_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_dossier", "Read the dossier"),
            ("speak_dossier", "Take part in the dossier"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="programmes_dossier_number"),
            models.CheckConstraint(condition=Q(phase__in=PHASES), name="programmes_dossier_phase"),
            models.CheckConstraint(
                condition=Q(visibility__in=DossierVisibility.values), name="programmes_dossier_visibility"
            ),
            models.CheckConstraint(condition=~Q(title_uk=""), name="programmes_dossier_has_a_title"),
            models.CheckConstraint(
                condition=Q(visibility=DossierVisibility.PARTICIPANTS) | Q(known_at__isnull=False),
                name="programmes_dossier_known_to_its_group",
            ),
            models.CheckConstraint(
                condition=Q(known_at=None, year=None, number=None)
                | Q(known_at__isnull=False, year__isnull=False, number__gte=1),
                name="programmes_dossier_numbered_when_known",
            ),
        ]
        indexes = [
            # Covers the columns that decide who may read a row: lists skip other rows by index-only scans.
            models.Index(
                fields=["group", "-state_since", "-id"],
                include=["visibility", "known_at", "phase", "kind"],
                name="programmes_dossier_in_group",
            ),
            models.Index(
                fields=["-state_since", "-id"],
                include=["group", "visibility", "known_at"],
                name="programmes_dossier_order",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="fixed", fields=["group", "register", "kind", "begun_by", "begun_at"]),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year}" if self.number is not None else self.title_uk

    @property
    def is_shared_with_group(self) -> bool:
        """Whether all readers of the group may read it, and its events enter the group's topic."""
        return self.visibility == DossierVisibility.GROUP

    @property
    def is_sealed(self) -> bool:
        """Whether the group may not even know that it exists."""
        return self.known_at is None

    @property
    def is_closed(self) -> bool:
        return self.phase == Phase.CLOSED


class DossierUserPermission(Grant):
    """Grants on a single dossier, for its participants and for guests."""

    content_object = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="grants")
