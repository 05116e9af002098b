"""Models of mandates and deputyships: which organisation a person represents."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.model_helpers import APPEND_ONLY, PREVENT_DELETE, build_instant_range
from groups.common.periods import Period, build_period, find_earliest, find_latest, subtract_periods
from groups.organisations.models import Organisation
from viche.kernel.models import Identified, Versioned


class MandateState(models.TextChoices):
    """Whether a mandate is in force: a suspended one gives no access until it is resumed."""

    UPCOMING = "upcoming", pgettext_lazy("mandate", "Yet to begin")
    ACTIVE = "active", pgettext_lazy("mandate", "Active")
    RESTING = "resting", pgettext_lazy("mandate", "Suspended")
    ENDED = "ended", pgettext_lazy("mandate", "Ended")


class Mandate(Identified, Versioned):
    """A person represents an organisation, in a position, for a term, by an appointing document.

    Days are inclusive. `deputy` is the usual deputy, who acts only during a Deputyship. `ended_at` is set if
    it ends before its last day. `recorded_at` is when it was entered: it gives no access before, even if it
    starts earlier by its document. While `rested_at` is set, it is suspended for holder and deputy; `rests`
    are past suspensions. `predecessor` is the mandate that held the post before a transfer.
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
        triggers = [PREVENT_DELETE]

    def __str__(self) -> str:
        return self.position_uk

    def term(self, zone: str) -> Period:
        """Return the period of validity since it was recorded, days counted in `zone` (IANA name)."""
        planned = build_period(self.starts_on, self.ends_on, zone)
        return Period(
            find_latest((planned.start, self.recorded_at)), find_earliest((planned.end, self.ended_at))
        )

    def giving(self, zone: str) -> list[Period]:
        """Return the periods in which it gave access: its term without suspensions, in order."""
        return subtract_periods(
            self.term(zone) & Period(None, self.rested_at), (one.term for one in self.rests.all())
        )

    @property
    def rested_since(self) -> set[datetime]:
        """Return the starts of its present and past suspensions."""
        now_too = {self.rested_at} if self.rested_at is not None else set()
        return now_too | {one.since for one in self.rests.all()}

    def state(self, at: datetime, zone: str) -> MandateState:
        """Return its state at a moment, days counted in `zone`."""
        term = self.term(zone)
        if term.end is not None and term.end <= at:
            return MandateState.ENDED
        if self.rested_at is not None:
            return MandateState.RESTING
        return MandateState.ACTIVE if term.includes(at) else MandateState.UPCOMING


class MandateRest(Identified):
    """A past suspension of a mandate. Its reason is not kept any longer."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="rests")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        ordering = ("since",)
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="groups_mandate_rest_term"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.since} – {self.until}"

    @property
    def term(self) -> Period:
        return Period(self.since, self.until)


class Deputyship(Identified):
    """A period in which a deputy acts for a mandate's holder.

    The usual deputy may come from elsewhere; another deputy acts only while they have a mandate of the same
    organisation. A deputyship `appointed_by` a person other than the holder gives no access to restricted
    threads.
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
                    (build_instant_range("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
            ),
        ]
        triggers = [PREVENT_DELETE]

    def __str__(self) -> str:
        return f"{self.starts_at} – {self.ends_at}"

    @property
    def term(self) -> Period:
        return Period(self.starts_at, find_earliest((self.ends_at, self.ended_at)))
