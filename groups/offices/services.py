"""Offices across groups: administrators give and take them, and never to themselves."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.break_glass.services import end_break_glass_of
from groups.common.people import given, person_named
from groups.common.periods import lasting
from groups.offices.checks import OFFICE_TO_ONESELF, territory_to_give
from groups.offices.events import OfficeLeft, OfficeTaken
from groups.offices.models import Office, OfficeKind
from groups.offices.policies import OfficeAction, OfficePolicy
from groups.territories.policies import TerritoryAction
from viche.accounts.services.demands import settle_factors
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

OFFICES = Actor.for_system("groups.offices")


@service(TerritoryAction.GIVE_OFFICE)
def give_office(
    *,
    actor: Actor,
    kind: OfficeKind,
    territory_id: UUID,
    document: str,
    person_id: UUID | None = None,
    email: str = "",
    ends_at: datetime | None = None,
) -> Office:
    """Make somebody coordinator or data protection officer of a territory, from now until `ends_at`.

    The person is named by id or by `email`. Raises Invalid for the actor themselves: an office opens
    what administering does not.
    """
    territory, at = territory_to_give(actor, territory_id, ends_at), now()
    person = person_named(person_id, email)
    if person.pk == actor.person_id:
        pointer = "/email" if person_id is None else "/person"
        raise Invalid.field(pointer, "oneself", OFFICE_TO_ONESELF)
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


@service(OfficeAction.END)
def end_office(*, actor: Actor, office_id: UUID, reason: str) -> Office:
    """Take an office back now. The person is told the reason."""
    office = load(OfficePolicy(), actor, office_id, OfficeAction.READ, lock=True)
    at = now()
    if office.ends_at is not None and office.ends_at <= at:
        raise Conflict("already_ended", _("This has already ended."))
    load(OfficePolicy(), actor, office_id, OfficeAction.END)
    office.ends_at, office.end_reason = at, given(reason)
    office.save(update_fields=["ends_at", "end_reason"])
    end_break_glass_of(actor=OFFICES, person_id=office.person_id)
    record(actor, OfficeLeft(office_id=office.id, person_id=office.person_id, office=office.kind))
    settle_factors(actor=actor, person_ids=[office.person_id])
    access_changed(person_id=office.person_id, reason="office_left")
    return office
