"""Selectors of requests for emergency access: own requests, requests to answer, and active access."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.authority.territorial import list_current_offices
from groups.break_glass.models import BreakGlass, GlassStanding, GlassState
from groups.break_glass.policies import BreakGlassAuthority, BreakGlassPolicy, GlassAction, can_office_open
from groups.offices.models import OfficeKind
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, SignedOut
from viche.kernel.policy import load, short_name_of


def list_emergencies_for(actor: Actor) -> QuerySet[BreakGlass]:
    """Return the requests that `actor` made or may answer.

    Raises SignedOut, and Forbidden for tokens and for actors who neither made a request nor may answer any.
    """
    if actor.person_id is None:
        raise SignedOut
    require_browser(actor)
    if (
        BreakGlassAuthority.of(actor).is_empty
        and not BreakGlass.objects.filter(asked_by=actor.person_id).exists()
    ):
        raise Forbidden
    return _select_people(BreakGlassPolicy().visible_to(actor))


def filter_open(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    """Return the pending requests and those with active access."""
    at = now()
    waits = Q(state=GlassState.ASKED, expires_at__gt=at)
    return rows.filter(waits | Q(state=GlassState.APPROVED, until__gt=at, ended_at=None))


def list_unanswered_requests(actor: Actor) -> list[BreakGlass]:
    """Return the pending requests of other people that `actor` may approve or refuse, the newest first.

    One query where nothing is pending, which is nearly always.
    """
    waiting = BreakGlass.objects.filter(state=GlassState.ASKED, expires_at__gt=now())
    rows = list(_select_people(waiting.exclude(asked_by=actor.person_id)).order_by("-asked_at", "-id"))
    if not rows:
        return []
    desk = BreakGlassAuthority.of(actor)
    answers = {short_name_of(one) for one in (GlassAction.APPROVE, GlassAction.REFUSE)}
    return [row for row in rows if answers & {*BreakGlassPolicy().allowed_at(actor, row, desk)}]


def get_emergency_for(actor: Actor, break_glass_id: UUID) -> BreakGlass:
    """Return one request. Raises SignedOut, Forbidden for a token, NotFound."""
    require_browser(actor)
    load(BreakGlassPolicy(), actor, break_glass_id, GlassAction.READ)
    return _select_people(BreakGlass.objects.filter(pk=break_glass_id)).get()


def list_active_emergencies_unscoped(container_type: str, container_id: UUID) -> QuerySet[BreakGlass]:
    """Return the active emergency access to an object. The caller checks that the actor sees the object."""
    here = BreakGlass.objects.filter(container_type=container_type, container_id=container_id)
    return _select_people(here.filter(state=GlassState.APPROVED, until__gt=now(), ended_at=None)).order_by(
        "until"
    )


def find_requests_without_second_person(rows: Iterable[BreakGlass]) -> set[UUID]:
    """Return the waiting requests (with `group.territory`) that nobody who exists could open now."""
    waiting = [row for row in rows if row.standing == GlassStanding.ASKED]
    if not waiting:
        return set()
    held = (list_current_offices(kind).filter(person__is_active=True) for kind in OfficeKind)
    offices = [one for rows in held for one in rows.select_related("person")]
    return {
        row.pk
        for row in waiting
        if not any(
            one.person_id != row.asked_by_id and can_office_open(one, row, one.person.reactivated_at)
            for one in offices
        )
    }


def list_emergencies_unscoped() -> QuerySet[BreakGlass]:
    """Return all requests with the people they refer to, for notifications."""
    return _select_people(BreakGlass.objects.all())


def _select_people(rows: QuerySet[BreakGlass]) -> QuerySet[BreakGlass]:
    return rows.select_related("group__territory", "asked_by", "answered_by", "ended_by")
