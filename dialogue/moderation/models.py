"""Reports, hidden messages and the log of moderation."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.messages.models import Message
from dialogue.threads.models import Thread
from groups.models import Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified

NOTE_LENGTH = 1_000
"""Maximum length of the note of a report, a step or an appeal, in characters."""


class Fault(models.TextChoices):
    """Reason for which a message is reported or hidden."""

    INSULT = "insult", pgettext_lazy("fault of a message", "Insult or hatred")
    PERSONAL_DATA = "personal_data", pgettext_lazy("fault of a message", "Someone’s personal data")
    DANGER = "danger", pgettext_lazy("fault of a message", "Puts people in danger")
    SPAM = "spam", pgettext_lazy("fault of a message", "Advertising or spam")
    OFF_TOPIC = "off_topic", pgettext_lazy("fault of a message", "Nothing to do with the thread")
    OTHER = "other", pgettext_lazy("fault of a message", "Something else")


class HidingState(models.TextChoices):
    """State of a hidden message; a visible one has none."""

    HIDDEN = "hidden", pgettext_lazy("state of a hidden message", "Hidden")
    APPEALED = "appealed", pgettext_lazy("state of a hidden message", "The author disagrees")
    UPHELD = "upheld", pgettext_lazy("state of a hidden message", "Stays hidden")


class Hiding(models.Model):
    """A hidden message and its text.

    The text is stored here and not in the message, so that nothing that shows, sends or searches messages has
    it. `version` is that of the message with this text.

    `note` explains the last step to the author, `appeal` is the author's answer: both are for the author and
    the moderators only.
    """

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="hiding")
    state = models.CharField(max_length=16, choices=HidingState.choices, default=HidingState.HIDDEN)
    fault = models.CharField(max_length=16, choices=Fault.choices)
    note = models.TextField(blank=True, default="")
    appeal = models.TextField(blank=True, default="")
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    body = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=HidingState.values), name="dialogue_hiding_state"),
            models.CheckConstraint(condition=Q(fault__in=Fault.values), name="dialogue_hiding_fault"),
        ]

    def __str__(self) -> str:
        return self.state


class MessageReport(Identified):
    """A report that a message breaks the rules; open until a moderator answers it.

    Only moderators may know who reported it, and never the author.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fault = models.CharField(max_length=16, choices=Fault.choices)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "person"],
                condition=Q(answered_at=None),
                name="dialogue_report_open_once",
            ),
            models.CheckConstraint(condition=Q(fault__in=Fault.values), name="dialogue_report_fault"),
        ]

    def __str__(self) -> str:
        return self.fault


class Moderated(models.TextChoices):
    """Kind of a moderation step."""

    HIDDEN = "hidden", pgettext_lazy("step about a message", "Hidden")
    APPEALED = "appealed", pgettext_lazy("step about a message", "Appealed against")
    UPHELD = "upheld", pgettext_lazy("step about a message", "Left hidden")
    SHOWN = "shown", pgettext_lazy("step about a message", "Shown again")


class ModerationStep(Identified):
    """One entry of the moderation log, for all readers of the thread: who did what, when and why.

    It contains no text that people wrote, and no report.
    """

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="moderation")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="moderation", db_index=False)
    what = models.CharField(max_length=16, choices=Moderated.choices)
    fault = models.CharField(max_length=16, choices=Fault.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=Moderated.values), name="dialogue_moderation_what"),
            models.CheckConstraint(condition=Q(fault__in=Fault.values), name="dialogue_moderation_fault"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.what
