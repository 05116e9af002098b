"""Initiative groups: cross-sector bodies of a territory."""

from __future__ import annotations

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.collation import build_sort_key_column
from groups.common.periods import COUNTRY_ZONE
from groups.organisations.models import Sector
from groups.territories.models import Territory
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class GroupState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("initiative group", "Proposed")
    ACTIVE = "active", pgettext_lazy("initiative group", "Active")
    SUSPENDED = "suspended", pgettext_lazy("initiative group", "Suspended")
    DISSOLVED = "dissolved", pgettext_lazy("initiative group", "Dissolved")


class Visibility(models.TextChoices):
    """Which people know of a group: its members, all signed-in people, or the public."""

    HIDDEN = "hidden", pgettext_lazy("initiative group", "Hidden")
    LISTED = "listed", pgettext_lazy("initiative group", "Listed")
    PUBLIC = "public", pgettext_lazy("initiative group", "Public page")


# Sectors without which a group does not meet as equals.
ESSENTIAL_SECTORS = (Sector.POLICE, Sector.LOCAL_GOVERNMENT, Sector.CIVIL_SOCIETY)
WORKING_STATES = frozenset({GroupState.PROPOSED, GroupState.ACTIVE})


class InitiativeGroup(Identified, Versioned):
    """A cross-sector body of a territory. Subgroups are one level below a group.

    `quorum` is the number of members who must be present. Days are counted in `time_zone`. `lacking` are the
    essential sectors that an active group had lost when this was last recorded.
    """

    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_key = build_sort_key_column("name_uk")
    purpose_uk = models.TextField()
    purpose_en = models.TextField(blank=True, default="")
    mandate_document = models.CharField(max_length=300, blank=True, default="")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="initiative_groups")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="subgroups"
    )
    state = models.CharField(max_length=16, choices=GroupState.choices, default=GroupState.PROPOSED)
    visibility = models.CharField(max_length=16, choices=Visibility.choices, default=Visibility.LISTED)
    cadence_uk = models.CharField(max_length=200, blank=True, default="")
    cadence_en = models.CharField(max_length=200, blank=True, default="")
    quorum = models.PositiveSmallIntegerField(default=1)
    time_zone = models.CharField(max_length=64, default=COUNTRY_ZONE)
    founded_on = models.DateField()
    lacking = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_initiativegroup", "Read the group"),
            ("speak_initiativegroup", "Speak in the group"),
            ("record_initiativegroup", "Keep the group's records"),
            ("facilitate_initiativegroup", "Lead the group"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=GroupState.values), name="groups_group_state"),
            models.CheckConstraint(
                condition=Q(visibility__in=Visibility.values), name="groups_group_visibility"
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="groups_group_quorum"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="groups_group_not_own_parent"),
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="groups_group_order")]

    def __str__(self) -> str:
        return self.name_uk

    @property
    def has_public_page(self) -> bool:
        """Return whether the public may see the group's page; a proposed group has none."""
        return self.visibility == Visibility.PUBLIC and self.state != GroupState.PROPOSED

    @property
    def is_working(self) -> bool:
        """Return whether members may write, founders of a proposal included."""
        return self.state in WORKING_STATES

    @property
    def gives_work(self) -> bool:
        """Return whether the group may give action items: it is neither a proposal nor suspended."""
        return self.state == GroupState.ACTIVE

    @property
    def register_id(self) -> UUID:
        """Return the group that numbers its actions: the parent of a subgroup, else itself."""
        return self.parent_id or self.id


class RequiredSeat(Identified):
    """The number of seats that a group requires for a sector."""

    group = models.ForeignKey(InitiativeGroup, on_delete=models.CASCADE, related_name="required_seats")
    sector = models.CharField(max_length=20, choices=Sector.choices)
    count = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "sector"], name="groups_seat_once_a_sector"),
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="groups_seat_sector"),
            models.CheckConstraint(condition=Q(count__gte=1), name="groups_seat_count"),
        ]

    def __str__(self) -> str:
        return f"{self.sector}: {self.count}"


class GroupStateChange(Identified):
    """One state change of a group, with its reason."""

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="state_changes")
    before = models.CharField(max_length=16, choices=GroupState.choices)
    after = models.CharField(max_length=16, choices=GroupState.choices)
    reason = models.TextField(blank=True, default="")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["group", "at"], name="groups_state_change_order")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Milestone(Identified):
    """One goal of a group, in the order of `position`.

    `check_name` names an automatic rule (`groups.milestones.selectors`). A manual milestone has a title
    instead; a member enters the day on which it was reached, with a note such as the number of the minutes.
    """

    group = models.ForeignKey(InitiativeGroup, on_delete=models.CASCADE, related_name="milestones")
    check_name = models.CharField(max_length=40, blank=True, default="")
    title_uk = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    position = models.PositiveSmallIntegerField()
    reached_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "check_name"],
                condition=~Q(check_name=""),
                name="groups_milestone_check_once",
            ),
            models.CheckConstraint(
                condition=(Q(check_name="") & ~Q(title_uk=""))
                | (~Q(check_name="") & Q(title_uk="", reached_on=None)),
                name="groups_milestone_looks_or_is_told",
            ),
        ]

    def __str__(self) -> str:
        return self.check_name or self.title_uk
