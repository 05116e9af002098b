"""Services of offices: administrators give and end them, never their own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.break_glass.services import end_break_glass_of
from groups.common.people import get_person_by_id_or_email, require_reason
from groups.common.periods import active_at_q
from groups.offices.checks import OWN_OFFICE_REFUSED, lock_territory_to_give
from groups.offices.events import OfficeLeft, OfficeTaken
from groups.offices.models import Office, OfficeKind
from groups.offices.policies import OfficeAction, OfficePolicy
from groups.territories.policies import TerritoryAction
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

OFFICES_ACTOR = Actor.for_system("groups.offices")


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
    """Give a person an office of a territory, from now until `ends_at`.

    The person is given by id or by `email`. Raises Invalid for the actor themselves: an office gives access
    that administrators do not have.
    """
    territory, at = lock_territory_to_give(actor, territory_id, ends_at), now()
    person = get_person_by_id_or_email(person_id, email)
    if person.pk == actor.person_id:
        pointer = "/email" if person_id is None else "/person"
        raise Invalid.field(pointer, "oneself", OWN_OFFICE_REFUSED)
    if Office.objects.filter(
        active_at_q("starts_at", "ends_at", at), person=person, kind=kind, territory=territory
    ).exists():
        raise Conflict("already_in_office", _("This person already holds that office."))
    office = Office.objects.create(
        person=person, kind=kind, territory=territory, document=document, starts_at=at, ends_at=ends_at
    )
    record(actor, OfficeTaken(office_id=office.id, person_id=person.id, office=kind))
    refresh_factor_due_dates(actor=actor, person_ids=[person.id])
    record_access_change(person_id=person.id, reason="office_taken")
    return office


@service(OfficeAction.END)
def end_office(*, actor: Actor, office_id: UUID, reason: str) -> Office:
    """End an office now. The reason is shown to the person."""
    office = load(OfficePolicy(), actor, office_id, OfficeAction.READ, lock=True)
    at = now()
    if office.ends_at is not None and office.ends_at <= at:
        raise Conflict("already_ended", _("This has already ended."))
    load(OfficePolicy(), actor, office_id, OfficeAction.END)
    office.ends_at, office.end_reason = at, require_reason(reason)
    office.save(update_fields=["ends_at", "end_reason"])
    end_break_glass_of(actor=OFFICES_ACTOR, person_id=office.person_id)
    record(actor, OfficeLeft(office_id=office.id, person_id=office.person_id, office=office.kind))
    refresh_factor_due_dates(actor=actor, person_ids=[office.person_id])
    record_access_change(person_id=office.person_id, reason="office_left")
    return office
