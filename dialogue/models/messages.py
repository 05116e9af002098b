"""Messages and the support that people give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from dialogue.models.threads import Thread
from groups.models import Mandate
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned

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
