"""Services of emergency access: request it, approve or refuse as another person, end it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope, list_offices_of
from groups.break_glass.events import (
    BreakGlassApproved,
    BreakGlassAsked,
    BreakGlassEnded,
    BreakGlassFact,
    BreakGlassRefused,
)
from groups.break_glass.models import ACCESS_DURATION, BreakGlass, Capacity, GlassStanding, GlassState
from groups.break_glass.policies import BreakGlassAuthority, BreakGlassPolicy, GlassAction
from groups.break_glass.selectors import find_requests_without_second_person
from groups.common.people import get_active_person, require_reason
from groups.grants import Container, find_container_by_kind, sync_grants
from groups.offices.models import OfficeKind
from viche.accounts.models import User
from viche.accounts.policies import require_browser
from viche.accounts.reasons import validate_reason
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

ANSWER_TIMEOUT = timedelta(hours=4)  # how long a request can be answered
MAX_OPEN_REQUESTS = 5


@service(GlassAction.ASK)
def request_break_glass(*, actor: Actor, container_type: str, container_id: UUID, reason: str) -> BreakGlass:
    """Request to read one restricted object in an emergency. The request expires after four hours.

    Raises Forbidden for an actor who is neither administrator nor holder of an office; Invalid when the
    object does not exist, lies outside their territory or is not restricted; Conflict when they see it
    already, have a pending request for it, or have too many pending requests.
    """
    require_browser(actor)
    if actor.person_id is None or BreakGlassAuthority.of(actor).is_empty:
        raise Forbidden
    kind, obj, capacity = _find_requested_object(actor, container_type, container_id)
    person = User.objects.select_for_update(no_key=True).get(
        pk=get_active_person(actor.person_id, "/person").pk
    )
    _check_pending_requests(person, container_id)
    if kind.policy is not None and kind.policy.visible_to(actor).filter(pk=obj.pk).exists():
        raise Conflict("seen_already", _("You see this already."))
    glass = BreakGlass.objects.create(
        container_type=container_type,
        container_id=obj.pk,
        group=obj.group,
        asked_by=person,
        asked_as=capacity,
        reason=require_reason(reason),
        expires_at=now() + ANSWER_TIMEOUT,
    )
    record(actor, _build_event(BreakGlassAsked, glass))
    return glass


@service(GlassAction.APPROVE)
def approve_break_glass(*, actor: Actor, break_glass_id: UUID, note: str = "") -> BreakGlass:
    """Give the requester read access for an hour, at most until the end of their office.

    The readers of the object and the deciders are notified. Raises NotFound, Forbidden (own request, or
    already answered), Conflict when the object is no longer restricted or the requester no longer holds an
    office there.
    """
    glass = load(BreakGlassPolicy(), actor, break_glass_id, GlassAction.APPROVE, lock=True)
    _grant_access(actor, glass, note)
    return glass


@service(Reason.SYSTEM)
def approve_on_server(*, actor: Actor, break_glass_id: UUID, reason: str) -> BreakGlass:
    """Approve a request, by a command on the server, when no office holder exists who could approve it.

    All office holders are notified. Raises NotFound for a request that is not pending, Conflict when an
    office holder could approve it, Invalid at /reason, and the Conflicts of `approve_break_glass`.
    """
    rows = BreakGlass.objects.select_related("group__territory", "asked_by").filter(pk=break_glass_id)
    glass = rows.select_for_update(of=("self",), no_key=True).first()
    if glass is None or glass.standing != GlassStanding.ASKED:
        raise NotFound
    if not find_requests_without_second_person([glass]):
        raise Conflict("second_person_exists", _("There is a person whose office lets them answer this."))
    _grant_access(actor, glass, validate_reason(reason))
    return glass


def _grant_access(actor: Actor, glass: BreakGlass, note: str) -> None:
    """Approve the request, give the requester access, and record the event that notifies people."""
    kind = find_container_by_kind(glass.container_type)
    obj = kind.model._default_manager.filter(pk=glass.container_id).first() if kind is not None else None
    if kind is None or kind.emergency is None or obj is None or not kind.emergency(obj):
        raise Conflict("not_restricted", _("This is not restricted any more."))
    held_until = _get_office_end_of_requester(glass)
    hour = _answer(actor, glass, GlassState.APPROVED, note) + ACCESS_DURATION
    glass.until = min(hour, held_until or hour)
    glass.save()
    record(actor, _build_event(BreakGlassApproved, glass))
    sync_grants(obj, reason="break_glass")


@service(GlassAction.REFUSE)
def refuse_break_glass(*, actor: Actor, break_glass_id: UUID, note: str) -> BreakGlass:
    """Refuse a request with a reason. Raises NotFound, Forbidden, Invalid for a blank reason."""
    glass = load(BreakGlassPolicy(), actor, break_glass_id, GlassAction.REFUSE, lock=True)
    if not note.strip():
        raise Invalid.field("/note", "blank", _("Say why."))
    _answer(actor, glass, GlassState.REFUSED, note)
    glass.save()
    record(actor, _build_event(BreakGlassRefused, glass))
    return glass


@service(GlassAction.END)
def end_break_glass(*, actor: Actor, break_glass_id: UUID) -> BreakGlass:
    """Withdraw a pending request, or end active access early. Raises NotFound, Forbidden."""
    glass = load(BreakGlassPolicy(), actor, break_glass_id, GlassAction.END, lock=True)
    _end(actor, glass)
    return glass


@service(Reason.SYSTEM)
def end_break_glass_of(*, actor: Actor, person_id: UUID) -> None:
    """End all requests and emergency access of a person whose office has ended.

    Call it after locking their offices and before locking any container.
    """
    at = now()
    theirs = BreakGlass.objects.filter(asked_by=person_id, ended_at=None).order_by("pk")
    running = theirs.filter(state=GlassState.ASKED, expires_at__gt=at) | theirs.filter(
        state=GlassState.APPROVED, until__gt=at
    )
    _end(actor, *running.select_for_update(of=("self",), no_key=True))


def _find_requested_object(
    actor: Actor, container_type: str, container_id: UUID
) -> tuple[Container, Any, Capacity]:
    kind = find_container_by_kind(container_type)
    if kind is None or kind.emergency is None:
        raise Invalid.field("/container_type", "not_here", _("This cannot be asked for."))
    found: Any = kind.model._default_manager.select_related("group__territory")
    obj = found.filter(kind.known, pk=container_id).first()
    capacity = BreakGlassAuthority.of(actor).capacity_in(obj.group) if obj is not None else None
    if obj is None or capacity is None:
        raise Invalid.field("/container_id", "not_found", _("There is nothing like that in your care."))
    if not kind.emergency(obj):
        raise Invalid.field("/container_id", "not_restricted", _("This is not restricted: ask the group."))
    return kind, obj, capacity


def _check_pending_requests(person: User, container_id: UUID) -> None:
    """Raise Conflict for a second pending request for the same object, or for too many pending requests."""
    waiting = BreakGlass.objects.filter(asked_by=person, state=GlassState.ASKED, expires_at__gt=now())
    if waiting.filter(container_id=container_id).exists():
        raise Conflict("asked_already", _("You have asked for this already."))
    if waiting.count() >= MAX_OPEN_REQUESTS:
        raise Conflict("too_many_asked", _("Five of your requests wait for an answer."))


def _get_office_end_of_requester(glass: BreakGlass) -> datetime | None:
    """Return when the requester's last office there ends; None if that is open or they are administrator.

    Raises Conflict when they no longer hold any or their account is closed.
    """
    asker = Actor.for_person(glass.asked_by_id)
    desk, code = BreakGlassAuthority.of(asker), glass.group.territory.code
    if not glass.asked_by.is_active or desk.capacity_in(glass.group) is None:
        raise Conflict(
            "asker_left",
            _(
                "The person who asked can no longer ask for this: their office has ended or their "
                "account is closed."
            ),
        )
    held = [one for kind in OfficeKind for one in list_offices_of(asker, kind)]
    ends = [one.ends_at for one in held if TerritorialScope((one.territory.prefix,)).covers([code])]
    endless = desk.administers or None in ends
    return None if endless else max(one for one in ends if one is not None)


def _answer(actor: Actor, glass: BreakGlass, state: GlassState, note: str) -> datetime:
    at = now()
    glass.state, glass.note = state, note.strip()
    glass.answered_by_id, glass.answered_at = actor.person_id, at
    glass.answered_as = BreakGlassAuthority.of(actor).capacity_in(glass.group) or ""
    return at


def _end(actor: Actor, *glasses: BreakGlass) -> None:
    """End locked requests, then sync the grants of their objects in one call, which orders its locks."""
    opened: list[Any] = []
    for glass in glasses:
        glass.ended_at, glass.ended_by_id = now(), actor.person_id
        if glass.state == GlassState.ASKED:
            glass.state = GlassState.WITHDRAWN
        glass.save(update_fields=["state", "ended_at", "ended_by"])
        record(actor, _build_event(BreakGlassEnded, glass))
        kind = find_container_by_kind(glass.container_type)
        if glass.state == GlassState.APPROVED and kind is not None:
            opened += kind.model._default_manager.filter(pk=glass.container_id)
    sync_grants(*opened, reason="break_glass_ended")


def _build_event(kind: type[BreakGlassFact], glass: BreakGlass) -> BreakGlassFact:
    return kind(
        break_glass_id=glass.pk,
        container_type=glass.container_type,
        container_id=glass.container_id,
        group_id=glass.group_id,
        person_id=glass.asked_by_id,
        opened=glass.state == GlassState.APPROVED,
    )
