"""Selectors of groups: visible groups, their members, and their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from groups.common.collation import build_sort_key, contains_words_q
from groups.initiative_groups.models import ESSENTIAL_SECTORS, GroupStateChange, InitiativeGroup, RequiredSeat
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.mandates.models import Deputyship
from groups.organisations.models import Sector
from groups.seats.deputies import acting_deputyship_q
from groups.seats.models import Membership, Role
from groups.seats.selectors import list_occupied_seats
from groups.territories.selectors import get_territory_for
from viche.accounts.models import User
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound
from viche.kernel.policy import Level, load


def list_groups_for(actor: Actor, *, inside: UUID | None = None) -> QuerySet[InitiativeGroup]:
    """Return the groups whose content `actor` may read.

    `inside` narrows them to the subtree of a territory.
    """
    groups = GroupPolicy().visible_to(actor).select_related("territory")
    if inside is None:
        return groups
    return groups.filter(territory__code__startswith=get_territory_for(actor, inside).prefix)


def get_group_for(actor: Actor, group_id: UUID, action: GroupAction = GroupAction.READ) -> InitiativeGroup:
    """Return one group. Raises NotFound or Forbidden."""
    return load(GroupPolicy(), actor, group_id, action)


def list_groups_known_to(actor: Actor, *, words: str = "") -> QuerySet[InitiativeGroup]:
    """Return the groups that `actor` may know of: those they read, listed and public ones.

    `words` narrows them to groups whose name contains it.
    """
    groups = GroupPolicy().visible_to(actor, Level.EXISTS).select_related("territory")
    return groups.filter(contains_words_q("name", words)) if words else groups


def get_known_group(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """Return one group that `actor` may know of. Raises NotFound."""
    group = list_groups_known_to(actor).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    return group


def get_public_group(group_id: UUID) -> InitiativeGroup:
    """Return a group with a public page. Raises NotFound for any other."""
    return get_known_group(ANONYMOUS, group_id)


def list_state_changes_of(group_id: UUID) -> QuerySet[GroupStateChange]:
    """Return the state changes of a group with their reasons."""
    return GroupStateChange.objects.filter(group=group_id).select_related("person")


@dataclass(frozen=True, slots=True)
class SeatCount:
    """How many people of a sector have seats, and how many seats the group requires."""

    sector: Sector
    seated: int
    required: int


@dataclass(slots=True)
class GroupFigures:
    """Numbers of present and required people.

    `members` have a seat with a voice. `observers` have none but that of an observer. Nobody is in both, so
    that the sum is the number of people with a seat.
    """

    members: int = 0
    observers: int = 0
    seated: dict[str, int] = field(default_factory=dict)
    required: dict[str, int] = field(default_factory=dict)

    @property
    def sectors(self) -> list[SeatCount]:
        """Return every sector that is present or required, in the fixed order of sectors."""
        present = [one for one in Sector if one in self.seated or one in self.required]
        return [SeatCount(one, self.seated.get(one, 0), self.required.get(one, 0)) for one in present]


def count_members_of(group_ids: Collection[UUID]) -> dict[UUID, GroupFigures]:
    """Return the figures of several groups, in three queries. Count people, not seats.

    Observers represent no sector. Every group requires a seat of each essential sector.
    """
    figures: dict[UUID, GroupFigures] = defaultdict(GroupFigures)
    rows = list_occupied_seats(now()).filter(group__in=group_ids)
    count_people, has_voice = partial(Count, "mandate__person", distinct=True), ~Q(role=Role.OBSERVER)
    by_group = rows.order_by().values_list("group")
    for group_id, people, members in by_group.annotate(
        people=count_people(), members=count_people(filter=has_voice)
    ):
        figures[group_id].members = members
        figures[group_id].observers = people - members
    by_sector = rows.filter(has_voice).order_by().values_list("group", "mandate__organisation__sector")
    for group_id, sector, seated in by_sector.annotate(seated=count_people()):
        figures[group_id].seated[sector] = seated
    for group_id in group_ids:
        figures[group_id].required = dict.fromkeys((one.value for one in ESSENTIAL_SECTORS), 1)
    for seat in RequiredSeat.objects.filter(group__in=group_ids):
        figures[seat.group_id].required[seat.sector] = seat.count
    return figures


@dataclass(frozen=True, slots=True)
class Member:
    """A seat, with its person and organisation loaded, and the deputy who acts now."""

    membership: Membership
    deputy: User | None


def list_members_of(group_id: UUID) -> list[Member]:
    """Return the current members of a group, by role and then by name, in two queries."""
    at = now()
    rows = _with_people(list_occupied_seats(at).filter(group=group_id), at).order_by(
        build_sort_key("mandate__person__name_uk"), "id"
    )
    return [_build_member(row) for row in sorted(rows, key=lambda row: Role(row.role).rank)]


def get_member(membership_id: UUID) -> Member:
    """Return one seat, whether it is current, past or future."""
    return _build_member(_with_people(Membership.objects.filter(pk=membership_id), now()).get())


def _with_people(seats: QuerySet[Membership], at: datetime) -> QuerySet[Membership]:
    windows = Deputyship.objects.filter(acting_deputyship_q(at), deputy__is_active=True)
    windows = windows.select_related("deputy").order_by("starts_at", "id")
    loaded = seats.select_related("mandate__person", "mandate__organisation")
    return loaded.prefetch_related(Prefetch("mandate__deputyships", queryset=windows))


def _build_member(row: Membership) -> Member:
    return Member(row, next((window.deputy for window in row.mandate.deputyships.all()), None))
