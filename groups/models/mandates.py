"""For whom a person acts: mandates, deputies, seats in groups, and offices across groups."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from groups.models.groups import InitiativeGroup
from groups.models.organisations import Organisation
from groups.models.territories import Territory
from groups.terms import Term, days, earliest, latest, without
from viche.kernel.models import Identified, Versioned

# The record of who sat at the table is closed, never deleted.
KEEP = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)
# What is over stays as it was.
KEPT = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


def span(start: str, end: str) -> Func:
    """The half-open range between two columns of instants."""
    return Func(F(start), F(end), function="TSTZRANGE", output_field=DateTimeRangeField())


class Role(models.TextChoices):
    """What a seat in a group permits, strongest first."""

    FACILITATOR = "facilitator", pgettext_lazy("role", "Facilitator")
    SECRETARY = "secretary", pgettext_lazy("role", "Secretary")
    MEMBER = "member", pgettext_lazy("role", "Member")
    OBSERVER = "observer", pgettext_lazy("role", "Observer")

    @property
    def rank(self) -> int:
        """0 for the strongest role."""
        return RANKS[self]


RANKS = {role: rank for rank, role in enumerate(Role)}


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


class SeatState(models.TextChoices):
    """Whether somebody sits there."""

    UPCOMING = "upcoming", pgettext_lazy("seat", "Yet to begin")
    TAKEN = "taken", pgettext_lazy("seat", "Taken")
    RESTING = "resting", pgettext_lazy("seat", "Its mandate is suspended")
    INACTIVE = "inactive", pgettext_lazy("seat", "The account of its holder is closed")
    ENDED = "ended", pgettext_lazy("seat", "Ended")


class Membership(Identified, Versioned):
    """A mandate's seat in a group, in a role, from when until when."""

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="memberships")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="groups_membership_role"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="groups_membership_term"
            ),
            ExclusionConstraint(
                name="groups_membership_one_seat_at_a_time",
                expressions=[
                    ("group", RangeOperators.EQUAL),
                    ("mandate", RangeOperators.EQUAL),
                    (span("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [KEEP]

    def __str__(self) -> str:
        return self.role

    @property
    def term(self) -> Term:
        return Term(self.since, self.until)

    def state(self, at: datetime, zone: str) -> SeatState:
        """What the seat is at a moment, days counted in `zone`. Needs `mandate` with its person."""
        term = self.term & self.mandate.term(zone)
        if term.end is not None and term.end <= at:
            return SeatState.ENDED
        if self.mandate.rested_at is not None:
            return SeatState.RESTING
        if not self.mandate.person.is_active:
            return SeatState.INACTIVE
        return SeatState.TAKEN if term.includes(at) else SeatState.UPCOMING


class Deputyship(Identified):
    """A window in which a deputy acts for the holder of a mandate, while they act for its organisation."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="deputyships")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deputyships")
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


class OfficeKind(models.TextChoices):
    """What a person may do across groups."""

    COORDINATOR = "coordinator", _("Coordinator")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")


class Office(Identified):
    """A post across all groups of a territory. It founds and watches; it reads no dialogue."""

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
                    (span("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [KEEP]

    def __str__(self) -> str:
        return self.kind
