"""Selectors for seats: the people who occupy them, and the organisations they represent."""

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
from groups.common.periods import LocalDay, active_at_q
from groups.mandates.models import Deputyship, Mandate
from groups.seats.deputies import acting_deputyship_q
from groups.seats.models import Membership, Role
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam, wrap_value


def active_mandate_q(
    at: Any, mandate: str = "mandate__", zone: str = "group__time_zone", *, or_resting: bool = False
) -> Q:
    """Return the condition on rows whose mandate is active at a moment.

    Days are counted in the time zone at the path `zone`. `or_resting`: suspended mandates count as active.
    """
    day = LocalDay(wrap_value(at, DateTimeField()), F(zone))
    begun = Q(**{f"{mandate}starts_on__lte": day})
    not_over = Q(**{f"{mandate}ends_on": None}) | Q(**{f"{mandate}ends_on__gte": day})
    not_ended = Q(**{f"{mandate}ended_at": None}) | Q(**{f"{mandate}ended_at__gt": at})
    given = begun & not_over & not_ended
    return given if or_resting else given & Q(**{f"{mandate}rested_at": None})


def list_active_seats(at: Any) -> QuerySet[Membership]:
    """Return the seats that are active at a moment, even if the holder's account is closed."""
    return Membership.objects.filter(active_at_q("since", "until", at), active_mandate_q(at))


def list_occupied_seats(at: Any) -> QuerySet[Membership]:
    """Return the active seats that have an active holder or acting deputy at a moment."""
    windows = Deputyship.objects.filter(
        acting_deputyship_q(at), deputy__is_active=True, mandate=OuterRef("mandate")
    )
    return list_active_seats(at).filter(Q(mandate__person__is_active=True) | Exists(windows))


def list_seats_taken_by(person_id: Any, at: Any) -> QuerySet[Membership]:
    """Return the seats that a person occupies at a moment, as holder of the mandate or as acting deputy."""
    own = Mandate.objects.filter(person=person_id).values("pk")
    windows = Deputyship.objects.filter(acting_deputyship_q(at), deputy=person_id).values("mandate")
    # A union, because an OR over two tables would scan the seats of the whole group.
    return list_active_seats(at).filter(mandate__in=own.union(windows, all=True))


AT, GROUP_ID = QueryParam("at", DateTimeField()), QueryParam("group_id", UUIDField())


def _build_taken_seats_query() -> QuerySet[Membership]:
    rows = list_seats_taken_by(QueryParam("person_id", UUIDField()), AT).filter(
        ids_param_q("group", "group_ids")
    )
    return rows.select_related("mandate__organisation")


# A prepared statement: nearly every service runs it.
SEATS_TAKEN = PreparedQuery(_build_taken_seats_query)


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that a person occupies in a group, as the holder or (`acting=True`) as deputy of the holder."""

    membership: Membership
    mandate: Mandate
    role: Role
    acting: bool


def list_seats_of(person_id: UUID, group_id: UUID, at: datetime | None = None) -> list[Seat]:
    """Return a person's seats in a group at a moment (default: now), with mandates and organisations.

    The strongest role comes first, and own seats before those of absent holders.
    """
    return list_seats_in(person_id, [group_id], at)


def list_seats_in(person_id: UUID, group_ids: Collection[UUID], at: datetime | None = None) -> list[Seat]:
    """Return a person's seats in several groups, ordered as by `list_seats_of`."""
    if not group_ids:
        return []
    rows = SEATS_TAKEN.all(person_id=person_id, at=at or now(), group_ids=list(group_ids))
    seats = [Seat(row, row.mandate, Role(row.role), row.mandate.person_id != person_id) for row in rows]
    return sorted(
        seats, key=lambda seat: (seat.role.rank, seat.acting, seat.membership.since, seat.membership.pk)
    )


def get_roles_of(actor: Actor, group_ids: Collection[UUID]) -> dict[UUID, Role]:
    """Return a person's strongest role by group; groups without one are absent."""
    roles: dict[UUID, Role] = {}
    if actor.person_id is not None:
        for seat in list_seats_in(actor.person_id, group_ids):
            roles.setdefault(seat.membership.group_id, seat.role)
    return roles


def get_mandate_in_group(
    actor: Actor, group_id: UUID, mandate_id: UUID | None = None, pointer: str = "/mandate_id"
) -> Mandate | None:
    """Return the mandate through which a person takes part in a group now, with its organisation.

    Without `mandate_id` it is the mandate of their strongest seat, or None without a seat (a guest). Raises
    Invalid at `pointer` for a mandate through which they have no seat there.
    """
    seats = list_seats_of(actor.person_id, group_id) if actor.person_id is not None else []
    return choose_mandate([seat.mandate for seat in seats], mandate_id, pointer)


def find_speaking_mandate(group_id: UUID, mandate_id: UUID) -> Mandate | None:
    """Return the mandate with its organisation if it speaks in the group now, else None."""
    seats = list_active_seats(now()).filter(group=group_id, mandate=mandate_id).exclude(role=Role.OBSERVER)
    seat = seats.select_related("mandate__organisation").first()
    return None if seat is None else seat.mandate


