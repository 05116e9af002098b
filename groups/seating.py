"""What the services of members, mandates and deputies share: locks in one order, and the rules of a seat.

Order of locks: a mandate before groups, groups by id, then what depends on them. A mandate is locked without
its key (FOR NO KEY UPDATE), so that messages and actions that name it do not wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.events import MandateAppointed, MembershipEnded, MembershipStarted, SeatChanged
from groups.models import Deputyship, GroupState, InitiativeGroup, Mandate, Membership, Role
from groups.policies import MandateAction, MandatePolicy
from groups.selectors import seated
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load

E = TypeVar("E", bound=MembershipStarted)
F = TypeVar("F", bound=MandateAppointed)
LAST_FACILITATOR = _("Somebody must lead the group: seat another facilitator first.")


def lock_mandate(
    actor: Actor, mandate_id: UUID, action: MandateAction, expected_version: int | None = None
) -> Mandate:
    """Load and authorise a mandate, and hold it until the end of the transaction.

    Raises Stale for another version, Conflict where somebody was faster and the step is no longer open.
    """
    load(MandatePolicy(), actor, mandate_id, action)
    mandate = Mandate.objects.select_for_update(no_key=True).get(pk=mandate_id)
    if expected_version is not None and mandate.version != expected_version:
        raise Stale
    if not MandatePolicy.fits(action, mandate):
        raise Conflict("not_now", _("Somebody was faster: the mandate is in another state by now."))
    return mandate


def lock_groups_of(mandate: Mandate) -> list[InitiativeGroup]:
    """Hold the groups in which a mandate has a seat now or later."""
    going = Membership.objects.filter(open_seats(now()), mandate=mandate)
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


def close_mandate(actor: Actor, mandate: Mandate, reason: str) -> list[Membership]:
    """End a mandate now with its seats, which are returned, and its deputies. Its groups must be locked."""
    at = now()
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
