"""Services of organisation administrators, who appoint an organisation's representatives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.common.people import get_person_by_id_or_email, require_reason
from groups.organisations.events import OrganisationAdministratorEnded, OrganisationAdministratorNamed
from groups.organisations.models import OrganisationAdministrator
from groups.organisations.policies import OrganisationAction, OrganisationPolicy, list_record_readers
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

A = TypeVar("A", bound=OrganisationAdministratorNamed)


def lock_administrations_of(person_id: UUID) -> QuerySet[OrganisationAdministrator]:
    """Return the current administrations of a person, locked."""
    going = OrganisationAdministrator.objects.filter(person=person_id, until=None).order_by("pk")
    return going.select_for_update(no_key=True)


def end_administrations(actor: Actor, rows: Iterable[OrganisationAdministrator], reason: str) -> None:
    """End administrations now. The rows, or their organisations, must be locked."""
    for row in rows:
        row.until, row.end_reason = now(), reason
        row.save(update_fields=["until", "end_reason"])
        record_administrator_change(
            actor, OrganisationAdministratorEnded, row, "organisation_administrator_ended"
        )


def record_administrator_change(
    actor: Actor, kind: type[A], row: OrganisationAdministrator, change: str
) -> None:
    """Record the start or end of an administration, and settle second factor and access."""
    others = list_record_readers(row.organisation) - {row.person_id}
    fact = kind(
        organisation_id=row.organisation_id,
        administrator_id=row.id,
        person_id=row.person_id,
        others=tuple(sorted(others)),
    )
    record(actor, fact)
    refresh_factor_due_dates(actor=actor, person_ids=[row.person_id])
    record_access_change(person_id=row.person_id, reason=change)


@service(OrganisationAction.SET_ADMINISTRATORS)
def name_administrator(
    *,
    actor: Actor,
    organisation_id: UUID,
    document: str,
    person_id: UUID | None = None,
    email: str = "",
) -> OrganisationAdministrator:
    """Make a person, given by id or `email`, administrator of an organisation and its units.

    Raises Conflict when they are one already, and for the actor themselves: an administrator appoints
    representatives.
    """
    organisation = load(
        OrganisationPolicy(), actor, organisation_id, OrganisationAction.SET_ADMINISTRATORS, lock=True
    )
    person = get_person_by_id_or_email(person_id, email)
    if person.pk == actor.person_id:
        raise Conflict("own_administrator", _("You cannot name yourself: another coordinator does it."))
    if OrganisationAdministrator.objects.filter(
        organisation=organisation, person=person, until=None
    ).exists():
        raise Conflict("already_administrator", _("They are an administrator of this organisation already."))
    row = OrganisationAdministrator.objects.create(
        organisation=organisation, person=person, document=document, since=now(), named_by_id=actor.person_id
    )
    record_administrator_change(
        actor, OrganisationAdministratorNamed, row, "organisation_administrator_named"
    )
    return row


@service(OrganisationAction.SET_ADMINISTRATORS)
def end_administrator(
    *, actor: Actor, organisation_id: UUID, administrator_id: UUID, reason: str
) -> OrganisationAdministrator:
    """End an administration now. Mandates that they gave stay; the reason is shown to the person."""
    organisation = load(
        OrganisationPolicy(), actor, organisation_id, OrganisationAction.SET_ADMINISTRATORS, lock=True
    )
    row = OrganisationAdministrator.objects.filter(organisation=organisation, pk=administrator_id).first()
    if row is None:
        raise NotFound
    if row.until is not None:
        raise Conflict("already_ended", _("This has already ended."))
    end_administrations(actor, [row], require_reason(reason))
    return row


@service(Reason.SYSTEM)
def end_administrators_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """End every administration of a person."""
    end_administrations(actor, lock_administrations_of(person_id), reason)
