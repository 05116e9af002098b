"""What the services of members, mandates and deputies share: locks in one order, and the rules of a seat.

Order of locks: mandates by id before groups, groups by id, then offices by id, then requests for emergency
access by id, then what depends on the groups (threads and action items). A mandate is locked without its key
(FOR NO KEY UPDATE), so that messages and actions that name it do not wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.common.periods import day_start, open_seats
from groups.grants import look_soon
from groups.initiative_groups.models import GroupState, InitiativeGroup
from groups.mandates.events import DeputyAppointed, DeputyshipEnded, MandateAppointed
from groups.mandates.models import Deputyship, Mandate
from groups.mandates.policies import MandateAction, MandatePolicy
from groups.mandates.post_selectors import at_work
from groups.memberships.events import (
    FacilitatorLost,
    LeadLost,
    MembershipEnded,
    MembershipStarted,
    SeatChanged,
)
from groups.offices.models import Office
from groups.seats.models import Membership, Role
from groups.seats.selectors import seated
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load

E = TypeVar("E", bound=MembershipStarted)

F = TypeVar("F", bound=MandateAppointed)

D = TypeVar("D", bound=DeputyAppointed)

# How much earlier than in a community the same day may begin for somebody who is elsewhere.
EARLIER_DAY = timedelta(hours=12)

LAST_FACILITATOR = _("Somebody must lead the group: seat another facilitator first.")


def lock_mandate(
    actor: Actor,
    mandate_id: UUID,
    action: MandateAction,
    expected_version: int | None = None,
    *,
    along: QuerySet[Mandate] | None = None,
) -> Mandate:
    """Load and authorise a mandate, and hold it until the end of the transaction, with those `along`.

    Raises Stale for another version, Conflict where somebody was faster and the step is no longer open.
    """
    load(MandatePolicy(), actor, mandate_id, action)
    if along is not None:
        held = Mandate.objects.filter(Q(pk=mandate_id) | Q(pk__in=along.values("pk"))).order_by("pk")
        list(held.select_for_update(no_key=True))
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate_id)
    if expected_version is not None and mandate.version != expected_version:
        raise Stale
    if not MandatePolicy.fits(action, mandate):
        raise Conflict("not_now", _("Somebody was faster: the mandate is in another state by now."))
    return mandate


def lock_groups_of(*mandates: Mandate) -> list[InitiativeGroup]:
    """Hold the groups in which some mandates have a seat now or later."""
    going = Membership.objects.filter(open_seats(now()), mandate__in=mandates)
    return list(
        InitiativeGroup.objects.select_for_update(no_key=True)
        .filter(pk__in=going.values("group"))
        .order_by("pk")
    )


def lock_tables_of(person_id: UUID) -> None:
    """Hold every mandate through which somebody acts or will act, their own or another's, and then the groups
    where these sit: whatever ends after that waits for nobody in a circle.
    """
    at = now()
    windows = Deputyship.objects.filter(deputy=person_id, ended_at=None, ends_at__gt=at)
    theirs = Q(person=person_id, ended_at=None) | Q(pk__in=windows.values("mandate"))
    held = list(Mandate.objects.filter(theirs).order_by("pk").select_for_update(no_key=True))
    seats = Membership.objects.filter(open_seats(at), mandate__in=held)
    groups = InitiativeGroup.objects.filter(pk__in=seats.values("group")).order_by("pk")
    list(groups.select_for_update(no_key=True))


def lock_offices_of(person_id: UUID) -> list[Office]:
    """Hold the offices that somebody has now or will have. Comes after the locks on tables."""
    going = Office.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()), person=person_id)
    return list(going.order_by("pk").select_for_update(no_key=True))


def seat_event(kind: type[E], seat: Membership) -> E:
    """The fact of a kind about a seat. Needs `seat.mandate`."""
    return kind(
        membership_id=seat.id,
        group_id=seat.group_id,
        mandate_id=seat.mandate_id,
        person_id=seat.mandate.person_id,
        role=seat.role,
    )


def beginning(actor: Actor, asked: datetime, zone: str, pointer: str) -> datetime:
    """When something begins to give access that was asked for from a moment on: then, but not before now,
    since nobody saw anything by it before it was given. The system writes down what was so earlier.

    Raises Invalid at `pointer` for a moment before today in `zone`, and wherever it is today as well.
    """
    if actor.is_system:
        return asked
    if asked < day_start(today(zone), zone) - EARLIER_DAY:
        raise Invalid.field(pointer, "past", _("This day has passed: it begins today at the earliest."))
    return max(asked, now())


def tell_groups(actor: Actor, mandate: Mandate) -> None:
    """Let the groups of a mandate hear that its seats look different now."""
    seats = Membership.objects.filter(open_seats(now()), mandate=mandate).select_related("mandate")
    for seat in seats.order_by("group", "id"):
        record(actor, seat_event(SeatChanged, seat))


def close_seat(seat: Membership, reason: str, at: datetime) -> None:
    """End a membership at a moment; one that has not begun never begins."""
    seat.until = max(at, seat.since)
    seat.end_reason = reason
    seat.version += 1
    seat.save(update_fields=["until", "end_reason", "version"])


def keep_a_facilitator(group: InitiativeGroup, leaving: Membership) -> None:
    """Raises Conflict when nobody would lead the group without this seat. The group must be locked."""
    leading = seated(now()).filter(group=group, role=Role.FACILITATOR)
    remaining = leading.exclude(pk=leaving.pk)
    alone = leading.filter(pk=leaving.pk).exists() and not remaining.exists()
    if alone and group.state != GroupState.DISSOLVED:
        raise Conflict("last_facilitator", LAST_FACILITATOR)


@contextmanager
def record_lost_leads(actor: Actor, leaving: Mandate, groups: Sequence[InitiativeGroup]) -> Iterator[None]:
    """Record each facilitator whom the groups lose inside, and each group that then has none.

    The groups must be locked.
    """
    before = _facilitator_seats(groups)
    yield
    after = _facilitator_seats(groups)
    record_lost_facilitators(actor, [seat for key, seat in before.items() if key not in after])
    for group_id in sorted({group_id for group_id, _mandate in before} - {one for one, _mandate in after}):
        record(actor, LeadLost(group_id=group_id, mandate_id=leaving.pk))


def record_lost_facilitators(actor: Actor, seats: Iterable[Membership]) -> None:
    """Record that these seats lead their groups no longer. Needs `seat.mandate`."""
    for seat in sorted(seats, key=lambda one: (one.group_id, one.pk)):
        lost = FacilitatorLost(
            group_id=seat.group_id, mandate_id=seat.mandate_id, person_id=seat.mandate.person_id
        )
        record(actor, lost)


def _facilitator_seats(
    groups: Sequence[InitiativeGroup], at: datetime | None = None
) -> dict[tuple[UUID, UUID], Membership]:
    """Return the seats that lead groups at a moment (now), by group and mandate; none of dissolved groups."""
    going = [group.pk for group in groups if group.state != GroupState.DISSOLVED]
    leading = seated(at or now()).filter(group__in=going, role=Role.FACILITATOR).select_related("mandate")
    return {(seat.group_id, seat.mandate_id): seat for seat in leading.order_by("pk")}


def record_leads_over(
    actor: Actor, groups: Sequence[InitiativeGroup], moments: Mapping[UUID, Sequence[datetime]]
) -> None:
    """Record each facilitator whose term was over at one of these moments of a group, and each group that has
    none since. The groups must be locked.

    Each is recorded once: a moment before which nobody led records nothing.
    """
    leading = _facilitator_seats(groups)
    led = {group_id for group_id, _mandate in leading}
    for group in groups:
        over: dict[tuple[UUID, UUID], Membership] = {}
        last = None
        for moment in sorted(moments[group.pk]):
            before = _facilitator_seats([group], moment - timedelta(microseconds=1))
            after = _facilitator_seats([group], moment)
            over |= {key: seat for key, seat in before.items() if key not in after | leading}
            if last is None and not after:
                last = next(iter(before.values()), None)
        record_lost_facilitators(actor, over.values())
        if group.pk not in led and last is not None:
            record(actor, LeadLost(group_id=group.pk, mandate_id=last.mandate_id))


def close_mandate(
    actor: Actor, mandate: Mandate, reason: str, windows: Sequence[Deputyship]
) -> list[Membership]:
    """End a mandate now with its seats, which are returned, and its deputies; its holder stands in no longer
    in those `windows`. The groups of all of them must be locked.
    """
    at = now()
    for window in windows:
        close_window(actor, window)
    seats = Membership.objects.filter(open_seats(at), mandate=mandate).select_related("mandate")
    closed = list(seats.order_by("group", "id"))
    for seat in closed:
        close_seat(seat, reason, at)
        record(actor, seat_event(MembershipEnded, seat))
    mandate.ended_at, mandate.end_reason = at, reason
    mandate.version += 1
    mandate.save(update_fields=["ended_at", "end_reason", "version"])
    Deputyship.objects.filter(mandate=mandate, ended_at=None, ends_at__gt=at).update(ended_at=at)
    # Where they go on standing in by another mandate: not before that begins.
    for one in windows_through(mandate):
        tell_groups(actor, one.mandate)
    return closed


def windows_through(mandate: Mandate) -> list[Deputyship]:
    """Where the holder of a mandate stands in, or will, for others of its organisation."""
    going = Deputyship.objects.filter(deputy=mandate.person_id, ended_at=None, ends_at__gt=now())
    there = going.filter(mandate__organisation=mandate.organisation_id)
    return list(there.select_related("mandate").order_by("mandate", "id"))


def left_windows(leaving: Mandate) -> list[Deputyship]:
    """Where the holder of a mandate that ends, and must be locked, stands in for others of its organisation
    and may no longer: it is the last by which they act there.
    """
    theirs = Mandate.objects.filter(person=leaving.person_id, organisation=leaving.organisation_id)
    if at_work(theirs).exclude(pk=leaving.pk).exists():
        return []
    return windows_through(leaving)


def renew_windows(mandate: Mandate) -> None:
    """Whoever has a new mandate stands in again where they did before the last one was over. That comes in a
    moment: whoever gives a mandate may hold other groups.
    """
    mandates = [one.mandate_id for one in windows_through(mandate)]
    seats = Membership.objects.filter(open_seats(now()), mandate__in=mandates)
    look_soon(seats.order_by("group").values_list("group", flat=True).distinct())


def close_window(actor: Actor, window: Deputyship) -> None:
    """Let somebody stand in no longer, unless that is over already. The groups of the mandate must be
    locked.
    """
    window.ended_at = now()
    if not Deputyship.objects.filter(pk=window.pk, ended_at=None).update(ended_at=window.ended_at):
        return
    record(actor, deputyship_event(DeputyshipEnded, window))
    tell_groups(actor, window.mandate)


def deputyship_event(kind: type[D], window: Deputyship) -> D:
    """The fact of a kind about a window in which somebody stands in."""
    return kind(deputyship_id=window.id, mandate_id=window.mandate_id, person_id=window.deputy_id)


def mandate_event(kind: type[F], mandate: Mandate, **facts: Any) -> F:
    """The fact of a kind about a mandate."""
    return kind(
        mandate_id=mandate.id, person_id=mandate.person_id, organisation_id=mandate.organisation_id, **facts
    )
