"""Shared steps of the services of memberships, mandates and deputies: lock order and rules of seats.

Lock order: mandates by id, groups by id, offices by id, requests for emergency access by id, then what
depends on the groups (threads and action items). Mandates are locked FOR NO KEY UPDATE, so that messages and
actions that reference them do not wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.common.periods import get_day_start, not_ended_q
from groups.grants import schedule_grant_resync
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.mandates.events import DeputyAppointed, DeputyshipEnded, MandateAppointed
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.mandates.post_selectors import filter_active
from groups.memberships.events import (
    FacilitatorLost,
    LeadLost,
    MembershipEnded,
    MembershipStarted,
    SeatChanged,
)
from groups.seats.models import Membership, Role
from groups.seats.selectors import list_occupied_seats
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.versions import check_version, save_new_version

E = TypeVar("E", bound=MembershipStarted)

F = TypeVar("F", bound=MandateAppointed)

D = TypeVar("D", bound=DeputyAppointed)

# How much earlier the same calendar day may begin in the time zone of an actor.
EARLIEST_ZONE_OFFSET = timedelta(hours=12)

LAST_FACILITATOR = _("The group needs a facilitator: add another one first.")


def lock_mandate(
    actor: Actor,
    mandate_id: UUID,
    action: MandateAction,
    expected_version: int | None = None,
    *,
    along: QuerySet[Mandate] | None = None,
) -> Mandate:
    """Load and authorise a mandate and lock it, together with the mandates in `along`.

    Raises Stale for another version, Conflict when a concurrent change has closed the step.
    """
    load(MandatePolicy(), actor, mandate_id, action)
    if along is not None:
        held = Mandate.objects.filter(Q(pk=mandate_id) | Q(pk__in=along.values("pk"))).order_by("pk")
        list(held.select_for_update(no_key=True))
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate_id)
    check_version(mandate, expected_version)
    if not MandatePolicy.fits(action, mandate):
        raise Conflict("not_now", _("Someone was faster: the mandate is already in another state."))
    return mandate


def lock_groups_of(*mandates: Mandate) -> list[InitiativeGroup]:
    """Lock the groups in which some mandates have a present or future seat."""
    going = Membership.objects.filter(not_ended_q(now()), mandate__in=mandates)
    return list(
        InitiativeGroup.objects.select_for_update(no_key=True)
        .filter(pk__in=going.values("group"))
        .order_by("pk")
    )


def lock_mandates_and_groups_of(person_id: UUID) -> None:
    """Lock all mandates through which a person acts or will act, then their groups.

    A service that then ends any of them follows the lock order and cannot deadlock.
    """
    at = now()
    windows = Deputyship.objects.filter(deputy=person_id, ended_at=None, ends_at__gt=at)
    theirs = Q(person=person_id, ended_at=None) | Q(pk__in=windows.values("mandate"))
    held = list(Mandate.objects.filter(theirs).order_by("pk").select_for_update(no_key=True))
    seats = Membership.objects.filter(not_ended_q(at), mandate__in=held)
    groups = InitiativeGroup.objects.filter(pk__in=seats.values("group")).order_by("pk")
    list(groups.select_for_update(no_key=True))


def build_seat_event(kind: type[E], seat: Membership) -> E:
    """Build an event of this class about a seat. Needs `seat.mandate`."""
    return kind(
        membership_id=seat.id,
        group_id=seat.group_id,
        mandate_id=seat.mandate_id,
        person_id=seat.mandate.person_id,
        role=seat.role,
    )


def get_effective_start(actor: Actor, asked: datetime, zone: str, pointer: str) -> datetime:
    """Return the moment from which access is given: the requested one, but not before now.

    Access is never given for the past, except by the system, which records past facts. Raises Invalid at
    `pointer` for a moment that is before today in `zone` and in every other time zone.
    """
    if actor.is_system:
        return asked
    if asked < get_day_start(today(zone), zone) - EARLIEST_ZONE_OFFSET:
        raise Invalid.field(pointer, "past", _("This day has passed: it begins today at the earliest."))
    return max(asked, now())


def record_seat_changes(actor: Actor, mandate: Mandate) -> None:
    """Record for the groups of a mandate that its seats have changed."""
    seats = Membership.objects.filter(not_ended_q(now()), mandate=mandate).select_related("mandate")
    for seat in seats.order_by("group", "id"):
        record(actor, build_seat_event(SeatChanged, seat))


def close_seat(seat: Membership, reason: str, at: datetime) -> None:
    """End a membership at a moment; one that has not begun never begins."""
    seat.until = max(at, seat.since)
    seat.end_reason = reason
    save_new_version(seat, "until", "end_reason")


def check_facilitator_remains(group: InitiativeGroup, leaving: Membership) -> None:
    """Raise Conflict when this is the last facilitator of the group. The group must be locked."""
    leading = list_occupied_seats(now()).filter(group=group, role=Role.FACILITATOR)
    remaining = leading.exclude(pk=leaving.pk)
    alone = leading.filter(pk=leaving.pk).exists() and not remaining.exists()
    if alone and group.state != GroupState.DISSOLVED:
        raise Conflict("last_facilitator", LAST_FACILITATOR)


@contextmanager
def record_lost_leads(actor: Actor, leaving: Mandate, groups: Sequence[InitiativeGroup]) -> Iterator[None]:
    """Record each facilitator that the groups lose inside the block, and each group left without one.

    The groups must be locked.
    """
    before = _load_facilitator_seats(groups)
    yield
    after = _load_facilitator_seats(groups)
    record_lost_facilitators(actor, [seat for key, seat in before.items() if key not in after])
    for group_id in sorted({group_id for group_id, _mandate in before} - {one for one, _mandate in after}):
        record(actor, LeadLost(group_id=group_id, mandate_id=leaving.pk))


def record_lost_facilitators(actor: Actor, seats: Iterable[Membership]) -> None:
    """Record that the holders of these seats no longer facilitate their groups. Needs `seat.mandate`."""
    for seat in sorted(seats, key=lambda one: (one.group_id, one.pk)):
        lost = FacilitatorLost(
            group_id=seat.group_id, mandate_id=seat.mandate_id, person_id=seat.mandate.person_id
        )
        record(actor, lost)


def _load_facilitator_seats(
    groups: Sequence[InitiativeGroup], at: datetime | None = None
) -> dict[tuple[UUID, UUID], Membership]:
    """Return the occupied facilitators' seats of groups at a moment (default: now), by group and mandate.

    Dissolved groups are left out.
    """
    going = [group.pk for group in groups if group.state != GroupState.DISSOLVED]
    leading = (
        list_occupied_seats(at or now())
        .filter(group__in=going, role=Role.FACILITATOR)
        .select_related("mandate")
    )
    return {(seat.group_id, seat.mandate_id): seat for seat in leading.order_by("pk")}


def record_leads_over(
    actor: Actor, groups: Sequence[InitiativeGroup], moments: Mapping[UUID, Sequence[datetime]]
) -> None:
    """Record facilitators whose terms ended at one of the moments, and groups that have none since then.

    `moments` are by group id. The groups must be locked. Each loss is recorded once: nothing is recorded for
    a moment before which the group had no facilitator.
    """
    leading = _load_facilitator_seats(groups)
    led = {group_id for group_id, _mandate in leading}
    for group in groups:
        over: dict[tuple[UUID, UUID], Membership] = {}
        last = None
        for moment in sorted(moments[group.pk]):
            before = _load_facilitator_seats([group], moment - timedelta(microseconds=1))
            after = _load_facilitator_seats([group], moment)
            over |= {key: seat for key, seat in before.items() if key not in after | leading}
            if last is None and not after:
                last = next(iter(before.values()), None)
        record_lost_facilitators(actor, over.values())
        if group.pk not in led and last is not None:
            record(actor, LeadLost(group_id=group.pk, mandate_id=last.mandate_id))


def close_mandate(
    actor: Actor, mandate: Mandate, reason: str, windows: Sequence[Deputyship]
) -> list[Membership]:
    """End a mandate now with its seats and deputyships; return the seats.

    The holder's own deputyships in `windows` end too. The groups of all of them must be locked.
    """
    at = now()
    for window in windows:
        end_deputyship_now(actor, window)
    seats = Membership.objects.filter(not_ended_q(at), mandate=mandate).select_related("mandate")
    closed = list(seats.order_by("group", "id"))
    for seat in closed:
        close_seat(seat, reason, at)
        record(actor, build_seat_event(MembershipEnded, seat))
    mandate.ended_at, mandate.end_reason = at, reason
    save_new_version(mandate, "ended_at", "end_reason")
    Deputyship.objects.filter(mandate=mandate, ended_at=None, ends_at__gt=at).update(ended_at=at)
    # Deputyships that remain because of an upcoming mandate of the holder are interrupted until it begins.
    for one in list_deputyships_via(mandate):
        record_seat_changes(actor, one.mandate)
    return closed


def list_deputyships_via(mandate: Mandate) -> list[Deputyship]:
    """Return present and future deputyships of a mandate's holder within its organisation."""
    going = Deputyship.objects.filter(deputy=mandate.person_id, ended_at=None, ends_at__gt=now())
    there = going.filter(mandate__organisation=mandate.organisation_id)
    return list(there.select_related("mandate").order_by("mandate", "id"))


