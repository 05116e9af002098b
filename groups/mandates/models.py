"""For whom a person acts: mandates, deputies, seats in groups, and offices across groups."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.model_helpers import KEEP, KEPT, span
from groups.common.periods import Term, days, earliest, latest, without
from groups.organisations.models import Organisation
from viche.kernel.models import Identified, Versioned


class MandateState(models.TextChoices):
    """Whether anybody acts through a mandate: one that rests gives nothing until it is resumed."""

    UPCOMING = "upcoming", pgettext_lazy("mandate", "Yet to begin")
    ACTIVE = "active", pgettext_lazy("mandate", "Active")
    RESTING = "resting", pgettext_lazy("mandate", "Suspended")
    ENDED = "ended", pgettext_lazy("mandate", "Ended")


class Mandate(Identified, Versioned):
    """A person acts for an organisation, in a position, for a term, by an appointing document.

    Days are inclusive. `deputy` is who usually stands in; a Deputyship says when. `ended_at` closes it early.
    `recorded_at` is when somebody gave it: however early its document begins, nobody could act by it before.
    While `rested_at` is set neither the holder nor a deputy acts; `rests` are such times that are over.
    `predecessor` is who held the post before,
    where it passed on in one step.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    position_uk = models.CharField(max_length=200)
    position_en = models.CharField(max_length=200, blank=True, default="")
    document = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True, default="")
    rested_at = models.DateTimeField(null=True, blank=True)
    rest_reason = models.TextField(blank=True, default="")
    predecessor = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="groups_mandate_days"
            ),
            models.CheckConstraint(condition=~Q(deputy=F("person")), name="groups_mandate_deputy_is_another"),
        ]
        triggers = [KEEP]

    def __str__(self) -> str:
        return self.position_uk

    def term(self, zone: str) -> Term:
        """When it holds and somebody could act by it, its days counted in `zone` (IANA name)."""
        planned = days(self.starts_on, self.ends_on, zone)
        return Term(latest((planned.start, self.recorded_at)), earliest((planned.end, self.ended_at)))

    def giving(self, zone: str) -> list[Term]:
        """When somebody could act by it: its term without the times in which it rested, in order."""
        return without(self.term(zone) & Term(None, self.rested_at), (one.term for one in self.rests.all()))

    @property
    def rested_since(self) -> set[datetime]:
        """The moments since when it rested, now and before."""
        now_too = {self.rested_at} if self.rested_at is not None else set()
        return now_too | {one.since for one in self.rests.all()}

    def state(self, at: datetime, zone: str) -> MandateState:
        """What it is at a moment, its days counted in `zone`."""
        term = self.term(zone)
        if term.end is not None and term.end <= at:
            return MandateState.ENDED
        if self.rested_at is not None:
            return MandateState.RESTING
        return MandateState.ACTIVE if term.includes(at) else MandateState.UPCOMING


class MandateRest(Identified):
    """A time in which a mandate rested, which is over: nobody acted by it. Why it did is not kept longer."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="rests")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ("since",)
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="groups_mandate_rest_term"),
        ]
        triggers = [KEPT]

    def __str__(self) -> str:
        return f"{self.since} – {self.until}"

    @property
    def term(self) -> Term:
        return Term(self.since, self.until)


class Deputyship(Identified):
    """A window in which a deputy acts for the holder of a mandate, while they act for its organisation.

    One whom somebody else than the holder `appointed_by` does not read restricted threads by it.
    """

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="deputyships")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputyships")
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="groups_deputyship_term"),
            ExclusionConstraint(
                name="groups_deputyship_one_at_a_time",
                expressions=[
                    ("mandate", RangeOperators.EQUAL),
                    ("deputy", RangeOperators.EQUAL),
                    (span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
            ),
        ]
        triggers = [KEEP]

    def __str__(self) -> str:
        return f"{self.starts_at} – {self.ends_at}"

    @property
    def term(self) -> Term:
        return Term(self.starts_at, earliest((self.ends_at, self.ended_at)))
