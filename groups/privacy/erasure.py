"""Erasure of a person in groups: every seat, office, deputyship and share ends.

Their record stays, but not the reasons that others gave for changes to them.
"""

from __future__ import annotations

from uuid import UUID

from groups.break_glass.services import end_break_glass_of
from groups.guest_shares.models import GuestShare
from groups.guest_shares.services import end_shares_of
from groups.initiative_groups.events import MemberErased
from groups.joining.join_requests import erase_joining_of
from groups.mandates.deputies import end_deputyship
from groups.mandates.lifecycle import lock_mandates_and_groups_of
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.services import end_mandates_of
from groups.offices.checks import lock_offices_of
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
def end_all_access_of(*, actor: Actor, person_id: UUID) -> None:
    """End everything that gives a person access, also the seat of a group's only facilitator.

    An erasure does not wait for a replacement; the coordinators of the territory are notified. The reasons
    for which a seat, a mandate, an office, an administration or a share was ended, suspended or given are
    erased: the holder of a post would be identifiable by them.
    """
    lock_mandates_and_groups_of(person_id)
    at = now()
    # Offices are locked before anything restricted, as when an office ends or a break-glass request is
    # answered.
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
    erase_joining_of(actor=actor, person_id=person_id)
    _erase_reasons(person_id)
    seats = Membership.objects.filter(mandate__person=person_id)
    for group_id in seats.order_by("group").values_list("group", flat=True).distinct():
        record(actor, MemberErased(group_id=group_id, person_id=person_id))


def _erase_reasons(person_id: UUID) -> None:
    """Erase the reasons, except those that say that the row ended with the erasure.

    Runs last, when everything is locked in order.
    """
    for rows in (
        Mandate.objects.filter(person=person_id),
        Membership.objects.filter(mandate__person=person_id),
        Office.objects.filter(person=person_id),
        OrganisationAdministrator.objects.filter(person=person_id),
    ):
        rows.exclude(end_reason__in=("", REASON)).update(end_reason="")
    Mandate.objects.filter(person=person_id).exclude(rest_reason="").update(rest_reason="")
    GuestShare.objects.filter(person=person_id).update(reason="")
