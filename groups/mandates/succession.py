"""A post passes on in one step: who held it acts no longer, who follows takes over what hung on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from groups.common.hooks import HERITAGE, Succession
from groups.common.people import given, person_named
from groups.common.periods import COUNTRY_ZONE, open_seats
from groups.grants import sync_grants
from groups.initiative_groups.models import InitiativeGroup
from groups.mandates.departures import let_go, mandates_along
from groups.mandates.events import MandateEnded, MandateTakenOver
from groups.mandates.lifecycle import (
    close_mandate,
    left_windows,
    lock_groups_of,
    lock_mandate,
    mandate_event,
    record_lost_leads,
    renew_windows,
    seat_event,
    windows_through,
)
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.own_seats import check_deputies, check_not_own_post, check_own_seat
from groups.mandates.policies import MandateAction
from groups.memberships.events import MembershipStarted
from groups.seats.models import Membership
from groups.seats.pending_requests import admit_who_waits
from groups.seats.selectors import seats_taken_by
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.services import service


@service(MandateAction.PASS_ON)
def pass_on_mandate(
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
    """Let a post pass on to somebody, named by id or `email`, who holds it from today by `document`.

    Their new mandate, which is returned, takes the seats of the old one with their roles, and what rooms have
    registered as heritage: open actions, threads that the post leads or has not read. All that the old one
    gave ends in the same second; what was done through it keeps the name. What names its holder in person (a
    restricted thread, a share) does not pass on. Whoever held it stands in for nobody of the organisation any
    more and does not administer it, unless they act for it by another mandate; whoever has no other at all is
    nobody's guest any more.

    Raises Invalid for whoever holds the post already, OwnPost for the actor themselves, unless a second
    person has `confirmed` it.
    """
    before = lock_mandate(
        actor, mandate_id, MandateAction.PASS_ON, expected_version, along=mandates_along(mandate_id)
    )
    reason = given(reason)
    if ends_on is not None and ends_on < today(COUNTRY_ZONE):
        raise Invalid.field("/ends_on", "past", _("This day has passed."))
    person = person_named(person_id, email)
    if person.pk == before.person_id:
        pointer = "/email" if person_id is None else "/person"
        raise Invalid.field(pointer, "same_person", _("They hold this post already."))
    windows = left_windows(before)
    # Also where they go on standing in by another mandate: that may be over sooner.
    groups = lock_groups_of(before, *(one.mandate for one in windows_through(before)))
    check_own_seat(actor, lock_groups_of(before), person.pk)
    check_deputies(actor, groups, before)
    check_not_own_post(actor, person.pk, confirmed=confirmed)
    after = _follow(before, person, groups, document, ends_on)
    with record_lost_leads(actor, before, groups):
        _pass_on(actor, before, after, reason, windows)
    things = let_go(actor, before, reason)
    renew_windows(after)
    sync_grants(*groups, *things, reason="mandate_passed_on")
    return after


def _follow(
    before: Mandate, person: User, groups: Sequence[InitiativeGroup], document: str, ends_on: date | None
) -> Mandate:
    # It holds at once in each group, wherever in the world its days are counted.
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


def _pass_on(
    actor: Actor, before: Mandate, after: Mandate, reason: str, windows: Sequence[Deputyship]
) -> None:
    at = now()
    known = set(seats_taken_by(after.person_id, at).values_list("group", flat=True))
    going = Membership.objects.filter(open_seats(at), mandate=before).order_by("group", "id")
    # One that was called off before it began never begins for anybody.
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
        record(actor, seat_event(MembershipStarted, seat))
        admit_who_waits(actor, seat)
    record(actor, mandate_event(MandateEnded, before))
    record(actor, mandate_event(MandateTakenOver, after, predecessor_id=before.id))
    group_ids = frozenset(seat.group_id for seat in seats)
    succession = Succession(before, after, group_ids, group_ids - known)
    for one in HERITAGE.values():
        one.take_over(actor=actor, succession=succession)
