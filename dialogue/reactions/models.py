"""Reactions to messages, of a small fixed set."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.messages.models import Message
from viche.kernel.clock import now
from viche.kernel.models import Identified


class ReactionKind(models.TextChoices):
    """Kind of a reaction, besides support (see `Support`)."""

    THANKS = "thanks", _("Thanks")
    QUESTION = "question", _("I have a question")
    IMPORTANT = "important", _("Important")


class Reaction(Identified):
    """One reaction of one person to one message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reactions", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=12, choices=ReactionKind.choices)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "person", "kind"], name="dialogue_reActionOnce"),
            models.CheckConstraint(condition=Q(kind__in=ReactionKind.values), name="dialogue_reaction_kind"),
        ]

    def __str__(self) -> str:
        return self.kind
