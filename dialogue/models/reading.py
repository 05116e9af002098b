"""Reading: which messages of a thread a person has seen."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dialogue.models.threads import Thread
from dialogue.ranges import NumberSpansField, Spans, without
from viche.kernel.models import Identified


class ThreadReading(Identified):
    """The messages that one person has seen in one thread. What one wrote oneself counts as seen.

    `passed_on` are those of `ranges` that the holder of a post had read before they took it over: they wait
    for nobody, and the person has not seen them.

    `seen` is how many numbers `ranges` holds, so that lists count what is unread without taking them apart.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ranges = NumberSpansField()
    seen = models.PositiveIntegerField()
    passed_on = NumberSpansField(default=tuple, db_default=())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "thread"], name="dialogue_reading_once")]

    @property
    def own_ranges(self) -> Spans:
        """What the person has seen themselves."""
        return without(self.ranges, self.passed_on)

    def __str__(self) -> str:
        return str(self.ranges)
