"""Messages, the support that people give them, their attachments and what they quote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from dialogue.threads.models import Thread
from groups.models import Mandate
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned

MOST_ATTACHMENTS = 10

ALT_LENGTH = 300

"""Characters that say what is in a file to whoever cannot see or hear it."""

BODY_LENGTH = 10_000

"""Characters (after NFC) that a message may have."""

ROOM = 2 * BODY_LENGTH

"""Characters that it may come to have when who is named in it goes by a longer name."""


class Message(Identified, Versioned):
    """One contribution. `number` counts from 1 within the thread, without gaps.

    `mandate` is the seat through which the author takes part; `on_behalf` says that they speak for its
    organisation and not personally. `client_id` is the sender's own name for it: sent twice, stored once.
    `html` is `body` rendered by the recipe named in `recipe`; another recipe makes it be rendered anew. A
    stone in the place of a message that goes on in another thread leads there by `moved_to`.
    """

    # Whether the call that returned this row stored it, or found it stored by an earlier one.
    is_new = False
    # Whether somebody is told of it beyond its readers: it names, answers or is followed.
    is_addressed = False
    # Whether its author leads the thread: then nothing keeps a new one from being said.
    leads = False
    # Whether it came by e-mail: then its author did not see what is asked of whom there.
    by_mail = False
    # Who posts a new message, and through which session or token.
    posted_by: Actor = ANONYMOUS
    # What a new message brings, as it is told (`MessageOut.attachments`).
    brings: Sequence[dict[str, Any]] = ()
    # The kinds of personal data that a new message tells knowingly.
    confirmed: tuple[str, ...] = ()

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages", db_index=False)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    mandate = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="messages", db_index=False
    )
    on_behalf = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    body = models.TextField()
    html = models.TextField()
    recipe = models.CharField(max_length=40)
    client_id = models.UUIDField()
    posted_at = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    moved_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="stones", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="dialogue_message_number"),
            models.UniqueConstraint(fields=["author", "client_id"], name="dialogue_message_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="dialogue_message_number_from_one"),
            models.CheckConstraint(
                condition=Q(on_behalf=False) | Q(mandate__isnull=False),
                name="dialogue_message_on_behalf_of_one",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("body"), ROOM), name="dialogue_message_body_length"
            ),
            models.CheckConstraint(
                condition=~Q(body="") | Q(deleted_at__isnull=False) | Q(hidden_at__isnull=False),
                name="dialogue_message_says_something",
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | Q(body="", html="", deleted_at=None),
                name="dialogue_message_hidden_says_nothing",
            ),
            models.CheckConstraint(
                condition=Q(moved_to=None) | Q(body="", deleted_at__isnull=False),
                name="dialogue_message_moved_says_nothing",
            ),
        ]
        indexes = [
            # Of few messages: what is said pays nothing for it. Not unique: what was taken out may come back
            # with the thread that it went on in, and be taken out again.
            models.Index(
                fields=["moved_to", "thread"],
                condition=Q(moved_to__isnull=False),
                name="dialogue_message_stones",
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_hidden(self) -> bool:
        """Whether somebody who moderates has taken its words from its readers."""
        return self.hidden_at is not None

    @property
    def is_silent(self) -> bool:
        """Whether nothing of what it said is shown any more."""
        return self.is_deleted or self.is_hidden


class MessageAttachment(models.Model):
    """A stored file that belongs to one message; `position` counts from 0. What is told of the file is kept
    here, since it never changes: `size` in bytes, `width` and `height` in pixels (of pictures alone).

    Who reads the message reads the file through `dialogue.messages.files`.
    """

    file_id = models.UUIDField(primary_key=True)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    alt = models.CharField(max_length=ALT_LENGTH, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "position"], name="dialogue_attachment_position"),
            models.CheckConstraint(
                condition=Q(position__lt=MOST_ATTACHMENTS), name="dialogue_attachments_are_few"
            ),
            models.CheckConstraint(
                condition=~Q(media_type__startswith="image/") | ~Q(alt=""),
                name="dialogue_attachment_picture_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MessageRevision(Identified):
    """What a message said in an earlier `version`. `written_at` is when it was put so.

    Whoever reads the message may read it. It goes with the text: a stone has no earlier wordings.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions", db_index=False)
    version = models.PositiveIntegerField()
    body = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "version"], name="dialogue_message_revision_once")
        ]
        triggers = [pgtrigger.Protect(name="said_once", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.version)


class Support(Identified):
    """One person stands behind one message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="supports", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="dialogue_support_once")]

    def __str__(self) -> str:
        return str(self.person_id)


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
