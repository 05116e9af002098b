"""History of roles in a group, as far as the event log holds it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from groups.memberships.events import MembershipEnded, MembershipStarted, RoleChanged
from groups.seats.models import Membership
from viche.kernel.models import Event

STEPS = (MembershipStarted.kind, RoleChanged.kind, MembershipEnded.kind)


def list_role_history_of(group_id: UUID) -> QuerySet[Event]:
    """Return the steps with their actors. A seat that expired has no step, for it has no actor."""
    seats = Membership.objects.filter(group=group_id).values("pk")
    steps = Event.objects.filter(kind__in=STEPS, subject_type="membership", subject_id__in=seats)
    return steps.select_related("actor")


def load_seats_with_handover(ids: Collection[UUID]) -> Mapping[UUID, Any]:
    """Return seats by id; `handed_over` marks the first seat of a transferred post.

    The predecessor held a seat in the same group with that post.
    """
    held = Membership.objects.filter(group=OuterRef("group"))
    # A transferred seat ends after the successor's mandate was recorded, in the same transaction.
    left = held.filter(mandate=OuterRef("mandate__predecessor"), until__gte=OuterRef("mandate__recorded_at"))
    earlier = held.filter(mandate=OuterRef("mandate"), since__lt=OuterRef("since"))
    seats = Membership.objects.annotate(handed_over=Exists(left) & ~Exists(earlier))
    people = ("mandate__person", "mandate__organisation", "mandate__predecessor__person")
    return seats.select_related(*people).in_bulk(ids)
