"""Public promises: what a group says in public about its action items."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.models import InitiativeGroup, Mandate
from tasks.items.models import ActionItem
from viche.kernel.clock import now
from viche.kernel.models import Identified


class PublicState(models.TextChoices):
    """State of an action item as shown to the public."""

    IN_WORK = "in_work", _("In work")
    DONE = "done", _("Done and checked by another organisation")
    DROPPED = "dropped", _("Will not be done")


class PublicPromise(Identified):
    """“You said – we did”: an action item in words written for the public.

    `asked` is what people asked for, `answer` what is done about it or why not: written for the public state
    `written_for`, and shown only while the item is in it. `place` is shown as typed. `named` are the ids of
    the owners (organisations and the outside body) whose names are shown. `published_*`: the latest author.
    """

    action = models.OneToOneField(ActionItem, on_delete=models.PROTECT, related_name="promise")
    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_uk = models.TextField()
    asked_en = models.TextField(blank=True, default="")
    answer_uk = models.TextField()
    answer_en = models.TextField(blank=True, default="")
    written_for = models.CharField(max_length=8, choices=PublicState.choices)
    place_uk = models.CharField(max_length=200, blank=True, default="")
    place_en = models.CharField(max_length=200, blank=True, default="")
    named = ArrayField(models.UUIDField(), default=list)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    published_through = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_uk="") & ~Q(answer_uk=""), name="tasks_promise_says_something"
            ),
            models.CheckConstraint(
                condition=Q(written_for__in=PublicState.values), name="tasks_promise_state"
            ),
        ]
        indexes = [models.Index(fields=["group", "-id"], name="tasks_promise_of_group")]

    def __str__(self) -> str:
        return str(self.pk)
