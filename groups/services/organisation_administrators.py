"""Naming who appoints the representatives of an organisation, and ending that."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import OrganisationAdministratorEnded, OrganisationAdministratorNamed
from groups.models import OrganisationAdministrator
from groups.people import person_named, require_system
from groups.policies import OrganisationAction, OrganisationPolicy
from groups.seating import given
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


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
    record(actor, _fact(OrganisationAdministratorNamed, row))
    _settle(actor, row, "organisation_administrator_named")
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
    _end(actor, row, given(reason))
    return row


@service(Reason.SYSTEM)
def end_administrators_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """End whatever a person administers."""
    require_system(actor)
    going = OrganisationAdministrator.objects.filter(person=person_id, until=None).order_by("pk")
    for row in going.select_for_update(no_key=True):
        _end(actor, row, reason)


def _end(actor: Actor, row: OrganisationAdministrator, reason: str) -> None:
    row.until, row.end_reason = now(), reason
    row.save(update_fields=["until", "end_reason"])
    record(actor, _fact(OrganisationAdministratorEnded, row))
    _settle(actor, row, "organisation_administrator_ended")


def _settle(actor: Actor, row: OrganisationAdministrator, reason: str) -> None:
    settle_factors(actor=actor, person_ids=[row.person_id])
    access_changed(person_id=row.person_id, reason=reason)


def _fact(
    kind: type[OrganisationAdministratorNamed], row: OrganisationAdministrator
) -> OrganisationAdministratorNamed:
    return kind(organisation_id=row.organisation_id, administrator_id=row.id, person_id=row.person_id)
