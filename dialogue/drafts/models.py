"""Drafts of messages."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from dialogue.messages.models import MAX_STORED_BODY_LENGTH, QUOTE_LENGTH, Message
from dialogue.threads.models import Thread
from groups.models import Mandate
from viche.kernel.models import Identified


class MessageDraft(Identified):
    """The unsent message of one person in one thread, visible only to them.

    It replies to `reply_to` and quotes `quote_text` of it (empty: the whole message) as of `quote_version`;
    without that it quotes nothing. `version` grows with every change and begins at a random number for each
    draft, so that a version known to a device never matches a later draft.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    body = models.TextField()
    reply_to = models.ForeignKey(Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quote_text = models.TextField(blank=True, default="")
    quote_version = models.PositiveIntegerField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False)
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "thread"], name="dialogue_draft_once"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), MAX_STORED_BODY_LENGTH),
                name="dialogue_draft_length",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("quote_text"), QUOTE_LENGTH),
                name="dialogue_draft_quote_length",
            ),
            models.CheckConstraint(
                condition=Q(quote_text="") | Q(quote_version__isnull=False), name="dialogue_draft_quotes"
            ),
        ]

    def __str__(self) -> str:
        return self.body
