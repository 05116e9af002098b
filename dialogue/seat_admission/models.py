"""Seats that began after a restricted thread had named their organisation."""

from __future__ import annotations

from django.db import models

from dialogue.threads.models import Thread
from groups.models import Membership
from viche.kernel.clock import now
from viche.kernel.models import Identified


class LateSeat(Identified):
    """A seat of an organisation that a restricted thread named before the seat began.

    It gives nothing on the thread before `admitted_at`: who leads the thread confirms that it reads along.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="late_seats", db_index=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    found_at = models.DateTimeField(default=now)
    admitted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "membership"], name="dialogue_late_seat_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.admitted_at or 'waits'}"
