"""Reading: which messages of a thread a person has seen, and of which they want to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.common.number_ranges import NumberSpansField, Spans, merged, without
from dialogue.threads.models import Thread
from viche.kernel.models import Identified


class Attention(models.TextChoices):
    """What of a thread its reader is told of: every message; what names them or answers them; or nothing, and
    what is unread there waits for them nowhere.
    """

    ALL = "all", pgettext_lazy("attention to a thread", "Every message")
    USUAL = "usual", pgettext_lazy("attention to a thread", "Mentions and replies")
    MUTED = "muted", pgettext_lazy("attention to a thread", "Nothing")


class ThreadAttention(Identified):
    """What one person chose to be told of in one thread; without a row it is the usual."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="attention", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    level = models.CharField(max_length=8, choices=[one for one in Attention.choices if one[0] != "usual"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="dialogue_attention_once"),
            models.CheckConstraint(
                condition=Q(level__in=[Attention.ALL, Attention.MUTED]), name="dialogue_attention_level"
            ),
        ]
        indexes = [models.Index(fields=["thread", "level"], name="dialogue_attention_of_thread")]

    def __str__(self) -> str:
        return self.level


class ThreadReading(Identified):
    """The messages that one person has seen in one thread. What one wrote oneself counts as seen.

    `passed_on` are those of `ranges` that the holder of a post had read before they took it over: they wait
    for nobody, and the person has not seen them.

    `put_back` are those that the person has seen and wants to read again: they stand outside of `ranges`, and
    everybody else is told that they were seen.

    `seen` is how many numbers `ranges` holds, so that lists count what is unread without taking them apart.

    `spoke_at` is when the person last posted here, since that is written down.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ranges = NumberSpansField()
    seen = models.PositiveIntegerField()
    passed_on = NumberSpansField(default=tuple, db_default=())
    put_back = NumberSpansField(default=tuple, db_default=())
    spoke_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "thread"], name="dialogue_reading_once")]

    @property
    def own_ranges(self) -> Spans:
        """What the person has seen themselves."""
        return merged((*without(self.ranges, self.passed_on), *self.put_back))

    def __str__(self) -> str:
        return str(self.ranges)
