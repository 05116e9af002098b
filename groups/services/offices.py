"""Offices across groups: only the system gives and takes them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import OfficeLeft, OfficeTaken
from groups.models import Office, OfficeKind, Territory
from groups.people import active_person, require_system
from groups.terms import lasting
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def give_office(
    *,
    actor: Actor,
    person_id: UUID,
    kind: OfficeKind,
    territory_id: UUID,
    document: str,
    ends_at: datetime | None = None,
) -> Office:
    """Make somebody coordinator or data protection officer of a territory, from now until `ends_at`."""
    require_system(actor)
    person = active_person(person_id, "/person")
    territory = Territory.objects.filter(pk=territory_id).first()
    if territory is None:
        raise Invalid.field("/territory", "not_found", _("There is no such territory."))
    at = now()
    if ends_at is not None and ends_at <= at:
        raise Invalid.field("/ends_at", "past", _("Choose a moment that is still to come."))
    if Office.objects.filter(
        lasting("starts_at", "ends_at", at), person=person, kind=kind, territory=territory
    ).exists():
        raise Conflict("already_in_office", _("This person already holds that office."))
    office = Office.objects.create(
        person=person, kind=kind, territory=territory, document=document, starts_at=at, ends_at=ends_at
    )
    record(actor, OfficeTaken(office_id=office.id, person_id=person.id, office=kind))
    settle_factors(actor=actor, person_ids=[person.id])
    access_changed(person_id=person.id, reason="office_taken")
    return office


@service(Reason.SYSTEM)
def end_office(*, actor: Actor, office_id: UUID) -> Office:
    """Take an office back now."""
    require_system(actor)
    office = Office.objects.select_for_update(no_key=True).filter(pk=office_id).first()
    if office is None:
        raise NotFound
    at = now()
    if office.ends_at is not None and office.ends_at <= at:
        raise Conflict("already_ended", _("This has already ended."))
    office.ends_at = at
    office.save(update_fields=["ends_at"])
    record(actor, OfficeLeft(office_id=office.id, person_id=office.person_id, office=office.kind))
    settle_factors(actor=actor, person_ids=[office.person_id])
    access_changed(person_id=office.person_id, reason="office_left")
    return office
