"""What begins and ends by itself: the deadlines engine says when to look again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Model, Q

from groups.events import SeatChanged, TermsPassed
from groups.grants import container_named, sync_grants
from groups.models import GrantDue, InitiativeGroup, Membership
from groups.people import require_system
from groups.seating import open_seats, seat_event
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Reason.SYSTEM)
def look_again(*, actor: Actor, rows: Sequence[GrantDue]) -> None:
    """Bring the grants of some containers up to date, since one of their sources has begun or ended."""
    require_system(actor)
    ids: dict[str, set[UUID]] = defaultdict(set)
    for row in rows:
        ids[row.container_type].add(row.container_id)
    objs: list[Model] = []
    for name, found in ids.items():
        if (kind := container_named(name)) is not None:
            objs.extend(kind.model._default_manager.filter(pk__in=found))
    sync_grants(*objs, reason="term_passed")
    GrantDue.objects.filter(container_id__in=[obj.pk for obj in objs], fired_at__isnull=False).delete()
    for obj in objs:
        if isinstance(obj, InitiativeGroup):
            record(actor, TermsPassed(group_id=obj.pk))


@service(Reason.SYSTEM)
def show_seats_of(*, actor: Actor, person_id: UUID) -> None:
    """Let the tables hear that somebody's account was closed or opened: they sit there no more, or again."""
    require_system(actor)
    theirs = Q(mandate__person=person_id) | Q(mandate__deputyships__deputy=person_id)
    seats = Membership.objects.filter(open_seats(now()), theirs).select_related("mandate").distinct()
    for seat in seats.order_by("group", "id"):
        record(actor, seat_event(SeatChanged, seat))