def choose_mandate(
    mandates: Sequence[Mandate], mandate_id: UUID | None, pointer: str = "/mandate_id"
) -> Mandate | None:
    """Return the mandate with `mandate_id`, or by default the first.

    Raises Invalid at `pointer` when it is not among the mandates.
    """
    if mandate_id is None:
        return mandates[0] if mandates else None
    chosen = next((mandate for mandate in mandates if mandate.pk == mandate_id), None)
    if chosen is None:
        raise Invalid.field(pointer, "not_yours", _("You do not take part here through this mandate."))
    return chosen


def load_people_with_mandates(
    group_id: UUID, person_ids: Collection[UUID]
) -> list[tuple[User, Mandate | None]]:
    """Return these people, each with the mandate of their strongest seat in a group now (None: no seat).

    Runs three queries.
    """
    at = now()
    deputies: dict[UUID, list[UUID]] = defaultdict(list)
    windows = Deputyship.objects.filter(acting_deputyship_q(at), deputy__in=person_ids)
    for mandate_id, deputy_id in windows.values_list("mandate", "deputy"):
        deputies[mandate_id].append(deputy_id)
    taken = Q(mandate__person__in=person_ids) | Q(mandate__in=deputies)
    rows = list_active_seats(at).filter(taken, group=group_id).select_related("mandate__organisation")
    found: dict[UUID, Mandate] = {}
    for row in sorted(rows, key=lambda row: (Role(row.role).rank, row.since, row.pk)):
        for person_id in (row.mandate.person_id, *deputies[row.mandate_id]):
            found.setdefault(person_id, row.mandate)
    return [(person, found.get(person.pk)) for person in User.objects.filter(pk__in=person_ids)]


def prefetch_principals(spoken: Iterable[tuple[UUID | None, Mandate | None]]) -> None:
    """Load the holders of the mandates through which deputies spoke.

    Needed by `groups.common.presenters.show_voice`, which names the holder. `spoken` are pairs of speaker and
    mandate. Runs one query, or none when no deputy spoke.
    """
    acting = [one for speaker_id, one in spoken if one is not None and one.person_id != speaker_id]
    if acting:
        holders = User.objects.only(*PERSON).in_bulk({one.person_id for one in acting})
        for mandate in acting:
            mandate.person = holders[mandate.person_id]


def is_representative(person_id: UUID, organisation_id: UUID, group_id: UUID) -> bool:
    """Return whether a person represents an organisation in a group now, as holder or as acting deputy."""
    rows = list_seats_taken_by(person_id, now()).filter(group=group_id, mandate__organisation=organisation_id)
    return rows.exists()


def list_participant_ids(
    group_id: UUID, *, organisation_id: UUID | None = None, roles: Iterable[Role] | None = None
) -> list[UUID]:
    """Return ids of people who take part in a group now, acting deputies included.

    Optionally only those of an organisation or with certain roles. Closed accounts are left out.
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


def _build_seats_query(*, narrowed: bool) -> QuerySet[Membership]:
    rows = list_occupied_seats(AT).filter(ids_param_q("role", "roles", CharField()), group=GROUP_ID)
    return rows.filter(mandate__organisation=QueryParam("organisation_id", UUIDField())) if narrowed else rows


def _build_holders_query(*, narrowed: bool) -> QuerySet[Membership]:
    rows = _build_seats_query(narrowed=narrowed).filter(mandate__person__is_active=True)
    return rows.select_related("mandate").only("mandate__person")


def _build_deputies_query(*, narrowed: bool) -> QuerySet[Deputyship]:
    mandates = _build_seats_query(narrowed=narrowed).values("mandate")
    rows = Deputyship.objects.filter(acting_deputyship_q(AT), deputy__is_active=True, mandate__in=mandates)
    return rows.only("deputy")


HOLDERS = {
    narrowed: PreparedQuery(partial(_build_holders_query, narrowed=narrowed)) for narrowed in (False, True)
}
DEPUTIES = {
    narrowed: PreparedQuery(partial(_build_deputies_query, narrowed=narrowed)) for narrowed in (False, True)
}


def list_represented_organisation_ids(group_id: UUID, roles: Iterable[Role]) -> set[UUID]:
    """Return ids of organisations represented in a group now in some roles, acting deputies included."""
    at = now()
    deputies = Deputyship.objects.filter(
        acting_deputyship_q(at), deputy__is_active=True, mandate=OuterRef("mandate")
    )
    somebody = Q(mandate__person__is_active=True) | Exists(deputies)
    rows = list_occupied_seats(at).filter(somebody, group=group_id, role__in=list(roles))
    return set(rows.order_by().values_list("mandate__organisation", flat=True))


def list_represented_sectors(group_id: UUID) -> set[str]:
    """Return the sectors represented in a group now, observers left out."""
    return {row.mandate.organisation.sector for row in SECTORS.all(group_id=group_id, at=now())}


SECTORS = PreparedQuery(
    lambda: (
        list_occupied_seats(AT)
        .filter(group=GROUP_ID)
        .exclude(role=Role.OBSERVER)
        .select_related("mandate__organisation")
        .only("mandate__organisation__sector")
    )
)


def list_facilitator_ids(group_id: UUID) -> list[UUID]:
    """Return ids of the people who facilitate a group now, acting deputies included."""
    return list_participant_ids(group_id, roles=[Role.FACILITATOR])
