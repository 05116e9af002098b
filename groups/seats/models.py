"""Models of seats."""

from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.model_helpers import PREVENT_DELETE, build_instant_range
from groups.common.periods import Period
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.models import Mandate
from viche.kernel.models import Identified, Versioned


class Role(models.TextChoices):
    """What a seat in a group permits, strongest first."""

    FACILITATOR = "facilitator", pgettext_lazy("role", "Facilitator")
    SECRETARY = "secretary", pgettext_lazy("role", "Secretary")
    MEMBER = "member", pgettext_lazy("role", "Member")
    OBSERVER = "observer", pgettext_lazy("role", "Observer")

    @property
    def rank(self) -> int:
        """Return the position in order of strength, 0 for the strongest role."""
        return RANKS[self]


RANKS = {role: rank for rank, role in enumerate(Role)}
SPEAKING_ROLES = (Role.FACILITATOR, Role.SECRETARY, Role.MEMBER)


class SeatState(models.TextChoices):
    """Whether a seat is occupied."""

    UPCOMING = "upcoming", pgettext_lazy("seat", "Yet to begin")
    TAKEN = "taken", pgettext_lazy("seat", "Taken")
    RESTING = "resting", pgettext_lazy("seat", "Its mandate is suspended")
    INACTIVE = "inactive", pgettext_lazy("seat", "The account of its holder is closed")
    ENDED = "ended", pgettext_lazy("seat", "Ended")


class Membership(Identified, Versioned):
    """A seat: a mandate's place in a group, in a role, for a period."""

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
                    (build_instant_range("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [PREVENT_DELETE]

    def __str__(self) -> str:
        return self.role

    @property
    def term(self) -> Period:
        return Period(self.since, self.until)

    def state(self, at: datetime, zone: str) -> SeatState:
        """Return the state of the seat at a moment, days counted in `zone`.

        Needs `mandate` with its person.
        """
        term = self.term & self.mandate.term(zone)
        if term.end is not None and term.end <= at:
            return SeatState.ENDED
        if self.mandate.rested_at is not None:
            return SeatState.RESTING
        if not self.mandate.person.is_active:
            return SeatState.INACTIVE
        return SeatState.TAKEN if term.includes(at) else SeatState.UPCOMING
