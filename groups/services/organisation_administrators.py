"""Naming who appoints the representatives of an organisation, and ending that."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import OrganisationAdministratorNamed
from groups.leaving import end_administering, going_administrators, tell_of_administrator
from groups.models import OrganisationAdministrator
from groups.people import person_named
from groups.policies import OrganisationAction, OrganisationPolicy
from groups.seating import given
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound
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
