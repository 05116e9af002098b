"""Editions of dossiers: frozen outcomes, and their publications."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models import Mandate
from programmes.kit.dossiers.models import Dossier
from viche.kernel.clock import now
from viche.kernel.editions import FROZEN, LANGUAGES, FrozenContent, FrozenPaper
from viche.kernel.models import Identified


class EditionQuerySet(models.QuerySet["Edition"]):
    """Queries over editions."""

    def reports(self) -> EditionQuerySet:
        """Return whole reports, the latest first. One for everybody leaves out most: nobody signs it off."""
        return self.filter(for_public=False).order_by("-number")


class Edition(FrozenContent):
    """The report of a dossier as it was at one moment, in both languages. It never changes.

    `number` counts from 1 within the dossier; a later one says in `reason` why it was made. `content` is
    canonical JSON of both reports by language, `sha256` the digest of its bytes. `for_public`: it holds only
    what may be published; others stay with the readers of the dossier.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveIntegerField()
    for_public = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    made_at = models.DateTimeField(default=now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="programmes_edition_number"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""), name="programmes_edition_says_why_it_follows"
            ),
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return str(self.number)


class EditionPaper(FrozenPaper):
    """The PDF of an edition in one language. It lies in the database, so that it is frozen with the rest."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="papers", db_index=False)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="programmes_paper_of_edition"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="programmes_paper_language"),
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return self.language


class Publication(Identified):
    """The time in which everybody may read an edition, until it is withdrawn with a reason."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="publications", db_index=False
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    published_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(default=now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["edition"], condition=Q(withdrawn_at=None), name="programmes_published_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__gte=F("published_at"), withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                name="programmes_publication_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["edition", "-published_at"], name="programmes_published_edition")]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="over",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False),
            ),
            pgtrigger.ReadOnly(
                name="fixed", fields=["edition", "published_by", "published_through", "published_at"]
            ),
        ]

    def __str__(self) -> str:
        return str(self.published_at)
