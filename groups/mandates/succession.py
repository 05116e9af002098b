"""Transfer of a post in one step: the predecessor's mandate ends, the successor takes over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from groups.common.hooks import HANDOVER_ITEMS, Succession
from groups.common.people import get_person_by_id_or_email, require_reason
from groups.common.periods import COUNTRY_ZONE, not_ended_q
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.departures import list_mandates_of_holder, revoke_access_of_departed
from groups.mandates.events import MandateEnded, MandateTakenOver
from groups.mandates.lifecycle import (
    build_mandate_event,
    build_seat_event,
    close_mandate,
    list_deputyships_via,
    list_lost_deputyships,
    lock_groups_of,
    lock_mandate,
    record_lost_leads,
    resume_deputyships,
)
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.own_seats import (
    check_lead_of_coordinator,
    check_no_coordinating_deputy,
    check_not_own_post,
    check_not_seating_principal,
    check_not_self_seating,
)
from groups.mandates.policies import MandateAction
from groups.memberships.events import MembershipStarted
from groups.seats.models import Membership, Role
from groups.seats.pending_requests import admit_pending_request_of
from groups.seats.selectors import list_seats_taken_by
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.services import service


@service(MandateAction.PASS_ON)
def transfer_mandate(
    *,
    actor: Actor,
    mandate_id: UUID,
    document: str,
    reason: str,
    person_id: UUID | None = None,
    email: str = "",
    ends_on: date | None = None,
    expected_version: int | None = None,
    confirmed: bool = False,
) -> Mandate:
    """Transfer a post to another person, given by id or `email`, from today, by `document`.

    The new mandate, which is returned, takes over the seats with their roles and the registered handover
    items: open actions, threads that the post leads or has not read. All access of the old mandate ends at
    once; past contributions keep the predecessor's name. What was given to the holder in person (a restricted
    thread, a share) is not transferred. The predecessor no longer deputises for or administers the
    organisation without another mandate there; without any mandate they are no longer a guest.

    Raises Invalid for the present holder, Conflict for seats that a facilitator has to give, OwnPost for the
    actor themselves or who named them, unless a second person has `confirmed` it.
    """
    before = lock_mandate(
        actor, mandate_id, MandateAction.PASS_ON, expected_version, along=list_mandates_of_holder(mandate_id)
    )
    reason = require_reason(reason)
    if ends_on is not None and ends_on < today(COUNTRY_ZONE):
        raise Invalid.field("/ends_on", "past", _("This day has passed."))
    person = get_person_by_id_or_email(person_id, email)
    if person.pk == before.person_id:
        pointer = "/email" if person_id is None else "/person"
        raise Invalid.field(pointer, "same_person", _("They hold this post already."))
    windows = list_lost_deputyships(before)
    # Also groups where the predecessor remains a deputy through another mandate, which may end sooner.
    groups = lock_groups_of(before, *(one.mandate for one in list_deputyships_via(before)))
    seated = lock_groups_of(before)
    check_not_self_seating(actor, seated, person.pk)
    check_not_seating_principal(actor, seated, person.pk)
    check_lead_of_coordinator(actor, _filter_led_groups(before, groups), person.pk)
    check_no_coordinating_deputy(actor, groups, before)
    check_not_own_post(actor, person.pk, confirmed=confirmed)
    after = _create_successor(before, person, groups, document, ends_on)
    with record_lost_leads(actor, before, groups):
        _transfer_seats(actor, before, after, reason, windows)
    things = revoke_access_of_departed(actor, before, reason)
    resume_deputyships(after)
    sync_grants(*groups, *things, reason="mandate_passed_on")
    return after


def _filter_led_groups(before: Mandate, groups: Sequence[InitiativeGroup]) -> list[InitiativeGroup]:
    led = Membership.objects.filter(not_ended_q(now()), mandate=before, role=Role.FACILITATOR)
    known = set(led.values_list("group", flat=True))
    return [one for one in groups if one.pk in known]


def _create_successor(
    before: Mandate, person: User, groups: Sequence[InitiativeGroup], document: str, ends_on: date | None
) -> Mandate:
    # The earliest of today's dates, so that the mandate is in force at once in every group's time zone.
    day = min(today(zone) for zone in {COUNTRY_ZONE, *(group.time_zone for group in groups)})
    return Mandate.objects.create(
        person=person,
        organisation_id=before.organisation_id,
        position_uk=before.position_uk,
        position_en=before.position_en,
        document=document,
        starts_on=day,
        ends_on=ends_on,
        recorded_at=now(),
        deputy_id=before.deputy_id if before.deputy_id != person.pk else None,
        predecessor=before,
    )


def _transfer_seats(
    actor: Actor, before: Mandate, after: Mandate, reason: str, windows: Sequence[Deputyship]
) -> None:
    at = now()
    known = set(list_seats_taken_by(after.person_id, at).values_list("group", flat=True))
    going = Membership.objects.filter(not_ended_q(at), mandate=before).order_by("group", "id")
    # A seat that was cancelled before it began is not transferred.
    going = going.exclude(until__lte=F("since"))
    seats = [
        Membership(
            group_id=one.group_id, mandate=after, role=one.role, since=max(at, one.since), until=one.until
        )
        for one in going
    ]
    close_mandate(actor, before, reason, windows)
    for seat in seats:
        seat.save(force_insert=True)
        record(actor, build_seat_event(MembershipStarted, seat))
        admit_pending_request_of(actor, seat)
    record(actor, build_mandate_event(MandateEnded, before))
    record(actor, build_mandate_event(MandateTakenOver, after, predecessor_id=before.id))
    group_ids = frozenset(seat.group_id for seat in seats)
    succession = Succession(before, after, group_ids, group_ids - known)
    for one in HANDOVER_ITEMS.values():
        one.take_over(actor=actor, succession=succession)
