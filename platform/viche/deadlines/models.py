"""The tables of this room. What falls due is kept by the domains."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from viche.kernel.clock import now
from viche.kernel.models import Identified


class CalendarFeed(Identified):
    """The address at which the calendar programs of one person find what is due for them.

    The address holds a secret, of which only a digest is kept. `read_at` is when a program last came.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person_id)
