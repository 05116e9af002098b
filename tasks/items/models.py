"""Action items: the work that an organisation takes on, its due day, and its verification."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from dialogue.common.tags import MAX_TAGS, TAG_LENGTH
from dialogue.models import Message, Thread
from groups.models import Grant, InitiativeGroup, Mandate, Organisation
from tasks.external_assignees.models import OutsideBody
from tasks.items.choices import Audience, BudgetSource, Priority, TargetGroup
from tasks.items.states import OPEN_STATES, UNFINISHED_STATES, State
from tasks.items.triggers import REFUSE_AFFILIATES
from viche.kernel.clock import now, today
from viche.kernel.models import Identified, Versioned

# Records are never deleted.
PROTECT_FROM_DELETION = pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)

MAX_COOWNERS = 10

FIRST_RESTRICTED_NUMBER = 100_001
"""First number in a year of items that are created for some readers only: a series of their own."""

COVERING_COLUMNS = ["audience", "thread", "owner_organisation", "outside_body", "coowners", "target_groups"]

Place = tuple[Decimal, Decimal]

"""Latitude and longitude in degrees (WGS 84), to five decimal places."""


class ActionItem(Identified, Versioned):
    """A piece of work with an owner, a due day and a workflow.

    `number` counts from 1 within `register` (the top group) and `year`, or from FIRST_RESTRICTED_NUMBER for
    an item that is created for the readers of a thread only. Days are in the group's time zone.
    `original_due_on` never changes.

    The organisation is answerable for the work; `owner` is the mandate of the person who does it. `coowners`
    are further organisations that work on it, with the same rights; they may not verify. `former_coowners`
    left after work had begun and may not verify either. An `outside_body` owns the item in place of an
    organisation and has no account. `verifier_organisation` is null when any other organisation of the group
    may verify.

    `state_remark` is the reason for the present state, `superseded_by` the item that replaces a cancelled
    one, `help_remark` the unanswered request for help. `rules_changed`: the reminders still follow outdated
    rules. `effort_hours` is an estimate in hours of one person, `budget` in hryvnias. `parent`: the item of
    which this is a part, one level deep. `recurrence`: an RFC 5545 rule; `previous` is the preceding item of
    the series (see `tasks.items.recurrence`).

    Counts and `last_evidence_by` are denormalised; `removed_evidence_count`: evidence withdrawn or hidden.
    `worked_by`: the people who took a step of the owner or could have taken it (they logged it, or made the
    guest link by which it was taken); they never verify, whichever organisation they speak for later.
    `accepted_at`: when the owner accepted it; `done_logged_by`: the person who logged that it is done;
    `returned_at`: when it was returned, until the next step. `discussion`: the thread about it, with readers
    of its own. `verified_*`: who verified, and for whom.
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
    help_remark = models.ForeignKey(
        "tasks.Remark", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    rules_changed = models.BooleanField(default=False)
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    due_on = models.DateField()
    original_due_on = models.DateField()
    owner_organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="action_items", db_index=False
    )
    outside_body = models.ForeignKey(
        OutsideBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="action_items",
        db_index=False,
    )
    owner = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    coowners = ArrayField(models.UUIDField(), default=list)
    former_coowners = ArrayField(models.UUIDField(), default=list)
    verifier_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    thread = models.ForeignKey(
        Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.PROTECT, related_name="action_items"
    )
    discussion = models.OneToOneField(
        Thread, null=True, blank=True, on_delete=models.PROTECT, related_name="discussed_action"
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    recurrence = models.CharField(max_length=120, blank=True, default="")
    previous = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="following"
    )
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.GROUP)
    target_groups = ArrayField(models.CharField(max_length=24, choices=TargetGroup.choices), default=list)
    tags = ArrayField(models.CharField(max_length=TAG_LENGTH), default=list)
    effort_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    budget = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    budget_source = models.CharField(max_length=8, choices=BudgetSource.choices, blank=True, default="")
    place_name = models.CharField(max_length=200, blank=True, default="")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_through = models.ForeignKey(
        Mandate, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    checklist_count = models.PositiveSmallIntegerField(default=0)
    checklist_done = models.PositiveSmallIntegerField(default=0)
    evidence_count = models.PositiveIntegerField(default=0)
    removed_evidence_count = models.PositiveIntegerField(default=0)
    last_evidence_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    worked_by = ArrayField(models.UUIDField(), default=list)
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_logged_by = models.UUIDField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
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

    # Loaded for presenters by `tasks.items.selectors`, with what proves each, and by `tasks.items.related`.
    shown_criteria: list[Criterion]
    shown_coowners: Sequence[Organisation] = ()

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_actionitem", "Read the action item"),
            ("speak_actionitem", "Speak for a party to the action item"),
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
                condition=Q(target_groups__contained_by=TargetGroup.values), name="tasks_action_target_groups"
            ),
            models.CheckConstraint(condition=Q(tags__len__lte=MAX_TAGS), name="tasks_action_tags"),
            models.CheckConstraint(
                condition=Q(coowners__len__lte=MAX_COOWNERS)
                & ~Q(coowners__contains=[F("owner_organisation")])
                & (Q(verifier_organisation=None) | ~Q(coowners__contains=[F("verifier_organisation")]))
                & (Q(verified_for=None) | ~Q(coowners__contains=[F("verified_for")])),
                name="tasks_action_coowners",
            ),
            models.CheckConstraint(
                condition=(
                    Q(verifier_organisation=None) | ~Q(former_coowners__contains=[F("verifier_organisation")])
                )
                & (Q(verified_for=None) | ~Q(former_coowners__contains=[F("verified_for")])),
                name="tasks_action_former_coowners",
            ),
            models.CheckConstraint(condition=~Q(effort_hours=0), name="tasks_action_effort"),
            models.CheckConstraint(condition=Q(budget=None) | Q(budget__gte=0), name="tasks_action_budget"),
            models.CheckConstraint(
                condition=Q(budget_source__in=["", *BudgetSource.values]), name="tasks_action_budget_source"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                # A comparison with null yields null, which passes a check constraint: require both
                # explicitly.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="tasks_action_place",
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.GROUP) | Q(thread__isnull=False),
                name="tasks_action_audience_of_a_thread",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="tasks_action_part_of_another"),
            models.CheckConstraint(
                condition=Q(message=None) | Q(thread__isnull=False), name="tasks_action_message_of_a_thread"
            ),
            models.CheckConstraint(
                condition=Q(owner_organisation__isnull=False, outside_body=None)
                | Q(owner_organisation=None, owner=None, outside_body__isnull=False),
                name="tasks_action_owned_by_one",
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
                condition=Q(verified_by=None) | ~Q(worked_by__contains=[F("verified_by")]),
                name="tasks_action_verified_not_by_stand_in",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[State.VERIFIED, State.CLOSED],
                    verified_at__isnull=False,
                    verified_by__isnull=False,
                    verified_for__isnull=False,
                )
                | (
                    ~Q(state__in=[State.VERIFIED, State.CLOSED])
                    & Q(verified_at=None, verified_by=None, verified_through=None, verified_for=None)
                ),
                name="tasks_action_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.DONE, State.VERIFIED, State.CLOSED])
                # Evidence may be removed later; nothing is verified without any: `transition_action_item`.
                | (Q(done_at__isnull=False) & (Q(evidence_count__gte=1) | Q(removed_evidence_count__gte=1))),
                name="tasks_action_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.BLOCKED, State.DECLINED, State.CANCELLED])
                | Q(state_remark__isnull=False),
                name="tasks_action_state_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(state=State.IN_PROGRESS), name="tasks_action_returned"
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | (Q(state=State.CANCELLED) & ~Q(superseded_by=F("id"))),
                name="tasks_action_superseded_when_cancelled",
            ),
        ]
        indexes = [
            # Covers the columns that decide who may read a row: lists skip other rows by index-only scans.
            models.Index(
                fields=["due_on", "id"], include=["group", "audience", "thread"], name="tasks_action_order"
            ),
            # Within a group, also covers filters that match about one row in fifty or more; rarer ones have
            # an index of their own.
            models.Index(
                fields=["group", "due_on", "id"], include=COVERING_COLUMNS, name="tasks_action_in_group"
            ),
            models.Index(
                fields=["group", "state"], condition=Q(audience=Audience.GROUP), name="tasks_action_in_state"
            ),
            models.Index(
                fields=["thread"], condition=Q(audience=Audience.THREAD), name="tasks_action_restricted"
            ),
            # Filters of lists: a selective one is found by its own index, any other one in the order of the
            # list.
            models.Index(fields=["owner_organisation", "due_on", "id"], name="tasks_action_of_owner"),
            models.Index(fields=["outside_body", "due_on", "id"], name="tasks_action_of_body"),
            models.Index(fields=["verifier_organisation", "due_on", "id"], name="tasks_action_of_verifier"),
            models.Index(fields=["created_by", "due_on", "id"], name="tasks_action_of_maker"),
            models.Index(
                fields=["group", "priority", "due_on", "id"],
                condition=~Q(priority=Priority.NORMAL),
                name="tasks_action_pressing",
            ),
            # Covers the order of a list: a page filtered by original due days is found by an index-only scan.
            models.Index(
                fields=["group", "original_due_on"], include=["due_on", "id"], name="tasks_action_first_due"
            ),
            models.Index(fields=["group", "number"], name="tasks_action_called"),
            GinIndex(fields=["coowners"], name="tasks_action_beside"),
            GinIndex(fields=["tags"], name="tasks_action_tagged"),
            GinIndex(fields=["target_groups"], name="tasks_action_for_whom"),
            GinIndex(OpClass(Upper("title_uk"), name="gin_trgm_ops"), name="tasks_action_title_uk"),
            GinIndex(OpClass(Upper("title_en"), name="gin_trgm_ops"), name="tasks_action_title_en"),
            models.Index(fields=["id"], condition=Q(rules_changed=True), name="tasks_action_rules_changed"),
        ]
        triggers = [
            PROTECT_FROM_DELETION,
            REFUSE_AFFILIATES,
            # References of people (“no. 8 of 2025, due on the 20th”) must keep their meaning for ever.
            pgtrigger.ReadOnly(
                name="fixed", fields=["group", "register", "year", "number", "original_due_on", "created_by"]
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year}"

    @property
    def owned_by(self) -> Organisation | OutsideBody:
        """The owner: exactly one of organisation and outside body is set."""
        return self.owner_organisation or cast("OutsideBody", self.outside_body)

    @property
    def place(self) -> Place | None:
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def working_organisation_ids(self) -> frozenset[UUID]:
        """The organisations that work on it: the owner and the co-owners."""
        owner = [self.owner_organisation_id] if self.owner_organisation_id is not None else []
        return frozenset([*owner, *self.coowners])

    @property
    def ineligible_verifier_ids(self) -> frozenset[UUID]:
        """The organisations that may not verify it: owner, co-owners, and former co-owners."""
        return self.working_organisation_ids.union(self.former_coowners)

    @property
    def involved_organisation_ids(self) -> list[UUID]:
        """The organisations that work on it, and the named verifier."""
        verifier = [self.verifier_organisation_id] if self.verifier_organisation_id else []
        return [*self.working_organisation_ids, *verifier]

    @property
    def is_shared_with_group(self) -> bool:
        """Whether all readers of the group may read it, and its events enter the group's topic."""
        return self.audience == Audience.GROUP

    def is_overdue(self, day: date | None = None) -> bool:
        """Return whether the owner is not finished after the due day; `day`: today where the group is."""
        return self.state in UNFINISHED_STATES and self.due_on < (day or today(self.group.time_zone))


class ActionItemUserPermission(Grant):
    """Grants on a single item, for guests and for organisations that do not read its thread."""

    content_object = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="grants")


class Criterion(Identified):
    """An acceptance criterion: a condition under which the work counts as done.

    `unproved_remark` says why there was no evidence for it when the work was done or verified.
    """

    action = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="criteria", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    unproved_remark = models.ForeignKey(
        "tasks.Remark", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "position"], name="tasks_criterion_position"),
            models.CheckConstraint(condition=~Q(text=""), name="tasks_criterion_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
