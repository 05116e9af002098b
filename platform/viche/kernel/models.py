"""Tables of the kernel: event log, topics, outbox, access changes, links, idempotency keys."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from viche.kernel.clock import now
from viche.kernel.ids import uuid7


class Identified(models.Model):
    """Abstract base of rows whose key is a UUIDv7."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """Abstract base of rows with optimistic locking (ETag, If-Match).

    Services increment the version with each change.
    """

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class DueRow(Identified):
    """Abstract base of something that must happen once, at or as soon as possible after `due_at`."""

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
    """A stream of events that clients can subscribe to, with the last assigned sequence number."""

    name = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)


class Event(Identified):
    """One event: audit trail, outbox and replay source at once.

    Holds references and codes, never text.
    """

    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=80, default="")
    # The actor's credential: a session by its public id, or a token's id. Neither grants access by itself.
    session_id = models.UUIDField(null=True)
    token_id = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField()

    # The subject as just written, with all data that frames show; set only for rendering in the same process.
    fresh: Any = None

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="kernel_event_subject")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class TopicEntry(models.Model):
    """The position of an event in a topic, gapless from 1, with all data that subscribers need.

    A replay reads one index range and nothing else: a join with the event log would take twice as long. Both
    tables are append-only, so the copies cannot differ.
    """

    pk = models.CompositePrimaryKey("topic_id", "seq")
    # One statement writes an entry with its topic and its event, and neither can be deleted: checking the
    # foreign keys row by row would cost as much as the write.
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
    data = models.TextField()  # JSON as text, which is read without parsing

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class OutboxEntry(models.Model):
    """A pending delivery of an event to a subscriber. Deleted in the transaction that delivers it."""

    # Written by the statement that writes the event; looked up through `kernel_outbox_once`.
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
    """A change of access rights. Every process tails this table by its gapless `seq`.

    A row names what must be re-checked: a person, a topic, a session (by the SHA-256 of its key, because the
    key itself allows a sign-in) or a token; empty means any.
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
    """A typed link between two objects, such as: a message *became* an action item."""

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
