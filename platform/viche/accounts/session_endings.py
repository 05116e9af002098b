"""Reasons why browser sessions ended."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from viche.kernel.clock import now


class Ending(models.TextChoices):
    """Why a session is not valid any more."""

    EXPIRED = "expired"  # by inactivity or age
    REVOKED = "revoked"


class EndedSession(models.Model):
    """Why a session ended, for the browser that still holds its key.

    It is stored under a keyed digest of the key.
    """

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
