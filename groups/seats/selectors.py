"""Who sits where, and for whom somebody speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, UUIDField
from django.db.models.fields import DateTimeField
from django.utils.translation import gettext_lazy as _

from groups.common.columns import PERSON
from groups.common.periods import LocalDay, lasting
from groups.mandates.models import Deputyship, Mandate
from groups.seats.deputies import standing_in
from groups.seats.models import Membership, Role
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Given, Prepared, valued


def holding(
    at: Any, mandate: str = "mandate__", zone: str = "group__time_zone", *, or_resting: bool = False
) -> Q:
    """Rows whose mandate holds and does not rest at a moment, its days counted in the zone of the group;
    `or_resting`: also where it rests.
    """
    day = LocalDay(valued(at, DateTimeField()), F(zone))
    begun = Q(**{f"{mandate}starts_on__lte": day})
    not_over = Q(**{f"{mandate}ends_on": None}) | Q(**{f"{mandate}ends_on__gte": day})
    not_ended = Q(**{f"{mandate}ended_at": None}) | Q(**{f"{mandate}ended_at__gt": at})
    given = begun & not_over & not_ended
    return given if or_resting else given & Q(**{f"{mandate}rested_at": None})


def held_seats(at: Any) -> QuerySet[Membership]:
    """The seats that hold at a moment, also where the account of the holder is closed."""
    return Membership.objects.filter(lasting("since", "until", at), holding(at))


def seated(at: Any) -> QuerySet[Membership]:
    """The seats in which somebody sits at a moment: the holder, or, where their account is closed, who stands
    in for them.
    """
    windows = Deputyship.objects.filter(standing_in(at), deputy__is_active=True, mandate=OuterRef("mandate"))
    return held_seats(at).filter(Q(mandate__person__is_active=True) | Exists(windows))


def seats_taken_by(person_id: Any, at: Any) -> QuerySet[Membership]:
    """Seats that a person takes at a moment: as the holder of the mandate, or standing in for them."""
    own = Mandate.objects.filter(person=person_id).values("pk")
    windows = Deputyship.objects.filter(standing_in(at), deputy=person_id).values("mandate")
    # As one list: an OR over two tables would have the seats of the whole group looked through.
    return held_seats(at).filter(mandate__in=own.union(windows, all=True))


AT, GROUP_ID = Given("at", DateTimeField()), Given("group_id", UUIDField())


def _taken() -> QuerySet[Membership]:
    rows = seats_taken_by(Given("person_id", UUIDField()), AT).filter(given_ids("group", "group_ids"))
    return rows.select_related("mandate__organisation")


# Asked by nearly every service.
SEATS_TAKEN = Prepared(_taken)


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
    if not group_ids:
        return []
    rows = SEATS_TAKEN.all(person_id=person_id, at=at or now(), group_ids=list(group_ids))
    seats = [Seat(row, row.mandate, Role(row.role), row.mandate.person_id != person_id) for row in rows]
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


def mandate_for(
    actor: Actor, group_id: UUID, mandate_id: UUID | None = None, pointer: str = "/mandate_id"
) -> Mandate | None:
    """The mandate through which a person takes part in a group now, with its organisation.

    Without `mandate_id` it is that of their strongest seat, or None for one who has no seat (a guest).
    Raises Invalid at `pointer` for a mandate that they do not hold there.
    """
    seats = seats_of(actor.person_id, group_id) if actor.person_id is not None else []
    return chosen_mandate([seat.mandate for seat in seats], mandate_id, pointer)


def chosen_mandate(
    mandates: Sequence[Mandate], mandate_id: UUID | None, pointer: str = "/mandate_id"
) -> Mandate | None:
    """That of `mandate_id` among the mandates through which somebody takes part, else the first.

    Raises Invalid at `pointer` for another.
    """
    if mandate_id is None:
        return mandates[0] if mandates else None
    chosen = next((mandate for mandate in mandates if mandate.pk == mandate_id), None)
    if chosen is None:
        raise Invalid.field(pointer, "not_yours", _("You do not take part here through this mandate."))
    return chosen


def voices_in(group_id: UUID, person_ids: Collection[UUID]) -> list[tuple[User, Mandate | None]]:
    """Each of some people with the mandate of their strongest seat in a group now, in three queries."""
    at = now()
    deputies: dict[UUID, list[UUID]] = defaultdict(list)
    windows = Deputyship.objects.filter(standing_in(at), deputy__in=person_ids)
    for mandate_id, deputy_id in windows.values_list("mandate", "deputy"):
        deputies[mandate_id].append(deputy_id)
    taken = Q(mandate__person__in=person_ids) | Q(mandate__in=deputies)
    rows = held_seats(at).filter(taken, group=group_id).select_related("mandate__organisation")
    found: dict[UUID, Mandate] = {}
    for row in sorted(rows, key=lambda row: (Role(row.role).rank, row.since, row.pk)):
        for person_id in (row.mandate.person_id, *deputies[row.mandate_id]):
            found.setdefault(person_id, row.mandate)
    return [(person, found.get(person.pk)) for person in User.objects.filter(pk__in=person_ids)]


def bring_holders(spoken: Iterable[tuple[UUID | None, Mandate | None]]) -> None:
    """The holders of those mandates through which somebody else spoke (`groups.common.presenters.voice` names
    them), given who spoke through which: one query, and none where nobody stood in.
    """
    acting = [one for speaker_id, one in spoken if one is not None and one.person_id != speaker_id]
    if acting:
        holders = User.objects.only(*PERSON).in_bulk({one.person_id for one in acting})
        for mandate in acting:
            mandate.person = holders[mandate.person_id]


def represents(person_id: UUID, organisation_id: UUID, group_id: UUID) -> bool:
    """Whether a person acts for an organisation in a group now, by a mandate of their own or as a deputy."""
    rows = seats_taken_by(person_id, now()).filter(group=group_id, mandate__organisation=organisation_id)
    return rows.exists()


def people_of(
    group_id: UUID, *, organisation_id: UUID | None = None, roles: Iterable[Role] | None = None
) -> list[UUID]:
    """Who takes part in a group now, deputies included; of one organisation or in some roles. Nobody whose
    account is closed.
    """
    narrowed = organisation_id is not None
    facts = {
        "group_id": group_id,
        "organisation_id": organisation_id,
        "roles": [Role(one).value for one in (Role if roles is None else roles)],
        "at": now(),
    }
    holders, deputies = HOLDERS[narrowed].all(**facts), DEPUTIES[narrowed].all(**facts)
    return sorted({*(row.mandate.person_id for row in holders), *(row.deputy_id for row in deputies)})


def _seats_asked_for(*, narrowed: bool) -> QuerySet[Membership]:
    rows = seated(AT).filter(given_ids("role", "roles", CharField()), group=GROUP_ID)
    return rows.filter(mandate__organisation=Given("organisation_id", UUIDField())) if narrowed else rows


def _holders(*, narrowed: bool) -> QuerySet[Membership]:
    rows = _seats_asked_for(narrowed=narrowed).filter(mandate__person__is_active=True)
    return rows.select_related("mandate").only("mandate__person")


def _deputies(*, narrowed: bool) -> QuerySet[Deputyship]:
    mandates = _seats_asked_for(narrowed=narrowed).values("mandate")
    rows = Deputyship.objects.filter(standing_in(AT), deputy__is_active=True, mandate__in=mandates)
    return rows.only("deputy")


HOLDERS = {narrowed: Prepared(partial(_holders, narrowed=narrowed)) for narrowed in (False, True)}
DEPUTIES = {narrowed: Prepared(partial(_deputies, narrowed=narrowed)) for narrowed in (False, True)}


def organisations_speaking(group_id: UUID, roles: Iterable[Role]) -> set[UUID]:
    """For which organisations somebody takes part in a group now in one of some roles, deputies included."""
    at = now()
    deputies = Deputyship.objects.filter(standing_in(at), deputy__is_active=True, mandate=OuterRef("mandate"))
    somebody = Q(mandate__person__is_active=True) | Exists(deputies)
    rows = seated(at).filter(somebody, group=group_id, role__in=list(roles))
    return set(rows.order_by().values_list("mandate__organisation", flat=True))


def sectors_taking_part(group_id: UUID) -> set[str]:
    """The sectors of those who sit in a group now and do not only watch."""
    return {row.mandate.organisation.sector for row in SECTORS.all(group_id=group_id, at=now())}


SECTORS = Prepared(
    lambda: (
        seated(AT)
        .filter(group=GROUP_ID)
        .exclude(role=Role.OBSERVER)
        .select_related("mandate__organisation")
        .only("mandate__organisation__sector")
    )
)


def facilitators_of(group_id: UUID) -> list[UUID]:
    """Who leads a group now, deputies included."""
    return people_of(group_id, roles=[Role.FACILITATOR])
