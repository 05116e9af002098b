"""Model of late seats: seats that began after a restricted thread had named their organisation."""

from __future__ import annotations

from django.db import models

from dialogue.threads.models import Thread
from groups.models import Membership
from viche.kernel.clock import now
from viche.kernel.models import Identified


class LateSeat(Identified):
    """A seat that began after a restricted thread had named its organisation.

    It gives no access to the thread while `admitted_at` is null: it must be confirmed first, by a facilitator
    of the thread if there is one.
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
