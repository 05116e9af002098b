"""Messages with their support, attachments, earlier versions and quotes."""

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

MAX_ATTACHMENTS = 10

ALT_LENGTH = 300

"""Maximum length of an alternative text, in characters."""

BODY_LENGTH = 10_000

"""Maximum length of a message, in characters after NFC."""

MAX_STORED_BODY_LENGTH = 2 * BODY_LENGTH

"""Maximum length of a stored message, whose mentions may have been renamed to longer names."""


class Message(Identified, Versioned):
    """One message of a thread. `number` counts from 1 within the thread, without gaps.

    `mandate` is the seat through which the author takes part; `on_behalf` says that they speak for its
    organisation and not personally. `client_id` is chosen by the sender: a message sent twice is stored once.
    `html` is `body` rendered in the version named in `recipe`; in another version it is rendered again. The
    tombstone of a message that was moved to another thread refers to it by `moved_to`.
    """

    # Whether the call that returned this row stored it; False if an earlier call did.
    is_new = False
    # Whether people are notified of it: it mentions or replies to them, or they follow the thread.
    is_addressed = False
    # Whether its author facilitates the thread: then slow mode does not apply.
    can_facilitate = False
    # Whether it came by e-mail: then its author did not see whose turn it is in a round.
    by_mail = False
    # The actor who posts a new message, with their session or token and what the message discloses.
    posted_by: Actor = ANONYMOUS
    # The attachments of a new message, in the form of `MessageOut.attachments`.
    brings: Sequence[dict[str, Any]] = ()

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
                condition=LessThanOrEqual(Length("body"), MAX_STORED_BODY_LENGTH),
                name="dialogue_message_body_length",
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
            # Partial index of few messages: posting does not update it. Not unique: a message that was split
            # off may come back when its thread is merged, and be split off again.
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
        """Whether a moderator has hidden its text from its readers."""
        return self.hidden_at is not None

    @property
    def is_silent(self) -> bool:
        """Whether its text is no longer shown: it is deleted or hidden."""
        return self.is_deleted or self.is_hidden


class MessageAttachment(models.Model):
    """A stored file attached to one message; `position` counts from 0.

    The metadata of the file is copied here, since it never changes: `size` in bytes, `width` and `height` in
    pixels (of pictures only). Readers of the message may read the file through `dialogue.messages.files`.
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
                condition=Q(position__lt=MAX_ATTACHMENTS), name="dialogue_attachments_are_few"
            ),
            models.CheckConstraint(
                condition=~Q(media_type__startswith="image/") | ~Q(alt=""),
                name="dialogue_attachment_picture_in_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MessageRevision(Identified):
    """The text of an earlier `version` of a message, written at `written_at`.

    Readers of the message may read it. It is deleted with the text: a tombstone has no earlier versions.
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
    """One person supports one message."""

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

"""Maximum length of a quote, in characters."""

MAX_STORED_QUOTE_LENGTH = 2 * QUOTE_LENGTH

"""Maximum length of a stored quote, whose mentions may have been renamed to longer names."""


class MessageQuote(models.Model):
    """A message quotes text of another one, in the given `version` of it.

    When the source is withdrawn, `text` becomes empty.
    """

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.CASCADE, related_name="quote")
    source = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="quoted_in")
    text = models.TextField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), MAX_STORED_QUOTE_LENGTH),
                name="dialogue_quote_length",
            ),
        ]

    def __str__(self) -> str:
        return self.text
