"""What ends with somebody who leaves, since it was theirs in person: what is shared with them as a guest, and
what they administer. What the services of mandates, of shares and of administrators share.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from groups.common.periods import COUNTRY_ZONE, LocalDay
from groups.guest_shares.models import GuestShare
from groups.guest_shares.revocation import take_back_shares
from groups.mandates.models import Mandate
from groups.organisations.administrators import end_administering, going_administrators
from groups.organisations.models import OrganisationAdministrator
from groups.seats.deputies import CountryZone
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today


def mandates_along(mandate_id: UUID) -> QuerySet[Mandate]:
    """The mandates of the same person: held together, so that of two that end at once one is the last."""
    return Mandate.objects.filter(person__mandates=mandate_id, ended_at=None)


def let_go(actor: Actor, left: Mandate, reason: str) -> list[Model]:
    """After a mandate has ended: whoever does not act for its organisation any more does not administer it,
    what was shared with them by this mandate ends, and whoever acts for nobody any more is nobody's guest.
    What they saw as a guest is returned: its grants follow.

    Who hands over a mandate of their own has not left, and goes on administering.
    """
    not_over = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    theirs = Mandate.objects.filter(not_over, person=left.person_id, ended_at=None).exclude(pk=left.pk)
    if actor.person_id != left.person_id and not theirs.filter(organisation=left.organisation_id).exists():
        own = going_administrators(left.person_id).filter(organisation=left.organisation_id)
        end_administering(actor, own, reason)
    shares = GuestShare.objects.filter(mandate=left) if theirs.exists() else None
    return take_back_shares(actor, left.person_id, shares)


def outlived_administrations() -> QuerySet[OrganisationAdministrator]:
    """What is administered by who had a mandate for the organisation meanwhile that has run out by its day,
    and has no other.
    """
    there = Mandate.objects.filter(organisation=OuterRef("organisation"))
    return OrganisationAdministrator.objects.filter(_outlived(there), until=None)


def outlived_shares() -> QuerySet[GuestShare]:
    """What is shared with who had a mandate meanwhile that has run out by its day, and has no other; and what
    was given to a mandate that has.
    """
    ran_out = Q(mandate__ends_on__lt=today(COUNTRY_ZONE))
    gone = ran_out | _outlived(Mandate.objects.all())
    return GuestShare.objects.filter(gone, ended_at=None, until__gt=now())


def who_outlived() -> list[UUID]:
    """The people of both."""
    administrators = outlived_administrations().values_list("person", flat=True)
    return sorted({*administrators, *outlived_shares().values_list("person", flat=True)})


def _outlived(mandates: QuerySet[Mandate]) -> Q:
    """Rows of a `person`, given `since`, that these mandates of theirs carried and do not any more."""
    day = today(COUNTRY_ZONE)
    theirs = mandates.filter(person=OuterRef("person"), ended_at=None)
    given_on = LocalDay(OuterRef("since"), CountryZone())
    ran_out = theirs.filter(starts_on__lte=given_on, ends_on__gte=given_on, ends_on__lt=day)
    return Q(Exists(ran_out)) & Q(~Exists(theirs.filter(Q(ends_on=None) | Q(ends_on__gte=day))))
