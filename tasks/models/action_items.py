"""Action items: what an organisation takes on, until when, and who confirms that it was done."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dialogue.models import Message, Thread
from groups.models import Grant, InitiativeGroup, Mandate, Organisation
from viche.kernel.clock import now, today
from viche.kernel.models import Identified, Versioned

# What was written down stays written down.
KEEP = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)


class State(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    IN_PROGRESS = "in_progress", _("In progress")
    BLOCKED = "blocked", _("Blocked")
    DONE = "done", _("Waits for verification")
    VERIFIED = "verified", _("Verified")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = frozenset({State.PROPOSED, State.ACCEPTED, State.IN_PROGRESS, State.BLOCKED})
"""The owner still has to do something: these can be overdue, and the owner is reminded."""

OPEN = UNFINISHED | {State.DONE}
"""Somebody still has to do something."""

CLOSED = frozenset({State.DECLINED, State.VERIFIED, State.CANCELLED})


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class Audience(models.TextChoices):
    """Who reads an action item: everybody who reads its group, or those who read the thread it came from."""

    GROUP = "group", _("The whole group")
    THREAD = "thread", _("Those who read its thread")


class ActionItem(Identified, Versioned):
    """One thing to be done. `number` counts from 1 within `register` (the top group) and `year`.

    Days are those of the group's time zone. `original_due_on` never changes. `owner` names a person's
    mandate where the work is theirs; the organisation answers for it in any case. `verifier_organisation`
    is null when any other organisation of the group may verify. `state_remark` says why it is in its
    present state. `evidence_count` and `last_evidence_by` follow the evidence. `verified_*`: who, through
    which mandate and for which organisation.
    """

    group = models.ForeignKey(
        InitiativeGroup, on_delete=models.PROTECT, related_name="action_items", db_index=False
    )
    register = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField(blank=True, default="")
    state = models.CharField(max_length=16, choices=State.choices, default=State.PROPOSED)
    state_since = models.DateTimeField(default=now)
    state_remark = models.ForeignKey(
        "tasks.Remark", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    due_on = models.DateField()
    original_due_on = models.DateField()
    owner_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="action_items", db_index=False
    )
    owner = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    verifier_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.GROUP)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    evidence_count = models.PositiveIntegerField(default=0)
    last_evidence_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_for = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # As presentation shows them: brought by `tasks.selectors`, with the numbers of what speaks for each.
    shown_criteria: list[Criterion]

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_actionitem", "Read the action item"),
            ("work_actionitem", "Work on the action item"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register", "year", "number"], name="tasks_action_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="tasks_action_number_from_one"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="tasks_action_state"),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="tasks_action_priority"),
            models.CheckConstraint(condition=Q(audience__in=Audience.values), name="tasks_action_audience"),
            models.CheckConstraint(condition=~Q(title_uk=""), name="tasks_action_has_a_title"),
            models.CheckConstraint(
                condition=Q(audience=Audience.GROUP) | Q(thread__isnull=False),
                name="tasks_action_audience_of_a_thread",
            ),
            models.CheckConstraint(
                condition=Q(message=None) | Q(thread__isnull=False), name="tasks_action_message_of_a_thread"
            ),
            models.CheckConstraint(
                condition=Q(verifier_organisation=None) | ~Q(verifier_organisation=F("owner_organisation")),
                name="tasks_action_verifier_is_another",
            ),
            models.CheckConstraint(
                condition=Q(verified_for=None) | ~Q(verified_for=F("owner_organisation")),
                name="tasks_action_verified_by_another",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("last_evidence_by")),
                name="tasks_action_verified_not_by_prover",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.VERIFIED,
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                    verified_for__isnull=False,
                )
                | (
                    ~Q(state=State.VERIFIED)
                    & Q(verified_at=None, verified_by=None, verified_through=None, verified_for=None)
                ),
                name="tasks_action_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DONE, State.VERIFIED])
                | Q(done_at__isnull=False, evidence_count__gte=1, last_evidence_by__isnull=False),
                name="tasks_action_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.BLOCKED, State.DECLINED, State.CANCELLED])
                | Q(state_remark__isnull=False),
                name="tasks_action_state_has_a_reason",
            ),
        ]
        indexes = [
            # With all that says who sees a row: lists find theirs without fetching the others.
            models.Index(
                fields=["due_on", "id"], include=["group", "audience", "thread"], name="tasks_action_order"
            ),
            models.Index(
                fields=["group", "due_on", "id"], include=["audience", "thread"], name="tasks_action_in_group"
            ),
            models.Index(
                fields=["group", "state"], condition=Q(audience=Audience.GROUP), name="tasks_action_in_state"
            ),
            models.Index(
                fields=["thread"], condition=Q(audience=Audience.THREAD), name="tasks_action_restricted"
            ),
            models.Index(fields=["owner_organisation", "due_on", "id"], name="tasks_action_of_owner"),
        ]
        triggers = [
            KEEP,
            # What people refer to (“no. 8 of 2025, due on the 20th”) means the same for ever.
            pgtrigger.ReadOnly(
                name="fixed", fields=["group", "register", "year", "number", "original_due_on", "created_by"]
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_shared_with_group(self) -> bool:
        """Whether everybody who reads the group sees it: only then do its events enter the group's topic."""
        return self.audience == Audience.GROUP

    def is_overdue(self, day: date | None = None) -> bool:
        """Whether its day has passed and the owner is not finished. `day` is today in the group's zone."""
        return self.state in UNFINISHED and self.due_on < (day or today(self.group.time_zone))


class ActionItemUserPermission(Grant):
    """Grants on a single item: of guests, and of organisations that do not read its restricted thread."""

    content_object = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="grants")


class Criterion(Identified):
    """One thing that must be true for the work to count as done."""

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="criteria", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "position"], name="tasks_criterion_position"),
            models.CheckConstraint(condition=~Q(text=""), name="tasks_criterion_says_something"),
        ]

    def __str__(self) -> str:
        return self.text


class Remark(Identified):
    """Words that belong to a step: why it is blocked, declined, returned, cancelled or moved to another
    day.
    """

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="remarks")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="tasks_remark_says_something")]
        triggers = [KEEP]

    def __str__(self) -> str:
        return self.text
