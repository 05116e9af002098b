"""The mandates through which somebody acts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q

from groups.models import (
    Deputyship,
    Mandate,
    Membership,
)
from groups.selectors.seats import seated, standing_in
from groups.terms import COUNTRY_ZONE
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today


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
