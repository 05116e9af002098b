"""Somebody is erased: every seat, office, deputyship and share of theirs ends; the record of them stays, but
not the reasons that others gave for what became of them.
"""

from __future__ import annotations

from uuid import UUID

from groups.break_glass.services import end_break_glass_of
from groups.guest_shares.models import GuestShare
from groups.guest_shares.services import end_shares_of
from groups.initiative_groups.events import MemberErased
from groups.joining.join_requests import forget_joining_of
from groups.mandates.deputies import end_deputyship
from groups.mandates.lifecycle import lock_offices_of, lock_tables_of
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.services import end_mandates_of
from groups.offices.models import Office
from groups.offices.services import end_office
from groups.organisations.administrators import end_administrators_of
from groups.organisations.models import OrganisationAdministrator
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service

REASON = "person_erased"


@service(Reason.SYSTEM)
def end_everything_of(*, actor: Actor, person_id: UUID) -> None:
    """End whatever gives a person access, also the seat of a group's only facilitator: nobody is kept for it,
    and who coordinates its territory is told.

    Why a seat, a mandate, an office, an administration or a share of theirs was ended, rested or given is
    forgotten: whoever held a post then is known by that alone.
    """
    lock_tables_of(person_id)
    at = now()
    # Before anything restricted is locked, as whoever takes an office back or answers in an emergency does.
    offices = lock_offices_of(person_id)
    end_break_glass_of(actor=actor, person_id=person_id)
    end_mandates_of(actor=actor, person_id=person_id, reason=REASON)
    acting = Deputyship.objects.filter(deputy=person_id, ended_at=None, ends_at__gt=at).order_by("pk")
    for pk in acting.values_list("pk", flat=True):
        end_deputyship(actor=actor, deputyship_id=pk)
    for office in offices:
        end_office(actor=actor, office_id=office.pk, reason=REASON)
    end_administrators_of(actor=actor, person_id=person_id, reason=REASON)
    end_shares_of(actor=actor, person_id=person_id, reason=REASON)
    forget_joining_of(actor=actor, person_id=person_id)
    _forget_reasons(person_id)
    seats = Membership.objects.filter(mandate__person=person_id)
    for group_id in seats.order_by("group").values_list("group", flat=True).distinct():
        record(actor, MemberErased(group_id=group_id, person_id=person_id))


def _forget_reasons(person_id: UUID) -> None:
    """At the end, when everything is locked in its order. What ended with the erasure says so."""
    for rows in (
        Mandate.objects.filter(person=person_id),
        Membership.objects.filter(mandate__person=person_id),
        Office.objects.filter(person=person_id),
        OrganisationAdministrator.objects.filter(person=person_id),
    ):
        rows.exclude(end_reason__in=("", REASON)).update(end_reason="")
    Mandate.objects.filter(person=person_id).exclude(rest_reason="").update(rest_reason="")
    GuestShare.objects.filter(person=person_id).update(reason="")
