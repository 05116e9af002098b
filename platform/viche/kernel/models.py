"""The kernel's tables: the event log, its topics and outbox, access changes, links, idempotency keys."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from viche.kernel.clock import now
from viche.kernel.ids import uuid7


class Identified(models.Model):
    """A row named by a UUIDv7."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row whose changes need the version that was read (ETag, If-Match). Services add one per change."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class DueRow(Identified):
    """Something that must happen once, at `due_at` or as soon after as a worker is there."""

    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(fired_at=None), name="%(app_label)s_%(class)s_due"
            ),
        ]


class Topic(models.Model):
    """A stream that somebody may follow, with the sequence number given last."""

    name = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)


class Event(Identified):
    """One fact: audit trail, outbox and replay source at once. Holds references and codes, never text."""

    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=80, default="")
    # Through what the actor came: a session by its public id, or a token. Neither opens anything.
    session_id = models.UUIDField(null=True)
    token_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField()

    # What it is about, as just written and with everything that frames show: only for who renders at once.
    fresh: Any = None

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="kernel_event_subject")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class TopicEntry(models.Model):
    """The place of an event in a topic, gapless from 1, with all of it that readers of the topic need.

    Whoever was away reads a stretch of one index and nothing else: to look each event up in the log would
    take twice as long. Neither can change, so they cannot differ.
    """

    pk = models.CompositePrimaryKey("topic_id", "seq")
    # One statement writes an entry with its topic and its event, which nothing can delete after it: to have
    # that checked row by row would cost as much as to write it.
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, db_index=False, db_constraint=False)
    seq = models.BigIntegerField()
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="entries", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    subject_id = models.UUIDField()
    data = models.TextField()  # JSON: as a text it is read just as it stands

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class OutboxEntry(models.Model):
    """What a subscriber still has to do about an event. Deleted in the transaction that does it."""

    # Written by the statement that writes the event; found by it through `kernel_outbox_once`.
    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    subscriber = models.CharField(max_length=40)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="kernel_outbox_once")]
        indexes = [models.Index(fields=["next_try_at", "id"], name="kernel_outbox_due")]


class AccessChange(models.Model):
    """Somebody may see less (or more) than before. Every process tails this table by its gapless `seq`.

    A row names what to look at again: a person, a topic, a session (by the SHA-256 of its key, since the key
    itself signs in) or a token; empty means any.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    topic = models.CharField(max_length=80, default="")
    session_digest = models.CharField(max_length=64, default="")
    token_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["person", "-seq"], name="kernel_access_of_person")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Link(Identified):
    """A typed tie between any two objects: a message *became* an action item."""

    kind = models.CharField(max_length=40)
    source_type = models.CharField(max_length=40)
    source_id = models.UUIDField()
    target_type = models.CharField(max_length=40)
    target_id = models.UUIDField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source_type", "source_id", "target_type", "target_id"],
                name="kernel_link_once",
            ),
        ]
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="kernel_link_target"),
            models.Index(fields=["source_type", "source_id"], name="kernel_link_source"),
        ]


class IdempotencyKey(Identified):
    """The answer that a request with this key was given, kept for a day, so that a repeat changes nothing.

    `owner` is the token or else the person, `level` how well the actor saw then what the address names.
    `body` holds the content and the kept headers, sealed; an access change empties it.
    """

    owner = models.CharField(max_length=80)
    person_id = models.UUIDField(null=True)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    level = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="kernel_idempotency_once")]
        indexes = [
            models.Index(fields=["created_at"], name="kernel_idempotency_age"),
            models.Index(fields=["person_id"], name="kernel_idempotency_person"),
        ]
