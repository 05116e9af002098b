"""Naming who appoints the representatives of an organisation, and ending that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.common.people import given, person_named
from groups.organisations.events import OrganisationAdministratorEnded, OrganisationAdministratorNamed
from groups.organisations.models import OrganisationAdministrator
from groups.organisations.policies import OrganisationAction, OrganisationPolicy, who_see_record
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

A = TypeVar("A", bound=OrganisationAdministratorNamed)


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


@service(OrganisationAction.SET_ADMINISTRATORS)
def name_administrator(
    *,
    actor: Actor,
    organisation_id: UUID,
    document: str,
    person_id: UUID | None = None,
    email: str = "",
) -> OrganisationAdministrator:
    """Let somebody, named by id or by `email`, appoint for an organisation and its units from now on.

    Raises Conflict for one who does already.
    """
    organisation = load(
        OrganisationPolicy(), actor, organisation_id, OrganisationAction.SET_ADMINISTRATORS, lock=True
    )
    person = person_named(person_id, email)
    if OrganisationAdministrator.objects.filter(
        organisation=organisation, person=person, until=None
    ).exists():
        raise Conflict("already_administrator", _("They are an administrator of this organisation already."))
    row = OrganisationAdministrator.objects.create(
        organisation=organisation, person=person, document=document, since=now(), named_by_id=actor.person_id
    )
    tell_of_administrator(actor, OrganisationAdministratorNamed, row, "organisation_administrator_named")
    return row


@service(OrganisationAction.SET_ADMINISTRATORS)
def end_administrator(
    *, actor: Actor, organisation_id: UUID, administrator_id: UUID, reason: str
) -> OrganisationAdministrator:
    """Take it back now. The mandates that they gave stay; the person is told the reason."""
    organisation = load(
        OrganisationPolicy(), actor, organisation_id, OrganisationAction.SET_ADMINISTRATORS, lock=True
    )
    row = OrganisationAdministrator.objects.filter(organisation=organisation, pk=administrator_id).first()
    if row is None:
        raise NotFound
    if row.until is not None:
        raise Conflict("already_ended", _("This has already ended."))
    end_administering(actor, [row], given(reason))
    return row


@service(Reason.SYSTEM)
def end_administrators_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """End whatever a person administers."""
    end_administering(actor, going_administrators(person_id), reason)
