"""People who are found by their name, post or organisation, each through a mandate that the finder knows."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet

from groups.common.periods import COUNTRY_ZONE, open_seats
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import READ, held
from groups.mandates.models import Mandate
from groups.mandates.policies import MandatePolicy
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.lists import Probe


def of_mandates_known_to(actor: Actor) -> Q:
    """The condition on rows whose `place` is a mandate that goes on and that `actor` knows."""
    known = MandatePolicy().visible_to(actor).filter(going(), person__is_active=True)
    return Q(Probe(known.filter(pk=OuterRef("place"))))


def going() -> Q:
    """The condition on mandates that are not over."""
    last_day = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    return last_day & (Q(ended_at=None) | Q(ended_at__gt=now()))


def every_mandate() -> QuerySet[Mandate]:
    return Mandate.objects.all()


def mandates_to_index(ids: Collection[UUID]) -> QuerySet[Mandate]:
    """Not narrowed to anybody."""
    return Mandate.objects.filter(pk__in=ids).select_related("person", "organisation")


def mandates_of(person_id: UUID) -> list[UUID]:
    return list(Mandate.objects.filter(person=person_id).values_list("pk", flat=True))


def mandates_in(organisation_id: UUID) -> list[UUID]:
    return list(Mandate.objects.filter(organisation=organisation_id).values_list("pk", flat=True))


def mandates_found(actor: Actor, ids: Collection[UUID]) -> QuerySet[Mandate]:
    """Those of some mandates that `actor` knows, with the seats at tables of `actor` as `common_seats`."""
    at_table = held(InitiativeGroupUserPermission, actor, READ, of="group")
    ours = Membership.objects.filter(at_table, open_seats(now()))
    seats = Prefetch("memberships", ours.select_related("group").order_by("pk"), to_attr="common_seats")
    rows = MandatePolicy().visible_to(actor).filter(going(), pk__in=ids)
    return rows.select_related("person", "organisation").prefetch_related(seats)
