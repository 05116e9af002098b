"""Requests for emergency access: one's own, those that one may answer, and what is being read now."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.authority.territorial import offices_held
from groups.break_glass.models import BreakGlass, GlassStanding, GlassState
from groups.break_glass.policies import Desk, GlassAction, GlassPolicy, opens_by
from groups.offices.models import OfficeKind
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.policy import load


def emergencies_for(actor: Actor) -> QuerySet[BreakGlass]:
    """What `actor` asked for or may answer. Raises SignedOut, Forbidden for who can do neither."""
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    if Desk.of(actor).is_empty and not BreakGlass.objects.filter(asked_by=actor.person_id).exists():
        raise Forbidden
    return _shown(GlassPolicy().visible_to(actor))


def still_open(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    """Those that wait for an answer or are being read."""
    at = now()
    waits = Q(state=GlassState.ASKED, expires_at__gt=at)
    return rows.filter(waits | Q(state=GlassState.APPROVED, until__gt=at, ended_at=None))


def emergency_for(actor: Actor, break_glass_id: UUID) -> BreakGlass:
    """One request. Raises SignedOut, Forbidden for a token, NotFound."""
    require_browser(actor)
    load(GlassPolicy(), actor, break_glass_id, GlassAction.READ)
    return _shown(BreakGlass.objects.filter(pk=break_glass_id)).get()


def being_read(container_type: str, container_id: UUID) -> QuerySet[BreakGlass]:
    """By whom a thing is read in an emergency now. Not narrowed: whoever asks sees the thing."""
    here = BreakGlass.objects.filter(container_type=container_type, container_id=container_id)
    return _shown(here.filter(state=GlassState.APPROVED, until__gt=now(), ended_at=None)).order_by("until")


def without_second_person(rows: Iterable[BreakGlass]) -> set[UUID]:
    """Return which requests (with `group.territory`) wait though nobody who could open them exists now."""
    waiting = [row for row in rows if row.standing == GlassStanding.ASKED]
    if not waiting:
        return set()
    held = (offices_held(kind).filter(person__is_active=True) for kind in OfficeKind)
    offices = [one for rows in held for one in rows.select_related("person")]
    return {
        row.pk
        for row in waiting
        if not any(
            one.person_id != row.asked_by_id and opens_by(one, row, one.person.reactivated_at)
            for one in offices
        )
    }


def emergencies_as_they_are() -> QuerySet[BreakGlass]:
    """Requests with everybody they name, for notifications."""
    return _shown(BreakGlass.objects.all())


def _shown(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    return rows.select_related("group__territory", "asked_by", "answered_by", "ended_by")
