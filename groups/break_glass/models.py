"""Break-glass: in an emergency, one person requests and another approves an hour of reading."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.periods import Period, find_earliest
from groups.initiative_groups.models import InitiativeGroup
from viche.kernel.clock import now
from viche.kernel.models import Identified

ACCESS_DURATION = timedelta(hours=1)


class GlassState(models.TextChoices):
    """The stored state of a request.

    Expiry of the request and of the access are not stored: see `GlassStanding`.
    """

    ASKED = "asked", pgettext_lazy("emergency access", "Asked")
    APPROVED = "approved", pgettext_lazy("emergency access", "Approved")
    REFUSED = "refused", pgettext_lazy("emergency access", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("emergency access", "Withdrawn")


class GlassStanding(models.TextChoices):
    """The state of a request at present, computed from the stored state and the clock."""

    ASKED = "asked", pgettext_lazy("emergency access", "Waits for an answer")
    EXPIRED = "expired", pgettext_lazy("emergency access", "Not answered in time")
    ACTIVE = "active", pgettext_lazy("emergency access", "Being read")
    OVER = "over", pgettext_lazy("emergency access", "Over")
    REFUSED = "refused", pgettext_lazy("emergency access", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("emergency access", "Withdrawn")


class Capacity(models.TextChoices):
    """The capacity in which a person requests or answers."""

    ADMINISTRATOR = "administrator", pgettext_lazy("emergency access", "Administrator")
    OFFICER = "data_protection_officer", pgettext_lazy("emergency access", "Data protection officer")
    COORDINATOR = "coordinator", pgettext_lazy("emergency access", "Coordinator")


class BreakGlass(Identified):
    """A request to read a restricted object of a group, which another person answers until `expires_at`.

    When approved, it gives read access until `until` (an hour after the answer at most) or until `ended_at`,
    if that is earlier. `asked_as` and `answered_as` are the capacities of the two people. `note` is the text
    of the answer. `answered_by` is null when a command on the server approved the request; `note` is then the
    reason given to the command.
    """

    container_type = models.CharField(max_length=40)
    container_id = models.UUIDField()
    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, choices=GlassState.choices, default=GlassState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_as = models.CharField(max_length=32, choices=Capacity.choices)
    reason = models.TextField()
    asked_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_as = models.CharField(max_length=32, choices=Capacity.choices, default="")
    answered_at = models.DateTimeField(null=True)
    note = models.TextField(default="")
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GlassState.values), name="groups_glass_state"),
            models.CheckConstraint(condition=~Q(reason=""), name="groups_glass_reason"),
            models.CheckConstraint(
                condition=Q(
                    Q(answered_by__isnull=False) | (Q(state=GlassState.APPROVED) & ~Q(note="")),
                    state__in=[GlassState.APPROVED, GlassState.REFUSED],
                    answered_at__isnull=False,
                )
                | (~Q(state__in=[GlassState.APPROVED, GlassState.REFUSED]) & Q(answered_by=None)),
                name="groups_glass_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="groups_glass_two_people"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=GlassState.APPROVED,
                    until__isnull=False,
                    until__lte=F("answered_at") + ACCESS_DURATION,
                )
                | (~Q(state=GlassState.APPROVED) & Q(until=None)),
                name="groups_glass_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["container_type", "container_id"], name="groups_glass_container"),
            models.Index(fields=["group", "-id"], name="groups_glass_group"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.container_type}: {self.state}"

    @property
    def term(self) -> Period:
        """Return the period of read access; empty unless the request was approved."""
        return Period(self.answered_at, find_earliest((self.until, self.ended_at)))

    @property
    def standing(self) -> GlassStanding:
        if self.state == GlassState.ASKED:
            return GlassStanding.ASKED if self.expires_at > now() else GlassStanding.EXPIRED
        if self.state == GlassState.APPROVED:
            return GlassStanding.ACTIVE if self.term.includes(now()) else GlassStanding.OVER
        return GlassStanding(self.state)
