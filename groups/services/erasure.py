"""Somebody is erased: every seat, office, deputyship and share of theirs ends; the record of them stays."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from groups.events import MemberErased
from groups.models import Deputyship, Membership, Office
from groups.people import require_system
from groups.seating import lock_tables_of
from groups.services.break_glass import end_break_glass_of
from groups.services.deputyships import end_deputyship
from groups.services.joining import forget_joining_of
from groups.services.mandates import end_mandates_of
from groups.services.offices import end_office
from groups.services.organisation_administrators import end_administrators_of
from groups.services.shares import end_shares_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service

REASON = "person_erased"


@service(Reason.SYSTEM)
def end_everything_of(*, actor: Actor, person_id: UUID, even_the_last: bool) -> None:
    """End whatever gives a person access. `even_the_last` ends the seat of a group's only facilitator too.

    Raises Conflict for the last facilitator otherwise.
    """
    require_system(actor)
    lock_tables_of(person_id)
    at = now()
    end_mandates_of(actor=actor, person_id=person_id, reason=REASON, even_the_last=even_the_last)
    acting = Deputyship.objects.filter(deputy=person_id, ended_at=None, ends_at__gt=at).order_by("pk")
    for pk in acting.values_list("pk", flat=True):
        end_deputyship(actor=actor, deputyship_id=pk)
    end_break_glass_of(actor=actor, person_id=person_id)
    offices = Office.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), person=person_id).order_by("pk")
    for pk in offices.values_list("pk", flat=True):
        end_office(actor=actor, office_id=pk, reason=REASON)
    end_administrators_of(actor=actor, person_id=person_id, reason=REASON)
    end_shares_of(actor=actor, person_id=person_id, reason=REASON)
    forget_joining_of(actor=actor, person_id=person_id)
    seats = Membership.objects.filter(mandate__person=person_id)
    for group_id in seats.order_by("group").values_list("group", flat=True).distinct():
        record(actor, MemberErased(group_id=group_id, person_id=person_id))
