"""The mandates through which somebody acts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField

from groups.common.columns import GROUP, ORGANISATION
from groups.common.periods import COUNTRY_ZONE
from groups.mandates.models import Deputyship, Mandate
from groups.seats.deputies import standing_in
from groups.seats.models import Membership
from groups.seats.selectors import held_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.lists import given_ids, referring
from viche.kernel.prepared import Given, Prepared


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
    at = now()
    rows = MINE.all(person_id=actor.person_id, at=at, day=today(COUNTRY_ZONE))
    seats: dict[UUID, list[Membership]] = {row.pk: [] for row in rows}
    for seat in SEATS.all(ids=list(seats), at=at) if rows else ():
        seats[seat.mandate_id].append(seat)
    return [HeldMandate(row, row.person_id != actor.person_id, seats[row.pk]) for row in rows]


def mandates_at_work(
    people: Collection[UUID], among: QuerySet[Mandate] | None = None
) -> dict[tuple[UUID, UUID], Mandate]:
    """The mandate by which each person acts for each organisation today, the oldest of several, by their ids;
    `among` some of all mandates.

    One that rests only where there is no other: it takes no seat, and nobody is appointed past it.
    """
    day = today(COUNTRY_ZONE)
    known = Mandate.objects.all() if among is None else among
    going = known.filter(
        Q(ends_on=None) | Q(ends_on__gte=day),
        Q(ended_at=None) | Q(ended_at__gt=now()),
        person__in=people,
        starts_on__lte=day,
    )
    found: dict[tuple[UUID, UUID], Mandate] = {}
    for one in going.order_by(F("rested_at").asc(nulls_first=True), "starts_on", "id"):
        found.setdefault((one.person_id, one.organisation_id), one)
    return found


def mandate_at_work(person_id: UUID, organisation_id: UUID) -> Mandate | None:
    """The same of one person for one organisation."""
    theirs = Mandate.objects.filter(organisation=organisation_id)
    return mandates_at_work([person_id], theirs).get((person_id, organisation_id))


def _at_work(at: Any, day: Any) -> Q:
    """Mandates by which somebody acts at a moment, which is on a day in the country."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=day)
    not_ended = Q(ended_at=None) | Q(ended_at__gt=at)
    return not_over & not_ended & Q(starts_on__lte=day, rested_at=None)


def _mine() -> QuerySet[Mandate]:
    person, at = Given("person_id", UUIDField()), Given("at", DateTimeField())
    day = Given("day", DateField())
    windows = Deputyship.objects.filter(standing_in(at), deputy=person, mandate=OuterRef("pk"))
    mine = Mandate.objects.filter(Q(person=person) | Q(Exists(windows)), _at_work(at, day))
    return referring(mine, organisation=ORGANISATION).order_by("starts_on", "id")


def _their_seats() -> QuerySet[Membership]:
    seats = held_seats(Given("at", DateTimeField())).filter(given_ids("mandate", "ids"))
    return referring(seats, group=GROUP).order_by("since", "id")


# Asked before every list of action items.
MINE, SEATS = Prepared(_mine), Prepared(_their_seats)
