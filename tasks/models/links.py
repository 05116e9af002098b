"""Addresses by which an owner without an account answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from groups.models import Mandate
from tasks.models.outside import OutsideBody
from viche.kernel.clock import now
from viche.kernel.models import Identified

LONGEST_LINK = timedelta(days=90)


class ActionLink(Identified):
    """By it a body without an account answers for one action item, and does nothing else.

    Of its secret only a hash is kept; each letter that was sent has a secret of its own, kept with the
    letter. There is one at a time. Nobody made one that a reminder brought: its secrets are in letters alone.
    """

    action = models.ForeignKey(
        "tasks.ActionItem", on_delete=models.PROTECT, related_name="links", db_index=False
    )
    body = models.ForeignKey(OutsideBody, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_through = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(revoked_at=None), name="tasks_link_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + LONGEST_LINK), name="tasks_link_ends"
            ),
        ]
        indexes = [models.Index(fields=["action", "-id"], name="tasks_link_of_action")]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="fixed", fields=["action", "body", "digest", "made_by", "expires_at"]),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_live(self, at: datetime) -> bool:
        """Whether it opens anything, as far as the link itself says."""
        return self.revoked_at is None and self.expires_at > at
