"""What is read about groups: lists narrowed to the reader, who sits where, and for whom somebody speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, DateField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.fields import DateTimeField
from django.utils.translation import gettext_lazy as _

from groups.models import (
    Deputyship,
    InitiativeGroup,
    Mandate,
    Membership,
    Organisation,
    RequiredSeat,
    Role,
    Sector,
    Territory,
    TerritoryPopulation,
)
from groups.ordering import key_of
from groups.policies import (
    GroupAction,
    GroupPolicy,
    OrganisationAction,
    OrganisationPolicy,
    TerritoryAction,
    TerritoryPolicy,
)
from groups.terms import COUNTRY_ZONE, lasting
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid
from viche.kernel.policy import load

# ---- who holds now ---------------------------------------------------------------------------------------


class LocalDay(Func):
    """The calendar day of an instant in a zone, both SQL expressions."""

    template = "(%(expressions)s)::date"
    arg_joiner = " AT TIME ZONE "
    output_field = DateField()


def holding(at: datetime, mandate: str = "mandate__", zone: str = "group__time_zone") -> Q:
    """Rows whose mandate holds at a moment, its days counted in the zone of the group."""
    day = LocalDay(Value(at, DateTimeField()), F(zone))
    begun = Q(**{f"{mandate}starts_on__lte": day})
    not_over = Q(**{f"{mandate}ends_on": None}) | Q(**{f"{mandate}ends_on__gte": day})
    not_ended = Q(**{f"{mandate}ended_at": None}) | Q(**{f"{mandate}ended_at__gt": at})
    return begun & not_over & not_ended


def standing_in(at: datetime) -> Q:
    """Deputyships that hold at a moment."""
    return lasting("starts_at", "ends_at", at) & (Q(ended_at=None) | Q(ended_at__gt=at))


def seated(at: datetime) -> QuerySet[Membership]:
    """The seats that are taken at a moment."""
    return Membership.objects.filter(lasting("since", "until", at), holding(at))


def seats_taken_by(person_id: UUID | None, at: datetime) -> QuerySet[Membership]:
    """Seats that a person takes at a moment: as the holder of the mandate, or standing in for them."""
    own = Mandate.objects.filter(person=person_id).values("pk")
    windows = Deputyship.objects.filter(standing_in(at), deputy=person_id).values("mandate")
    # As one list: an OR over two tables would have the seats of the whole group looked through.
    return seated(at).filter(mandate__in=own.union(windows, all=True))


# ---- for whom somebody speaks ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seat:
    """A place that a person takes in a group, for themselves or (`acting`) for the absent holder."""

    membership: Membership
    mandate: Mandate
    role: Role
    acting: bool


def seats_of(person_id: UUID, group_id: UUID, at: datetime | None = None) -> list[Seat]:
    """The seats of a person in a group at a moment (now): strongest role first, own before another's.

    Each mandate comes with its organisation.
    """
    return seats_in(person_id, [group_id], at)


def seats_in(person_id: UUID, group_ids: Collection[UUID], at: datetime | None = None) -> list[Seat]:
    """The same for several groups."""
    rows = seats_taken_by(person_id, at or now()).filter(group__in=group_ids)
    seats = [
        Seat(row, row.mandate, Role(row.role), row.mandate.person_id != person_id)
        for row in rows.select_related("mandate__organisation")
    ]
    return sorted(
        seats, key=lambda seat: (seat.role.rank, seat.acting, seat.membership.since, seat.membership.pk)
    )


def roles_of(actor: Actor, group_ids: Collection[UUID]) -> dict[UUID, Role]:
    """The strongest role of a person in each of some groups; groups without one are absent."""
    roles: dict[UUID, Role] = {}
    if actor.person_id is not None:
        for seat in seats_in(actor.person_id, group_ids):
            roles.setdefault(seat.membership.group_id, seat.role)
    return roles


def mandate_for(actor: Actor, group_id: UUID, mandate_id: UUID | None = None) -> Mandate | None:
    """The mandate through which a person takes part in a group now, with its organisation.

    Without `mandate_id` it is that of their strongest seat, or None for one who has no seat (a guest).
    Raises Invalid at /mandate_id for a mandate that they do not hold there.
    """
    seats = seats_of(actor.person_id, group_id) if actor.person_id is not None else []
    return chosen_mandate([seat.mandate for seat in seats], mandate_id)


def chosen_mandate(mandates: Sequence[Mandate], mandate_id: UUID | None) -> Mandate | None:
    """That of `mandate_id` among the mandates through which somebody takes part, else the first.

    Raises Invalid at /mandate_id for another.
    """
    if mandate_id is None:
        return mandates[0] if mandates else None
    chosen = next((mandate for mandate in mandates if mandate.pk == mandate_id), None)
    if chosen is None:
        raise Invalid.field("/mandate_id", "not_yours", _("You do not take part here through this mandate."))
    return chosen


def voices_in(group_id: UUID, person_ids: Collection[UUID]) -> list[tuple[User, Mandate | None]]:
    """Each of some people with the mandate of their strongest seat in a group now, in three queries."""
    at = now()
    deputies: dict[UUID, list[UUID]] = defaultdict(list)
    windows = Deputyship.objects.filter(standing_in(at), deputy__in=person_ids)
    for mandate_id, deputy_id in windows.values_list("mandate", "deputy"):
        deputies[mandate_id].append(deputy_id)
    taken = Q(mandate__person__in=person_ids) | Q(mandate__in=deputies)
    rows = seated(at).filter(taken, group=group_id).select_related("mandate__organisation")
    found: dict[UUID, Mandate] = {}
    for row in sorted(rows, key=lambda row: (Role(row.role).rank, row.since, row.pk)):
        for person_id in (row.mandate.person_id, *deputies[row.mandate_id]):
            found.setdefault(person_id, row.mandate)
    return [(person, found.get(person.pk)) for person in User.objects.filter(pk__in=person_ids)]


def represents(person_id: UUID, organisation_id: UUID, group_id: UUID) -> bool:
    """Whether a person acts for an organisation in a group now, by a mandate of their own or as a deputy."""
    rows = seats_taken_by(person_id, now()).filter(group=group_id, mandate__organisation=organisation_id)
    return rows.exists()


def people_of(
    group_id: UUID, *, organisation_id: UUID | None = None, roles: Iterable[Role] | None = None
) -> list[UUID]:
    """Who takes part in a group now, deputies included; of one organisation or in some roles."""
    at = now()
    rows = seated(at).filter(group=group_id)
    if organisation_id is not None:
        rows = rows.filter(mandate__organisation=organisation_id)
    if roles is not None:
        rows = rows.filter(role__in=list(roles))
    deputies = Deputyship.objects.filter(standing_in(at), mandate__in=rows.values("mandate"))
    holders = rows.values_list("mandate__person", flat=True)
    return sorted({*holders, *deputies.values_list("deputy", flat=True)})


def facilitators_of(group_id: UUID) -> list[UUID]:
    """Who leads a group now, deputies included."""
    return people_of(group_id, roles=[Role.FACILITATOR])


# ---- groups ----------------------------------------------------------------------------------------------


def groups_for(actor: Actor) -> QuerySet[InitiativeGroup]:
    """The groups whose content `actor` may read."""
    return GroupPolicy().visible_to(actor).select_related("territory", "parent")


def get_group_for(actor: Actor, group_id: UUID, action: GroupAction = GroupAction.READ) -> InitiativeGroup:
    """One group. Raises NotFound or Forbidden."""
    return load(GroupPolicy(), actor, group_id, action)


@dataclass(frozen=True, slots=True)
class SeatCount:
    """How many people of a sector are seated, and how many the group wants."""

    sector: Sector
    seated: int
    required: int


@dataclass(slots=True)
class GroupFigures:
    """Who is at the table and who is missing, in numbers."""

    members: int = 0
    seated: dict[str, int] = field(default_factory=dict)
    required: dict[str, int] = field(default_factory=dict)

    @property
    def sectors(self) -> list[SeatCount]:
        """Every sector that is present or wanted, in the fixed order of sectors."""
        present = [one for one in Sector if one in self.seated or one in self.required]
        return [SeatCount(one, self.seated.get(one, 0), self.required.get(one, 0)) for one in present]


def figures_of(group_ids: Collection[UUID]) -> dict[UUID, GroupFigures]:
    """The figures of several groups, in three queries. People are counted, not seats."""
    figures: dict[UUID, GroupFigures] = defaultdict(GroupFigures)
    rows = seated(now()).filter(group__in=group_ids)
    people = Count("mandate__person", distinct=True)
    for group_id, number in rows.order_by().values_list("group").annotate(people):
        figures[group_id].members = number
    by_sector = rows.order_by().values_list("group", "mandate__organisation__sector")
    for group_id, sector, number in by_sector.annotate(people):
        figures[group_id].seated[sector] = number
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
    windows = Deputyship.objects.filter(standing_in(at)).select_related("deputy").order_by("starts_at", "id")
    loaded = seats.select_related("mandate__person", "mandate__organisation")
    return loaded.prefetch_related(Prefetch("mandate__deputyships", queryset=windows))


def _member(row: Membership) -> Member:
    return Member(row, next((window.deputy for window in row.mandate.deputyships.all()), None))


# ---- mandates of one's own -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeldMandate:
    """A mandate that a person acts through now, their own or (`acting`) an absent colleague's, with its
    seats.
    """

    mandate: Mandate
    acting: bool
    seats: list[Membership]


def mandates_held_by(actor: Actor) -> list[HeldMandate]:
    """The mandates that somebody acts through now, oldest first, in two queries."""
    if actor.person_id is None or not actor.has_scope("groups:read"):
        return []
    at, day = now(), today(COUNTRY_ZONE)
    windows = Deputyship.objects.filter(standing_in(at), deputy=actor.person_id, mandate=OuterRef("pk"))
    mine = Mandate.objects.filter(
        Q(person=actor.person_id) | Q(Exists(windows)),
        Q(ends_on=None) | Q(ends_on__gte=day),
        Q(ended_at=None) | Q(ended_at__gt=at),
        starts_on__lte=day,
    )
    seats = seated(at).select_related("group").order_by("since", "id")
    rows = mine.select_related("organisation").prefetch_related(Prefetch("memberships", queryset=seats))
    return [
        HeldMandate(row, row.person_id != actor.person_id, list(row.memberships.all()))
        for row in rows.order_by("starts_on", "id")
    ]


# ---- territories and organisations -----------------------------------------------------------------------


def territories_for(actor: Actor) -> QuerySet[Territory]:
    """Territories with their populations, newest year first."""
    years = TerritoryPopulation.objects.order_by("-year")
    return TerritoryPolicy().visible_to(actor).prefetch_related(Prefetch("populations", queryset=years))


def get_territory_for(actor: Actor, territory_id: UUID) -> Territory:
    """One territory. Raises NotFound."""
    return load(TerritoryPolicy(), actor, territory_id, TerritoryAction.READ)


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """Organisations with their parents and territories."""
    places = Territory.objects.order_by("name_key", "id")
    visible = OrganisationPolicy().visible_to(actor).select_related("parent")
    return visible.prefetch_related(Prefetch("territories", queryset=places))


def get_organisation_for(actor: Actor, organisation_id: UUID) -> Organisation:
    """One organisation. Raises NotFound."""
    return load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.READ)
