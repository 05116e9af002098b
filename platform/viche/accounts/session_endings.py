"""Why sign-ins through a browser have ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from viche.kernel.clock import now


class Ending(models.TextChoices):
    """Why a session opens nothing any more."""

    EXPIRED = "expired"  # by time alone
    REVOKED = "revoked"


class EndedSession(models.Model):
    """Why a session has ended, for the browser that still holds its key: of the key only a keyed digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    ending = models.CharField(max_length=8, choices=Ending.choices)
    ended_at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_ended_session_ending", condition=Q(ending__in=Ending.values)
            ),
        ]

    def __str__(self) -> str:
        return self.ending
