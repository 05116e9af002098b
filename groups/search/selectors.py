"""Search for people by name, post or organisation, each through a mandate that the reader knows."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Q, QuerySet

from groups.common.periods import COUNTRY_ZONE, not_ended_q
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import READ, has_grant_q
from groups.mandates.models import Mandate
from groups.mandates.policies import MandatePolicy
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.keyset_lists import RowwiseExists


def known_mandate_place_q(actor: Actor) -> Q:
    """Return the condition on rows whose `place` is an open mandate that `actor` knows."""
    known = MandatePolicy().visible_to(actor).filter(open_mandate_q(), person__is_active=True)
    return Q(RowwiseExists(known.filter(pk=OuterRef("place"))))


def open_mandate_q() -> Q:
    """Return the condition on mandates that have not ended."""
    last_day = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    return last_day & (Q(ended_at=None) | Q(ended_at__gt=now()))


def list_mandate_ids_of(person_id: UUID) -> list[UUID]:
    return list(Mandate.objects.filter(person=person_id).values_list("pk", flat=True))


def list_mandate_ids_in(organisation_id: UUID) -> list[UUID]:
    return list(Mandate.objects.filter(organisation=organisation_id).values_list("pk", flat=True))


def list_found_mandates(actor: Actor, ids: Collection[UUID]) -> QuerySet[Mandate]:
    """Return the open ones of these mandates that `actor` knows.

    With the seats in groups that `actor` reads as `common_seats`.
    """
    at_table = has_grant_q(InitiativeGroupUserPermission, actor, READ, of="group")
    ours = Membership.objects.filter(at_table, not_ended_q(now()))
    seats = Prefetch("memberships", ours.select_related("group").order_by("pk"), to_attr="common_seats")
    rows = MandatePolicy().visible_to(actor).filter(open_mandate_q(), pk__in=ids)
    return rows.select_related("person", "organisation").prefetch_related(seats)
