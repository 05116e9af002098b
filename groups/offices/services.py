"""Services of offices: administrators request and end them, never their own; a second person confirms."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.break_glass.services import end_break_glass_of
from groups.common.people import require_reason
from groups.offices.checks import find_appointee, lock_offices_of, lock_territory_to_give
from groups.offices.events import OfficeLeft, OfficeTaken
from groups.offices.models import Office, OfficeKind
from groups.offices.policies import OfficeAction, OfficePolicy
from groups.territories.policies import TerritoryAction
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import request_approval
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

OFFICES_ACTOR = Actor.for_system("groups.offices")


NEW_OFFICE = "groups.new_office"  # a kind of approval: see `registration`


@service(TerritoryAction.GIVE_OFFICE)
def request_office(
    *,
    actor: Actor,
    kind: OfficeKind,
    territory_id: UUID,
    document: str,
    person_id: UUID | None = None,
    email: str = "",
    ends_at: datetime | None = None,
) -> Approval:
    """Request an office of a territory for a person, which a second person has to confirm.

    The person is given by id or by `email`. Raises what `give_office` raises, and Conflict while the same is
    requested already.
    """
    territory = lock_territory_to_give(actor, territory_id, ends_at)
    person = find_appointee(actor, kind, territory, person_id, email)
    asked = {"person_id": str(person.pk), "kind": kind, "territory_id": str(territory.pk)}
    same = Approval.objects.filter(kind=NEW_OFFICE, state=ApprovalState.PENDING, payload__contains=asked)
    if same.exists():
        raise Conflict("requested_already", _("This waits for a second person already."))
    until = None if ends_at is None else ends_at.isoformat()
    payload = {**asked, "document": document, "ends_at": until}
    return request_approval(actor=actor, kind=NEW_OFFICE, payload=payload)


@service(TerritoryAction.GIVE_OFFICE)
def give_office(
    *,
    actor: Actor,
    kind: OfficeKind,
    territory_id: UUID,
    document: str,
    person_id: UUID,
    ends_at: datetime | None = None,
) -> Office:
    """Give a person an office of a territory, from now until `ends_at`, as a second person has confirmed.

    Raises Forbidden; Invalid for the actor themselves, for an unknown or deactivated person or territory, and
    for a past moment; Conflict for a person who holds it.
    """
    territory = lock_territory_to_give(actor, territory_id, ends_at)
    person, at = find_appointee(actor, kind, territory, person_id), now()
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


@service(Reason.SYSTEM)
def end_offices_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """End every present and future office of a person."""
    for office in lock_offices_of(person_id):
        end_office(actor=actor, office_id=office.pk, reason=reason)
