"""What the services of members, mandates and deputies share: locks in one order, and the rules of a seat.

Order of locks: a mandate before groups, groups by id, then what depends on them. A mandate is locked without
its key (FOR NO KEY UPDATE), so that messages and actions that name it do not wait.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.events import MembershipStarted
from groups.models import GroupState, InitiativeGroup, Mandate, Membership, Role
from groups.policies import MandateAction, MandatePolicy
from groups.selectors import seated
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.policy import load

E = TypeVar("E", bound=MembershipStarted)


def lock_mandate(actor: Actor, mandate_id: UUID, action: MandateAction) -> Mandate:
    """Load and authorise a mandate, and hold it until the end of the transaction."""
    load(MandatePolicy(), actor, mandate_id, action)
    return Mandate.objects.select_for_update(no_key=True).get(pk=mandate_id)


def lock_groups_of(mandate: Mandate) -> list[InitiativeGroup]:
    """Hold the groups in which a mandate has a seat now or later."""
    going = Membership.objects.filter(open_seats(now()), mandate=mandate)
    return list(
        InitiativeGroup.objects.select_for_update(no_key=True)
        .filter(pk__in=going.values("group"))
        .order_by("pk")
    )


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
        raise Conflict("last_facilitator", _("Somebody must lead the group: seat another facilitator first."))


def given(reason: str) -> str:
    """The reason as it was given. Raises Invalid for an empty one."""
    if not reason.strip():
        raise Invalid.field("/reason", "blank", _("Say why."))
    return reason