def list_lost_deputyships(leaving: Mandate) -> list[Deputyship]:
    """Return the deputyships that the holder loses with this mandate, because it is their last one there.

    The mandate must be locked.
    """
    theirs = Mandate.objects.filter(person=leaving.person_id, organisation=leaving.organisation_id)
    if filter_active(theirs).exclude(pk=leaving.pk).exists():
        return []
    return list_deputyships_via(leaving)


def resume_deputyships(mandate: Mandate) -> None:
    """Schedule a grant resync of groups in which a new mandate lets its holder act as a deputy again.

    The grants are not synchronised at once: the transaction may hold locks on other groups (deadlock).
    """
    mandates = [one.mandate_id for one in list_deputyships_via(mandate)]
    seats = Membership.objects.filter(not_ended_q(now()), mandate__in=mandates)
    schedule_grant_resync(seats.order_by("group").values_list("group", flat=True).distinct())


def end_deputyship_now(actor: Actor, window: Deputyship) -> None:
    """End a deputyship now, unless it is over. The groups of the mandate must be locked."""
    window.ended_at = now()
    if not Deputyship.objects.filter(pk=window.pk, ended_at=None).update(ended_at=window.ended_at):
        return
    record(actor, build_deputyship_event(DeputyshipEnded, window))
    record_seat_changes(actor, window.mandate)


def build_deputyship_event(kind: type[D], window: Deputyship) -> D:
    """Build an event of this class about a deputyship."""
    return kind(deputyship_id=window.id, mandate_id=window.mandate_id, person_id=window.deputy_id)


def build_mandate_event(kind: type[F], mandate: Mandate, **facts: Any) -> F:
    """Build an event of this class about a mandate."""
    return kind(
        mandate_id=mandate.id, person_id=mandate.person_id, organisation_id=mandate.organisation_id, **facts
    )
