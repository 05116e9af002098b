"""Who got, changed and left which role in a group: what the log of events holds of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from groups.memberships.events import MembershipEnded, MembershipStarted, RoleChanged
from groups.seats.models import Membership
from viche.kernel.models import Event

STEPS = (MembershipStarted.kind, RoleChanged.kind, MembershipEnded.kind)


def role_history_of(group_id: UUID) -> QuerySet[Event]:
    """Every step, with who took it. What ended with its day has no step: nobody took one."""
    seats = Membership.objects.filter(group=group_id).values("pk")
    steps = Event.objects.filter(kind__in=STEPS, subject_type="membership", subject_id__in=seats)
    return steps.select_related("actor")


def seats_that_stepped(ids: Collection[UUID]) -> Mapping[UUID, Any]:
    """Seats by id; `handed_over`: it is the first one of a post that passed on from who sat here with it."""
    held = Membership.objects.filter(group=OuterRef("group"))
    # A seat that passes on ends after the mandate of the successor was recorded, in the same transaction.
    left = held.filter(mandate=OuterRef("mandate__predecessor"), until__gte=OuterRef("mandate__recorded_at"))
    earlier = held.filter(mandate=OuterRef("mandate"), since__lt=OuterRef("since"))
    seats = Membership.objects.annotate(handed_over=Exists(left) & ~Exists(earlier))
    people = ("mandate__person", "mandate__organisation", "mandate__predecessor__person")
    return seats.select_related(*people).in_bulk(ids)
