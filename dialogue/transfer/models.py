"""Records of threads that were moved or merged, and of messages that were split off."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dialogue.threads.models import Thread
from groups.models import InitiativeGroup, Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified


class ThreadMove(Identified):
    """A move of a thread from one group to another: who, when and why, with its title at that time."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moves", db_index=False)
    before = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+")
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    reason = models.TextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="dialogue_move_moves"),
            models.CheckConstraint(condition=~Q(reason=""), name="dialogue_move_reason"),
        ]
        indexes = [models.Index(fields=["thread", "at", "id"], name="dialogue_move_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class ThreadSplit(Identified):
    """A split of `count` messages off a thread into a new one: who, when and why."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="splits", db_index=False)
    into = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="split_from")
    count = models.PositiveIntegerField()
    reason = models.TextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(thread=F("into")), name="dialogue_split_into_another"),
            models.CheckConstraint(condition=~Q(reason="") & Q(count__gte=1), name="dialogue_split_says_why"),
        ]
        indexes = [models.Index(fields=["thread", "at", "id"], name="dialogue_split_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.thread_id} → {self.into_id}"


class ThreadMerge(Identified):
    """A merge of a thread into another one: who, when and why; `count` messages from `first` on."""

    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="merge")
    into = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="merges", db_index=False)
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    reason = models.TextField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(thread=F("into")), name="dialogue_merge_into_another"),
            models.CheckConstraint(condition=~Q(reason="") & Q(first__gte=1), name="dialogue_merge_says_why"),
        ]
        indexes = [models.Index(fields=["into", "at", "id"], name="dialogue_merge_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.thread_id} → {self.into_id}"
