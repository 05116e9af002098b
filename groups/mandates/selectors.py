"""Selectors of the mandates through which a person acts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, UUIDField

from groups.common.columns import GROUP, ORGANISATION
from groups.common.periods import COUNTRY_ZONE
from groups.mandates.models import Deputyship, Mandate
from groups.organisations.policies import list_administered_ids
from groups.seats.deputies import acting_deputyship_q
from groups.seats.models import Membership
from groups.seats.selectors import list_active_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.keyset_lists import ids_param_q, select_related_columns
from viche.kernel.prepared_queries import PreparedQuery, QueryParam


@dataclass(frozen=True, slots=True)
class ActingMandate:
    """A mandate through which a person acts now, with its seats.

    Their own, or (`acting=True`) that of an absent colleague.
    """

    mandate: Mandate
    acting: bool
    seats: list[Membership]


def list_mandates_held_by(actor: Actor) -> list[ActingMandate]:
    """Return the mandates through which an actor acts now, oldest first, in two queries."""
    if actor.person_id is None or not actor.has_scope("groups:read"):
        return []
    at = now()
    rows = OWN_MANDATES.all(person_id=actor.person_id, at=at, day=today(COUNTRY_ZONE))
    seats: dict[UUID, list[Membership]] = {row.pk: [] for row in rows}
    for seat in SEATS.all(ids=list(seats), at=at) if rows else ():
        seats[seat.mandate_id].append(seat)
    return [ActingMandate(row, row.person_id != actor.person_id, seats[row.pk]) for row in rows]


def find_active_mandates(
    people: Collection[UUID], among: QuerySet[Mandate] | None = None
) -> dict[tuple[UUID, UUID], Mandate]:
    """Return the active mandate of each person for each organisation today, by their ids.

    The oldest of several is returned; `among` narrows the mandates. A suspended one is returned only where
    there is no other: it gets no seat, but prevents a second mandate of the person for the organisation.
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


def list_ending_mandates(actor: Actor, until: date) -> QuerySet[Mandate]:
    """Return the mandates that end by `until`: the actor's own, and of organisations that they administer.

    Left out are mandates whose holder has a later mandate of the organisation, and those with a successor.
    Empty for a token without `groups:read`.
    """
    if not actor.has_scope("groups:read"):
        return Mandate.objects.none()
    longer = Mandate.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=OuterRef("ends_on")),
        ended_at=None,
        person=OuterRef("person"),
        organisation=OuterRef("organisation"),
    )
    theirs = Q(person=actor.person_id) | Q(organisation__in=list_administered_ids(actor))
    rows = Mandate.objects.filter(
        theirs,
        ~Exists(longer),
        ended_at=None,
        starts_on__lte=today(COUNTRY_ZONE),
        ends_on__range=(today(COUNTRY_ZONE), until),
        successor=None,
    )
    return rows.select_related("person", "organisation").order_by("ends_on", "id")


def find_active_mandate(person_id: UUID, organisation_id: UUID) -> Mandate | None:
    """Return the active mandate of one person for one organisation, or None."""
    theirs = Mandate.objects.filter(organisation=organisation_id)
    return find_active_mandates([person_id], theirs).get((person_id, organisation_id))


def _active_mandate_q(at: Any, day: Any) -> Q:
    """Return the condition on mandates in force at a moment that lies on `day` in the country."""
    not_over = Q(ends_on=None) | Q(ends_on__gte=day)
    not_ended = Q(ended_at=None) | Q(ended_at__gt=at)
    return not_over & not_ended & Q(starts_on__lte=day, rested_at=None)


def _build_own_mandates_query() -> QuerySet[Mandate]:
    person, at = QueryParam("person_id", UUIDField()), QueryParam("at", DateTimeField())
    day = QueryParam("day", DateField())
    windows = Deputyship.objects.filter(acting_deputyship_q(at), deputy=person, mandate=OuterRef("pk"))
    mine = Mandate.objects.filter(Q(person=person) | Q(Exists(windows)), _active_mandate_q(at, day))
    return select_related_columns(mine, organisation=ORGANISATION).order_by("starts_on", "id")


def _build_seats_query() -> QuerySet[Membership]:
    seats = list_active_seats(QueryParam("at", DateTimeField())).filter(ids_param_q("mandate", "ids"))
    return select_related_columns(seats, group=GROUP).order_by("since", "id")


# Prepared statements: they run before every list of action items.
OWN_MANDATES, SEATS = PreparedQuery(_build_own_mandates_query), PreparedQuery(_build_seats_query)
