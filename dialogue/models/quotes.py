"""What a message quotes of another one in its thread."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from dialogue.models.messages import Message

QUOTE_LENGTH = 2_000
"""Characters of a message that are quoted at most."""
QUOTE_ROOM = 2 * QUOTE_LENGTH
"""Characters that a quote may come to have when who is named in it goes by a longer name."""


class MessageQuote(models.Model):
    """A message repeats words of another, as they were in its `version`. What is taken back is quoted no
    more: then `text` is empty.
    """

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="quote")
    source = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="quoted_in")
    text = models.TextField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), QUOTE_ROOM), name="dialogue_quote_length"
            ),
        ]

    def __str__(self) -> str:
        return self.text
