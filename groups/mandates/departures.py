"""End the personal rights of a person who leaves an organisation: guest shares and administrations.

Shared by the services of mandates, shares and administrations.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from groups.common.periods import COUNTRY_ZONE, LocalDay
from groups.guest_shares.models import GuestShare
from groups.guest_shares.revocation import revoke_shares
from groups.mandates.models import Mandate
from groups.organisations.administrators import end_administrations, lock_administrations_of
from groups.organisations.models import OrganisationAdministrator
from groups.seats.deputies import CountryZone
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today


def list_mandates_of_holder(mandate_id: UUID) -> QuerySet[Mandate]:
    """Return the mandates of the holder of a mandate, to lock them together.

    Of two transactions that end the last two mandates at the same time, exactly one then finds no other left.
    """
    return Mandate.objects.filter(person__mandates=mandate_id, ended_at=None)


def revoke_access_of_departed(actor: Actor, left: Mandate, reason: str) -> list[Model]:
    """Revoke the access that depended on an ended mandate; return objects whose grants must be synchronised.

    A person who no longer represents the organisation no longer administers it, unless they ended their own
    mandate. Guest shares given to this mandate end; a person without any mandate loses all guest shares.
    """
    not_over = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    theirs = Mandate.objects.filter(not_over, person=left.person_id, ended_at=None).exclude(pk=left.pk)
    if actor.person_id != left.person_id and not theirs.filter(organisation=left.organisation_id).exists():
        own = lock_administrations_of(left.person_id).filter(organisation=left.organisation_id)
        end_administrations(actor, own, reason)
    shares = GuestShare.objects.filter(mandate=left) if theirs.exists() else None
    return revoke_shares(actor, left.person_id, shares)


def list_expired_administrations() -> QuerySet[OrganisationAdministrator]:
    """Return administrations of people whose mandates for the organisation have all expired."""
    there = Mandate.objects.filter(organisation=OuterRef("organisation"))
    return OrganisationAdministrator.objects.filter(_expired_mandate_q(there), until=None)


def list_expired_shares() -> QuerySet[GuestShare]:
    """Return guest shares given to an expired mandate, or to people all of whose mandates have expired.

    Shares given to people when they had no mandate in force stay.
    """
    ran_out = Q(mandate__ends_on__lt=today(COUNTRY_ZONE))
    gone = ran_out | _expired_mandate_q(Mandate.objects.all())
    return GuestShare.objects.filter(gone, ended_at=None, until__gt=now())


def list_people_with_expired_mandates() -> list[UUID]:
    """Return ids of people with expired administrations or shares."""
    administrators = list_expired_administrations().values_list("person", flat=True)
    return sorted({*administrators, *list_expired_shares().values_list("person", flat=True)})


def _expired_mandate_q(mandates: QuerySet[Mandate]) -> Q:
    """Return the condition on rows whose `person` had one of `mandates` at `since` and has none left.

    That mandate must have expired: one that was ended is handled by the service that ended it.
    """
    day = today(COUNTRY_ZONE)
    theirs = mandates.filter(person=OuterRef("person"), ended_at=None)
    given_on = LocalDay(OuterRef("since"), CountryZone())
    ran_out = theirs.filter(starts_on__lte=given_on, ends_on__gte=given_on, ends_on__lt=day)
    return Q(Exists(ran_out)) & Q(~Exists(theirs.filter(Q(ends_on=None) | Q(ends_on__gte=day))))
