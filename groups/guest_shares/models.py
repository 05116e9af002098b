"""Models of guest shares."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.periods import Period, find_earliest
from groups.mandates.models import Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified


class ShareAccess(models.TextChoices):
    """What a guest may do with the shared object."""

    READ = "read", pgettext_lazy("guest share", "Read")
    SPEAK = "speak", pgettext_lazy("guest share", "Read and speak")
    WORK = "work", pgettext_lazy("guest share", "Read and work")


class GuestShare(Identified):
    """One object shared with one person until a moment. `container_type` is its registered kind.

    A share that was given to a `mandate` of the person ends with it; any other share ends with their last
    mandate.
    """

    container_type = models.CharField(max_length=40)
    container_id = models.UUIDField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="guest_shares"
    )
    mandate = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="guest_shares"
    )
    access = models.CharField(max_length=8, choices=ShareAccess.choices)
    since = models.DateTimeField(default=now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(access__in=ShareAccess.values), name="groups_share_access"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="groups_share_term"),
        ]
        indexes = [
            models.Index(fields=["container_type", "container_id"], name="groups_share_container"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.container_type}: {self.access}"

    @property
    def term(self) -> Period:
        return Period(self.since, find_earliest((self.until, self.ended_at)))
