"""What ends with somebody who leaves, since it was theirs in person: what is shared with them as a guest, and
what they administer. What the services of mandates, of shares and of administrators share.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from groups.events import (
    GuestShared,
    GuestShareEnded,
    OrganisationAdministratorEnded,
    OrganisationAdministratorNamed,
)
from groups.grants import shareable
from groups.models import GuestShare, Mandate, OrganisationAdministrator
from groups.policies import who_see_record
from groups.standing import CountryZone
from groups.terms import COUNTRY_ZONE, LocalDay
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.events import record

A = TypeVar("A", bound=OrganisationAdministratorNamed)
S = TypeVar("S", bound=GuestShared)


def mandates_along(mandate_id: UUID) -> QuerySet[Mandate]:
    """The mandates of the same person: held together, so that of two that end at once one is the last."""
    return Mandate.objects.filter(person__mandates=mandate_id, ended_at=None)


def let_go(actor: Actor, left: Mandate, reason: str) -> list[Model]:
    """After a mandate has ended: whoever does not act for its organisation any more does not administer it,
    and whoever acts for nobody any more is nobody's guest. What they saw as a guest is returned: its grants
    follow.

    Who hands over a mandate of their own has not left, and goes on administering.
    """
    not_over = Q(ends_on=None) | Q(ends_on__gte=today(COUNTRY_ZONE))
    theirs = Mandate.objects.filter(not_over, person=left.person_id, ended_at=None).exclude(pk=left.pk)
    if actor.person_id != left.person_id and not theirs.filter(organisation=left.organisation_id).exists():
        own = going_administrators(left.person_id).filter(organisation=left.organisation_id)
        end_administering(actor, own, reason)
    return [] if theirs.exists() else take_back_shares(actor, left.person_id)


def outlived_administrations() -> QuerySet[OrganisationAdministrator]:
    """What is administered by who had a mandate for the organisation meanwhile that has run out by its day,
    and has no other.
    """
    there = Mandate.objects.filter(organisation=OuterRef("organisation"))
    return OrganisationAdministrator.objects.filter(_outlived(there), until=None)


def outlived_shares() -> QuerySet[GuestShare]:
    """What is shared with who had a mandate meanwhile that has run out by its day, and has no other."""
    return GuestShare.objects.filter(_outlived(Mandate.objects.all()), ended_at=None, until__gt=now())


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


def take_back_shares(actor: Actor, person_id: UUID, among: QuerySet[GuestShare] | None = None) -> list[Model]:
    """Take back what is shared with a person, or some of that; the things are returned, for their grants.

    They are locked first and in the order of grants, as by whoever takes back a single share.
    """
    at, things = now(), list[Model]()
    known = GuestShare.objects.all() if among is None else among
    going = known.filter(person=person_id, ended_at=None, until__gt=at).order_by("pk")
    for kind in sorted(shareable(), key=lambda one: (one.depth, one.kind)):
        ids = going.filter(container_type=kind.kind).values("container_id")
        rows = kind.model._default_manager.filter(pk__in=ids).order_by("pk")
        things.extend(rows.select_for_update(of=("self",), no_key=True))
    for share in going:
        share.ended_at = at
        share.save(update_fields=["ended_at"])
        record(actor, share_event(GuestShareEnded, share))
    return things


def share_event(kind: type[S], share: GuestShare) -> S:
    """The fact of a kind about a share."""
    return kind(
        share_id=share.id,
        container_type=share.container_type,
        container_id=share.container_id,
        person_id=share.person_id,
        access=share.access,
    )


def going_administrators(person_id: UUID) -> QuerySet[OrganisationAdministrator]:
    """What a person administers, held until the end of the transaction."""
    going = OrganisationAdministrator.objects.filter(person=person_id, until=None).order_by("pk")
    return going.select_for_update(no_key=True)


def end_administering(actor: Actor, rows: Iterable[OrganisationAdministrator], reason: str) -> None:
    """Let somebody appoint no longer. The rows, or their organisations, must be locked."""
    for row in rows:
        row.until, row.end_reason = now(), reason
        row.save(update_fields=["until", "end_reason"])
        tell_of_administrator(actor, OrganisationAdministratorEnded, row, "organisation_administrator_ended")


def tell_of_administrator(actor: Actor, kind: type[A], row: OrganisationAdministrator, change: str) -> None:
    """Record that somebody appoints for an organisation, or does so no longer, and settle their access."""
    others = who_see_record(row.organisation) - {row.person_id}
    fact = kind(
        organisation_id=row.organisation_id,
        administrator_id=row.id,
        person_id=row.person_id,
        others=tuple(sorted(others)),
    )
    record(actor, fact)
    settle_factors(actor=actor, person_ids=[row.person_id])
    access_changed(person_id=row.person_id, reason=change)
