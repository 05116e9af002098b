"""What the services of members, mandates and deputies share: locks in one order, and the rules of a seat.

Order of locks: mandates by id before groups, groups by id, then what depends on them. A mandate is locked
without its key (FOR NO KEY UPDATE), so that messages and actions that name it do not wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.events import (
    DeputyAppointed,
    DeputyshipEnded,
    MandateAppointed,
    MembershipEnded,
    MembershipStarted,
    SeatChanged,
)
from groups.models import Deputyship, GroupState, InitiativeGroup, Mandate, Membership, Role
from groups.policies import FACILITATE, GroupPolicy, MandateAction, MandatePolicy
from groups.selectors import at_work, facilitators_of, seated
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load

E = TypeVar("E", bound=MembershipStarted)
F = TypeVar("F", bound=MandateAppointed)
D = TypeVar("D", bound=DeputyAppointed)
OWN_SEAT = _("Somebody leads this group: ask for a seat there, and they will answer.")
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


def open_seats(at: datetime) -> Q:
    """Memberships that are not over at a moment, those that have not begun included."""
    return Q(until=None) | Q(until__gt=at)


def seat_event(kind: type[E], seat: Membership) -> E:
    """The fact of a kind about a seat. Needs `seat.mandate`."""
    return kind(
        membership_id=seat.id,
        group_id=seat.group_id,
        mandate_id=seat.mandate_id,
        person_id=seat.mandate.person_id,
        role=seat.role,
    )


def check_own_seat(actor: Actor, groups: Sequence[InitiativeGroup], person_id: UUID) -> None:
    """Raises Conflict where a coordinator would come to a table that somebody leads by their own word alone.

    They ask for a seat as everybody does, and who leads the group answers.
    """
    if actor.person_id is None or actor.person_id != person_id:
        return
    standings = GroupPolicy().standings(actor, groups)
    for group in groups:
        own = standings[group.pk]
        if own.coordinates and FACILITATE not in own.codenames and facilitators_of(group.pk):
            raise Conflict("own_seat", OWN_SEAT)


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
def keep_led(groups: Sequence[InitiativeGroup]) -> Iterator[None]:
    """Raises Conflict when a group that somebody leads before is led by nobody after. They must be locked."""
    before = _led(groups)
    yield
    if before - _led(groups):
        raise Conflict("last_facilitator", LAST_FACILITATOR)


def _led(groups: Sequence[InitiativeGroup]) -> set[UUID]:
    going = [group.pk for group in groups if group.state != GroupState.DISSOLVED]
    leading = seated(now()).filter(group__in=going, role=Role.FACILITATOR)
    return set(leading.values_list("group", flat=True))


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
    return closed


def left_windows(leaving: Mandate) -> list[Deputyship]:
    """Where the holder of a mandate that ends, and must be locked, stands in for others of its organisation
    and may no longer: it is the last by which they act there.
    """
    theirs = Mandate.objects.filter(person=leaving.person_id, organisation=leaving.organisation_id)
    if at_work(theirs).exclude(pk=leaving.pk).exists():
        return []
    going = Deputyship.objects.filter(deputy=leaving.person_id, ended_at=None, ends_at__gt=now())
    there = going.filter(mandate__organisation=leaving.organisation_id)
    return list(there.select_related("mandate").order_by("mandate", "id"))


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


def given(reason: str) -> str:
    """The reason as it was given. Raises Invalid for an empty one."""
    if not reason.strip():
        raise Invalid.field("/reason", "blank", _("Say why."))
    return reason
