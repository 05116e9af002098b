"""Groups that the reader may see, their members, and their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from groups.common.collation import holding_words, key_of
from groups.initiative_groups.models import ESSENTIAL, GroupStateChange, InitiativeGroup, RequiredSeat
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.mandates.models import Deputyship
from groups.organisations.models import Sector
from groups.seats.deputies import standing_in
from groups.seats.models import Membership, Role
from groups.seats.selectors import seated
from groups.territories.selectors import get_territory_for
from viche.accounts.models import User
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound
from viche.kernel.policy import Level, load


def groups_for(actor: Actor, *, inside: UUID | None = None) -> QuerySet[InitiativeGroup]:
    """The groups whose content `actor` may read; `inside` leaves those of one territory at any depth."""
    groups = GroupPolicy().visible_to(actor).select_related("territory")
    if inside is None:
        return groups
    return groups.filter(territory__code__startswith=get_territory_for(actor, inside).prefix)


def get_group_for(actor: Actor, group_id: UUID, action: GroupAction = GroupAction.READ) -> InitiativeGroup:
    """One group. Raises NotFound or Forbidden."""
    return load(GroupPolicy(), actor, group_id, action)


def groups_known_to(actor: Actor, *, words: str = "") -> QuerySet[InitiativeGroup]:
    """The groups of which `actor` may know that they exist: those they read, listed and public ones. `words`
    leaves those of which a name holds them.
    """
    groups = GroupPolicy().visible_to(actor, Level.EXISTS).select_related("territory")
    return groups.filter(holding_words("name", words)) if words else groups


def get_known_group(actor: Actor, group_id: UUID) -> InitiativeGroup:
    """One of them. Raises NotFound."""
    group = groups_known_to(actor).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    return group


def get_public_group(group_id: UUID) -> InitiativeGroup:
    """A group whose page is open to everybody. Raises NotFound for any other."""
    return get_known_group(ANONYMOUS, group_id)


def state_changes_of(group_id: UUID) -> QuerySet[GroupStateChange]:
    """How a group came to its state, with the reasons."""
    return GroupStateChange.objects.filter(group=group_id).select_related("person")


@dataclass(frozen=True, slots=True)
class SeatCount:
    """How many people of a sector sit at the table, and how many the group wants."""

    sector: Sector
    seated: int
    required: int


@dataclass(slots=True)
class GroupFigures:
    """Who is at the table and who is missing, in numbers; `members` counts those who only watch, too."""

    members: int = 0
    seated: dict[str, int] = field(default_factory=dict)
    required: dict[str, int] = field(default_factory=dict)

    @property
    def sectors(self) -> list[SeatCount]:
        """Every sector that is present or wanted, in the fixed order of sectors."""
        present = [one for one in Sector if one in self.seated or one in self.required]
        return [SeatCount(one, self.seated.get(one, 0), self.required.get(one, 0)) for one in present]


def figures_of(group_ids: Collection[UUID]) -> dict[UUID, GroupFigures]:
    """The figures of several groups, in three queries. People are counted, not seats.

    Whoever only watches speaks for no sector. An essential sector is wanted of every group.
    """
    figures: dict[UUID, GroupFigures] = defaultdict(GroupFigures)
    rows = seated(now()).filter(group__in=group_ids)
    people = Count("mandate__person", distinct=True)
    for group_id, number in rows.order_by().values_list("group").annotate(people):
        figures[group_id].members = number
    speaking = rows.exclude(role=Role.OBSERVER)
    by_sector = speaking.order_by().values_list("group", "mandate__organisation__sector")
    for group_id, sector, number in by_sector.annotate(people):
        figures[group_id].seated[sector] = number
    for group_id in group_ids:
        figures[group_id].required = dict.fromkeys((one.value for one in ESSENTIAL), 1)
    for seat in RequiredSeat.objects.filter(group__in=group_ids):
        figures[seat.group_id].required[seat.sector] = seat.count
    return figures


@dataclass(frozen=True, slots=True)
class Member:
    """A seat that is taken, with its person and organisation loaded, and who stands in for the person now."""

    membership: Membership
    deputy: User | None


def members_of(group_id: UUID) -> list[Member]:
    """Who sits in a group now, by role and then by name, in two queries."""
    at = now()
    rows = _with_people(seated(at).filter(group=group_id), at).order_by(
        key_of("mandate__person__name_uk"), "id"
    )
    return [_member(row) for row in sorted(rows, key=lambda row: Role(row.role).rank)]


def member(membership_id: UUID) -> Member:
    """One seat, whether it is taken now, over, or yet to begin."""
    return _member(_with_people(Membership.objects.filter(pk=membership_id), now()).get())


def _with_people(seats: QuerySet[Membership], at: datetime) -> QuerySet[Membership]:
    windows = Deputyship.objects.filter(standing_in(at), deputy__is_active=True)
    windows = windows.select_related("deputy").order_by("starts_at", "id")
    loaded = seats.select_related("mandate__person", "mandate__organisation")
    return loaded.prefetch_related(Prefetch("mandate__deputyships", queryset=windows))


def _member(row: Membership) -> Member:
    return Member(row, next((window.deputy for window in row.mandate.deputyships.all()), None))
