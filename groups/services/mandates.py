"""Appointing people to act for organisations, and ending that."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import MandateAppointed, MandateEnded, MembershipEnded
from groups.grants import sync_grants
from groups.models import Deputyship, Mandate, Membership
from groups.people import active_person, require_system
from groups.policies import MandateAction, OrganisationAction, OrganisationPolicy
from groups.seating import (
    close_seat,
    given,
    keep_a_facilitator,
    lock_groups_of,
    lock_mandate,
    open_seats,
    seat_event,
)
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


@service(OrganisationAction.APPOINT)
def appoint_mandate(
    *,
    actor: Actor,
    person_id: UUID,
    organisation_id: UUID,
    position_uk: str,
    document: str,
    starts_on: date,
    ends_on: date | None = None,
    position_en: str = "",
    deputy_id: UUID | None = None,
) -> Mandate:
    """Let a person act for an organisation, in a position, on the days from `starts_on` to `ends_on`.

    `document` is what appoints them; `deputy_id` who usually stands in (a deputyship says when).
    """
    organisation = load(OrganisationPolicy(), actor, organisation_id, OrganisationAction.APPOINT)
    person = active_person(person_id, "/person")
    deputy = active_person(deputy_id, "/deputy") if deputy_id is not None else None
    if ends_on is not None and ends_on < starts_on:
        raise Invalid.field("/ends_on", "before_start", _("The end comes before the start."))
    if deputy == person:
        raise Invalid.field("/deputy", "same_person", _("Nobody is their own deputy."))
    mandate = Mandate.objects.create(
        person=person,
        organisation=organisation,
        position_uk=position_uk,
        position_en=position_en,
        document=document,
        starts_on=starts_on,
        ends_on=ends_on,
        deputy=deputy,
    )
    record(actor, _fact(MandateAppointed, mandate))
    return mandate


@service(MandateAction.END)
def end_mandate(
    *, actor: Actor, mandate_id: UUID, reason: str, expected_version: int | None = None
) -> Mandate:
    """End a mandate now: its seats, its deputies and whatever hangs on them end in the same second.

    Raises Conflict where it is the last facilitator of a group: another one is seated first.
    """
    mandate = lock_mandate(actor, mandate_id, MandateAction.END)
    if expected_version is not None and mandate.version != expected_version:
        raise Stale
    if mandate.ended_at is not None:
        raise Conflict("already_ended", _("This mandate has already ended."))
    _close(actor, mandate, given(reason), even_the_last=False)
    return mandate


@service(Reason.SYSTEM)
def end_mandates_of(*, actor: Actor, person_id: UUID, reason: str, even_the_last: bool) -> None:
    """End every mandate of a person now; `even_the_last` even where nobody leads the group then."""
    require_system(actor)
    going = Mandate.objects.filter(person=person_id, ended_at=None).order_by("pk")
    for mandate in going.select_for_update(no_key=True):
        _close(actor, mandate, reason, even_the_last=even_the_last)
    Mandate.objects.filter(deputy=person_id).update(deputy=None)


def _close(actor: Actor, mandate: Mandate, reason: str, *, even_the_last: bool) -> None:
    at = now()
    groups = lock_groups_of(mandate)
    seats = Membership.objects.filter(open_seats(at), mandate=mandate).select_related("mandate", "group")
    for seat in seats.order_by("group", "id"):
        if not even_the_last:
            keep_a_facilitator(seat.group, seat)
        close_seat(seat, reason, at)
        record(actor, seat_event(MembershipEnded, seat))
    mandate.ended_at, mandate.end_reason = at, reason
    mandate.version += 1
    mandate.save(update_fields=["ended_at", "end_reason", "version"])
    Deputyship.objects.filter(mandate=mandate, ended_at=None, ends_at__gt=at).update(ended_at=at)
    record(actor, _fact(MandateEnded, mandate))
    sync_grants(*groups, reason="mandate_ended")


def _fact(kind: type[MandateAppointed], mandate: Mandate) -> MandateAppointed:
    return kind(mandate_id=mandate.id, person_id=mandate.person_id, organisation_id=mandate.organisation_id)
