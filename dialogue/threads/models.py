"""Threads: one question under discussion, who it is for, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from dialogue.common.dates import LATEST, beginning_of
from dialogue.common.tags import MOST_TAGS, TAG_LENGTH
from groups.models import Grant, InitiativeGroup, Mandate, Organisation
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class Purpose(models.TextChoices):
    """What the conversation is for."""

    CONSULT = "consult", pgettext_lazy("purpose of a thread", "Consult")
    DELIBERATE = "deliberate", pgettext_lazy("purpose of a thread", "Deliberate")
    PRIORITISE = "prioritise", pgettext_lazy("purpose of a thread", "Prioritise")
    MEDIATE = "mediate", pgettext_lazy("purpose of a thread", "Mediate")
    ANNOUNCE = "announce", pgettext_lazy("purpose of a thread", "Announce")


class ThreadState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of a thread", "Draft")
    OPEN = "open", pgettext_lazy("state of a thread", "Open")
    SUMMARISING = "summarising", pgettext_lazy("state of a thread", "Summarising")
    CLOSED = "closed", pgettext_lazy("state of a thread", "Closed")


class Visibility(models.TextChoices):
    """Who reads a thread: everybody who reads its group, or only those it names."""

    GROUP = "group", pgettext_lazy("who reads a thread", "The whole group")
    RESTRICTED = "restricted", pgettext_lazy("who reads a thread", "Restricted")


TALKING = frozenset({ThreadState.OPEN, ThreadState.SUMMARISING})
"""The states in which people may write."""


TAGGED = ~Q(tags=[])


class Thread(Identified, Versioned):
    """One question of a group. Its days are those of the group's time zone.

    A draft opens by itself on `opens_on`; `closes_on` is the last day of one that is open.
    `message_count` is also the number of its last message. `active_at` is when something was last said
    here, or when the thread was opened: the order of lists. `facilitator` is the mandate that leads it.
    `pinned_at` is since when it stands at the head of its group's list. `locked_at` is since when those who
    lead alone post; `slow_seconds` is how long anybody else waits between two messages of theirs. `round` is
    the one in which each sector speaks once, until it is ended. `parted_at` is when messages were last taken
    out of it. `merged_into` is the thread in which it went on; `taken_in` are the numbers with which those of
    threads begin that went on here. `announced_at` is since when whoever reads its group knows of a
    restricted one: its title and who leads it, and that one may ask for access. `public_at` is since when
    anybody, signed in or not, reads one of the whole group: its messages from number `public_from` on, so
    that nothing becomes public that was said for the group alone; with `public_gist` also its summary and
    outcome as they were then. `public_outcome`: its outcome was written knowing that anybody reads it.
    """

    group = models.ForeignKey(
        InitiativeGroup, on_delete=models.PROTECT, related_name="threads", db_index=False
    )
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    state = models.CharField(max_length=16, choices=ThreadState.choices, default=ThreadState.DRAFT)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.GROUP)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome_uk = models.TextField(blank=True, default="")
    outcome_en = models.TextField(blank=True, default="")
    facilitator = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="facilitated_threads"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    message_count = models.PositiveIntegerField(default=0)
    active_at = models.DateTimeField(default=now)
    tags = ArrayField(models.CharField(max_length=TAG_LENGTH), default=list, db_default=[])
    pinned_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    lock_reason = models.TextField(blank=True, default="", db_default="")
    slow_seconds = models.PositiveSmallIntegerField(default=0, db_default=0)
    round = models.ForeignKey(
        "dialogue.Round", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    round_count = models.PositiveSmallIntegerField(default=0, db_default=0)
    parted_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_in = ArrayField(models.PositiveIntegerField(), default=list, db_default=[])
    # Counts how often words went from what is found of it: its title, tags and outcome, and its gist.
    wording = models.PositiveIntegerField(default=1, db_default=1)
    announced_at = models.DateTimeField(null=True, blank=True)
    public_at = models.DateTimeField(null=True, blank=True)
    public_from = models.PositiveIntegerField(null=True, blank=True)
    public_gist = models.BooleanField(default=False, db_default=False)
    public_outcome = models.BooleanField(default=False, db_default=False)

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_thread", "Read the thread"),
            ("speak_thread", "Speak in the thread"),
            ("facilitate_thread", "Lead the thread"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="dialogue_thread_purpose"),
            models.CheckConstraint(condition=Q(state__in=ThreadState.values), name="dialogue_thread_state"),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="dialogue_thread_visibility"
            ),
            models.CheckConstraint(
                condition=Q(state=ThreadState.DRAFT, opened_at=None)
                | (~Q(state=ThreadState.DRAFT) & Q(opened_at__isnull=False)),
                name="dialogue_thread_opened_unless_draft",
            ),
            models.CheckConstraint(
                condition=Q(opens_on=None)
                | (Q(state=ThreadState.DRAFT) & (Q(closes_on=None) | Q(closes_on__gte=F("opens_on")))),
                name="dialogue_thread_opens_on",
            ),
            models.CheckConstraint(
                condition=Q(state=ThreadState.CLOSED, closed_at__isnull=False)
                | (~Q(state=ThreadState.CLOSED) & Q(closed_at=None)),
                name="dialogue_thread_closed_at",
            ),
            models.CheckConstraint(condition=Q(tags__len__lte=MOST_TAGS), name="dialogue_thread_tags"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=False) | Q(lock_reason=""), name="dialogue_thread_lock_reason"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | (Q(state=ThreadState.CLOSED) & ~Q(merged_into=F("id"))),
                name="dialogue_thread_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(visibility=Visibility.RESTRICTED, state__in=TALKING),
                name="dialogue_thread_announced",
            ),
            models.CheckConstraint(
                condition=Q(public_at=None, public_from=None, public_gist=False, public_outcome=False)
                | (
                    Q(public_at__isnull=False, public_from__gte=1, visibility=Visibility.GROUP)
                    & Q(merged_into=None)
                    & ~Q(state=ThreadState.DRAFT)
                ),
                name="dialogue_thread_public",
            ),
        ]
        indexes = [
            # With all that says who sees a row: lists find theirs without fetching the others.
            models.Index(
                fields=["group", "active_at", "id"],
                include=["state", "visibility"],
                name="dialogue_thread_group_order",
            ),
            models.Index(
                fields=["active_at", "id"],
                include=["group", "state", "visibility"],
                name="dialogue_thread_order",
            ),
            models.Index(
                fields=["group", "active_at", "id"],
                condition=Q(state=ThreadState.DRAFT),
                name="dialogue_thread_drafts",
            ),
            # Of few threads: a message writes the row of its thread anew, and seldom pays for these.
            models.Index(
                fields=["group", "pinned_at", "id"],
                condition=Q(pinned_at__isnull=False),
                name="dialogue_thread_pinned",
            ),
            GinIndex(fields=["tags"], condition=TAGGED, name="dialogue_thread_tagged"),
            models.Index(
                fields=["group", "announced_at", "id"],
                condition=Q(announced_at__isnull=False),
                name="dialogue_thread_announced_in",
            ),
            models.Index(
                fields=["group", "public_at", "id"],
                condition=Q(public_at__isnull=False),
                name="dialogue_thread_public_in",
            ),
        ]

    def __str__(self) -> str:
        return self.title_uk

    @property
    def is_restricted(self) -> bool:
        return self.visibility == Visibility.RESTRICTED

    @property
    def closes_at(self) -> datetime | None:
        """When its last day is over, by the clock of its group."""
        if self.closes_on is None:
            return None
        return beginning_of(min(self.closes_on, LATEST) + timedelta(days=1), self.group.time_zone)

    @property
    def is_locked(self) -> bool:
        """Whether those who lead it alone post."""
        return self.locked_at is not None

    @property
    def is_merged(self) -> bool:
        """Whether it went on in another one."""
        return self.merged_into_id is not None

    @property
    def is_announced(self) -> bool:
        """Whether its group knows that it is there, and may ask for access."""
        return self.announced_at is not None

    @property
    def is_public(self) -> bool:
        """Whether anybody reads what is said in it, where its group has a public page."""
        return self.public_at is not None

    @property
    def is_draft(self) -> bool:
        return self.state == ThreadState.DRAFT

    @property
    def is_shared_with_group(self) -> bool:
        """Whether everybody who reads the group sees it: only then its events enter the group's topic."""
        return not self.is_restricted and not self.is_draft


class ThreadUserPermission(Grant):
    """Grants on a thread: of those a restricted thread names, of its facilitator, and of guests."""

    content_object = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="grants")


class ThreadAudience(Identified):
    """One organisation or person that a restricted thread names, who read through their seat.

    Seats of an organisation that began after `named_at` wait until who leads the thread admits them.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="audience", db_index=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    named_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None, person__isnull=False)
                | Q(organisation__isnull=False, person=None),
                name="dialogue_audience_one_of_both",
            ),
            models.UniqueConstraint(
                fields=["thread", "organisation"],
                condition=Q(organisation__isnull=False),
                name="dialogue_audience_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["thread", "person"],
                condition=Q(person__isnull=False),
                name="dialogue_audience_person_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation_id or self.person_id)


class ThreadStateChange(Identified):
    """One step of a thread from state to state, with the reason that was given."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="state_changes", db_index=False)
    before = models.CharField(max_length=16, choices=ThreadState.choices)
    after = models.CharField(max_length=16, choices=ThreadState.choices)
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="dialogue_state_change_changes"),
        ]
        indexes = [models.Index(fields=["thread", "at", "id"], name="dialogue_state_change_order")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
