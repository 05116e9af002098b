"""Recommendations: what is asked of an organisation, what it answered, and how far it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import cast

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.models import InitiativeGroup, Mandate, Organisation
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.states import ANSWERS, Implementation, Response
from tasks.models import OutsideBody, TargetGroup
from viche.kernel.clock import now
from viche.kernel.models import DueRow, Identified, Versioned

VERIFIED = Q(implementation=Implementation.VERIFIED)

FROZEN = (
    *("title_uk", "title_en", "text_uk", "text_en", "cause_uk", "cause_en"),
    *("addressee_organisation", "outside_body", "year", "number", "issued_at", "due_on", "rule_pack"),
)
"""Fields that never change once it is issued."""


def _changes(fields: Sequence[str]) -> pgtrigger.Q:
    """Return the condition on updates that change one of these fields."""
    return reduce(or_, (pgtrigger.Q(**{f"old__{one}__df": pgtrigger.F(f"new__{one}")}) for one in fields))


class Theme(models.TextChoices):
    """Theme of a recommendation."""

    STREETS = "streets", pgettext_lazy("theme", "Streets and lighting")
    POLICING = "policing", pgettext_lazy("theme", "Policing and patrols")
    DOMESTIC_VIOLENCE = "domestic_violence", pgettext_lazy("theme", "Domestic violence")
    ROADS = "roads", pgettext_lazy("theme", "Road safety")
    SHELTER = "shelter", pgettext_lazy("theme", "Shelters and civil protection")
    PERSONAL_DATA = "personal_data", pgettext_lazy("theme", "Personal data")
    CUSTODY = "custody", pgettext_lazy("theme", "People in custody")
    SCHOOLS = "schools", pgettext_lazy("theme", "Schools and children")
    FRAUD = "fraud", pgettext_lazy("theme", "Fraud")
    OTHER = "other", pgettext_lazy("theme", "Other")


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    """Queries over recommendations."""

    def issued(self) -> RecommendationQuerySet:
        """Return those that are in force: issued, and not superseded."""
        return self.filter(issued_at__isnull=False, superseded_by=None)


class Recommendation(Identified, Versioned):
    """What is recommended to one organisation or outside body, as a part of exactly one dossier.

    Its rights are those of the dossier. A draft has no number; once issued its words never change, and a
    better wording supersedes it. `number` counts from 1 within `register` and `year`, or from
    FIRST_RESTRICTED_NUMBER in a dossier for its participants alone. `cause` quotes the finding or decision
    that it follows from. `due_on` is the day by which an answer is due, `agreed_on` the day by which the
    addressee wants to be done.

    Who took a step stands in `TransitionTaken`; `verified_for` is the organisation for which it was verified.
    `evidence_count` is denormalised. Rows are never deleted, but for drafts that are discarded.
    """

    dossier = models.ForeignKey(
        Dossier, on_delete=models.PROTECT, related_name="recommendations", db_index=False
    )
    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    register = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    text_uk = models.TextField()
    text_en = models.TextField(blank=True, default="")
    cause_uk = models.TextField(blank=True, default="")
    cause_en = models.TextField(blank=True, default="")
    addressee_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="recommendations", db_index=False
    )
    outside_body = models.ForeignKey(
        OutsideBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations",
        db_index=False,
    )
    theme = models.CharField(max_length=20, choices=Theme.choices)
    target_groups = ArrayField(models.CharField(max_length=24, choices=TargetGroup.choices), default=list)
    proposed_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    issued_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    due_on = models.DateField(null=True, blank=True)
    rule_pack = models.CharField(max_length=40, blank=True, default="")
    response = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in Response], default=Response.PENDING
    )
    response_reason = models.TextField(blank=True, default="")
    responded_at = models.DateTimeField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    implementation = models.CharField(
        max_length=24,
        choices=[(one.value, one.value) for one in Implementation],
        default=Implementation.NOT_STARTED,
    )
    implementation_since = models.DateTimeField(null=True, blank=True)
    implementation_reason = models.TextField(blank=True, default="")
    evidence_count = models.PositiveIntegerField(default=0)
    verified_for = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["register", "year", "number"], name="programmes_recommendation_number"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, year=None, number=None, due_on=None)
                | Q(issued_at__isnull=False, year__isnull=False, number__gte=1, due_on__isnull=False),
                name="programmes_recommendation_numbered_when_issued",
            ),
            models.CheckConstraint(
                condition=~Q(title_uk="") & ~Q(text_uk=""), name="programmes_recommendation_says_something"
            ),
            models.CheckConstraint(
                condition=Q(addressee_organisation__isnull=False, outside_body=None)
                | Q(addressee_organisation=None, outside_body__isnull=False),
                name="programmes_recommendation_addressed_to_one",
            ),
            models.CheckConstraint(
                condition=Q(theme__in=Theme.values), name="programmes_recommendation_theme"
            ),
            models.CheckConstraint(
                condition=Q(target_groups__contained_by=TargetGroup.values),
                name="programmes_recommendation_target_groups",
            ),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=False)
                | Q(response=Response.PENDING, implementation=Implementation.NOT_STARTED, superseded_by=None),
                name="programmes_recommendation_moves_once_issued",
            ),
            models.CheckConstraint(
                condition=Q(response=Response.PENDING, responded_at=None)
                | Q(response__in=sorted(ANSWERS), responded_at__isnull=False),
                name="programmes_recommendation_response",
            ),
            models.CheckConstraint(
                condition=~Q(response__in=[Response.PARTLY, Response.REJECTED]) | ~Q(response_reason=""),
                name="programmes_recommendation_response_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(implementation__in=list(Implementation)),
                name="programmes_recommendation_implementation",
            ),
            models.CheckConstraint(
                condition=~Q(implementation=Implementation.CLOSED_NOT_IMPLEMENTED)
                | ~Q(implementation_reason=""),
                name="programmes_recommendation_closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=(VERIFIED & Q(verified_for__isnull=False)) | (~VERIFIED & Q(verified_for=None)),
                name="programmes_recommendation_verified_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verified_for=None)
                | Q(addressee_organisation=None)
                | ~Q(verified_for=F("addressee_organisation")),
                name="programmes_recommendation_verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(superseded_by=F("id")), name="programmes_recommendation_superseded_by_another"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "id"], name="programmes_rec_of_dossier"),
            models.Index(
                fields=["group", "due_on", "id"],
                include=["dossier", "response", "implementation", "theme"],
                name="programmes_rec_in_group",
            ),
            models.Index(fields=["due_on", "id"], include=["dossier", "group"], name="programmes_rec_order"),
            models.Index(fields=["addressee_organisation", "due_on", "id"], name="programmes_rec_addressee"),
            models.Index(fields=["outside_body", "due_on", "id"], name="programmes_rec_body"),
            GinIndex(fields=["target_groups"], name="programmes_rec_for_whom"),
            # The scorecard counts all that are in force: this is a third of the table.
            models.Index(
                fields=["register"],
                include=[
                    *("id", "group", "dossier", "response", "implementation", "responded_at"),
                    *("theme", "year", "addressee_organisation", "outside_body"),
                ],
                condition=Q(issued_at__isnull=False, superseded_by=None),
                name="programmes_rec_scored",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="keep",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
            ),
            # What was issued is quoted for ever.
            pgtrigger.Protect(
                name="words_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__issued_at__isnull=False) & _changes(FROZEN),
            ),
            pgtrigger.ReadOnly(name="fixed", fields=["dossier", "group", "register", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year}" if self.number is not None else self.title_uk

    @property
    def addressed_to(self) -> Organisation | OutsideBody:
        """The organisation or outside body that it is addressed to."""
        return self.addressee_organisation or cast("OutsideBody", self.outside_body)

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None

    @property
    def is_superseded(self) -> bool:
        return self.superseded_by_id is not None


class AgeBand(models.TextChoices):
    """How long an answer is waited for: until the due day, or in days since the issue."""

    DUE = "due", pgettext_lazy("age of a recommendation", "The answer is due")
    DAYS_90 = "90", pgettext_lazy("age of a recommendation", "Over 90 days")
    DAYS_180 = "180", pgettext_lazy("age of a recommendation", "Over 180 days")
    DAYS_365 = "365", pgettext_lazy("age of a recommendation", "Over a year")


class AnswerReminder(DueRow):
    """A reminder of an answer that has not come, scheduled when the recommendation is issued."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="reminders")
    band = models.CharField(max_length=4, choices=AgeBand.choices)

    class Meta(DueRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "band"], name="programmes_answerreminder_once"),
            models.CheckConstraint(
                condition=Q(band__in=AgeBand.values), name="programmes_answerreminder_band"
            ),
        ]

    def __str__(self) -> str:
        return self.band
