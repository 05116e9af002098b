"""Read state and notification level of each person in each thread."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.common.number_ranges import NumberSpansField, Spans, merge_spans, subtract_spans
from dialogue.threads.models import Thread
from viche.kernel.models import Identified


class Attention(models.TextChoices):
    """Notification level of a reader in a thread.

    All messages; mentions and replies; or nothing: unread messages of a muted thread are counted nowhere.
    """

    ALL = "all", pgettext_lazy("attention to a thread", "Every message")
    USUAL = "usual", pgettext_lazy("attention to a thread", "Mentions and replies")
    MUTED = "muted", pgettext_lazy("attention to a thread", "Nothing")


class ThreadAttention(Identified):
    """Notification level that a person chose in a thread; without a row it is `USUAL`."""

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
    """Messages that one person has read in one thread. Their own messages count as read.

    `passed_on` is the part of `ranges` that the previous holder of a post had read: these messages are not
    unread, but the person has not seen them.

    `put_back` are the messages that the person has seen and marked as unread: they are outside of `ranges`,
    and other readers still see them as read.

    `seen` is how many numbers `ranges` contains, so that lists count unread messages without unnesting the
    multirange.

    `spoke_at` is when the person last posted here; None for readers who never did.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    ranges = NumberSpansField()
    seen = models.PositiveIntegerField()
    # Readings are inserted by SQL that names none of the two: the database has their defaults.
    passed_on = NumberSpansField(default=tuple, db_default=())
    put_back = NumberSpansField(default=tuple, db_default=())
    spoke_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "thread"], name="dialogue_reading_once")]

    @property
    def own_ranges(self) -> Spans:
        """The messages that the person has seen themselves."""
        return merge_spans((*subtract_spans(self.ranges, self.passed_on), *self.put_back))

    def __str__(self) -> str:
        return str(self.ranges)
