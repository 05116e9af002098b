"""Threads: the question under discussion, its audience and its outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from dialogue.common.dates import MAX_DATE, beginning_of
from dialogue.common.tags import MAX_TAGS, TAG_LENGTH
from groups.models import Grant, InitiativeGroup, Mandate, Organisation
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class Purpose(models.TextChoices):
    """Purpose of a thread."""

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
    """Who may read a thread: everybody who reads its group, or only those it names."""

    GROUP = "group", pgettext_lazy("who reads a thread", "The whole group")
    RESTRICTED = "restricted", pgettext_lazy("who reads a thread", "Restricted")


TALKING = frozenset({ThreadState.OPEN, ThreadState.SUMMARISING})
"""The states in which messages can be posted."""


TAGGED = ~Q(tags=[])


class Thread(Identified, Versioned):
    """One question of a group. Its dates are days in the group's time zone.

    A draft opens by itself on `opens_on`; `closes_on` is the last day of an open one.

    `message_count` is also the number of the last message. `active_at` is when the last message was posted,
    or when the thread was opened; lists are ordered by it. `facilitator` is the mandate that leads the
    thread.

    `pinned_at` is since when it is pinned in its group's list. `locked_at` is since when only facilitators
    may post; `slow_seconds` is the minimum wait of other authors between two messages (slow mode). `round` is
    the active round, in which each sector speaks once. `parted_at` is when messages were last moved out of
    it. `merged_into` is the thread into which it was merged; `taken_in` are the first numbers of the messages
    of threads that were merged into it.

    `announced_at` is since when the group may know of a restricted thread: its title, its facilitator, and
    that access may be requested. `public_at` is since when anybody, signed in or not, may read a thread of
    the whole group: its messages from number `public_from` on, so that nothing becomes public that was
    written for the group alone; with `public_gist` also the summary and outcome as they were then.
    `public_outcome`: the outcome was written knowing that it is public.
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
    tags = ArrayField(models.CharField(max_length=TAG_LENGTH), default=list)
    pinned_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    lock_reason = models.TextField(blank=True, default="")
    slow_seconds = models.PositiveSmallIntegerField(default=0)
    round = models.ForeignKey(
        "dialogue.Round", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    round_count = models.PositiveSmallIntegerField(default=0)
    parted_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    taken_in = ArrayField(models.PositiveIntegerField(), default=list)
    # Version of its search text: counts how often words were removed from its title, tags, outcome, summary,
    # questions or statements.
    wording = models.PositiveIntegerField(default=1)
    announced_at = models.DateTimeField(null=True, blank=True)
    public_at = models.DateTimeField(null=True, blank=True)
    public_from = models.PositiveIntegerField(null=True, blank=True)
    public_gist = models.BooleanField(default=False)
    public_outcome = models.BooleanField(default=False)

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
            models.CheckConstraint(condition=Q(tags__len__lte=MAX_TAGS), name="dialogue_thread_tags"),
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
            # Includes the columns that decide about visibility: lists skip invisible rows without fetching
            # them.
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
            # Partial indexes of few threads: each message updates the row of its thread and seldom has to
            # update these.
            models.Index(
                fields=["closes_on"],
                condition=Q(state=ThreadState.OPEN, closes_on__isnull=False),
                name="dialogue_thread_last_day",
            ),
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
        """The end of its last day in the group's time zone."""
        if self.closes_on is None:
            return None
        return beginning_of(min(self.closes_on, MAX_DATE) + timedelta(days=1), self.group.time_zone)

    @property
    def is_locked(self) -> bool:
        """Whether only facilitators may post."""
        return self.locked_at is not None

    @property
    def is_merged(self) -> bool:
        """Whether it was merged into another thread."""
        return self.merged_into_id is not None

    @property
    def is_announced(self) -> bool:
        """Whether its group may know that it exists and may request access."""
        return self.announced_at is not None

    @property
    def is_public(self) -> bool:
        """Whether anybody may read its public messages, if its group has a public page."""
        return self.public_at is not None

    @property
    def is_draft(self) -> bool:
        return self.state == ThreadState.DRAFT

    @property
    def is_shared_with_group(self) -> bool:
        """Whether the whole group may read it; only then its events enter the group's topic."""
        return not self.is_restricted and not self.is_draft


class ThreadUserPermission(Grant):
    """Grants on a thread: of those a restricted thread names, of its facilitator, and of guests."""

    content_object = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="grants")


class ThreadAudience(Identified):
    """One organisation or person that a restricted thread names; they read it through their seats.

    Seats of an organisation that began after `named_at` wait until a facilitator admits them.
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
    """One state transition of a thread, with the reason given."""

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
