"""Models of deadlines. The due rows themselves belong to the domains."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from viche.kernel.clock import now
from viche.kernel.models import Identified


class CalendarFeed(Identified):
    """A person's calendar feed, read by calendar programs.

    Its URL contains a secret, of which only a digest is stored. `read_at` is the latest access.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person_id)
