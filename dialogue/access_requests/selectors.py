"""Restricted threads of which a group knows, and what was asked for there: narrowed to the reader."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.access_requests.policies import AccessRequestPolicy
from dialogue.threads.access import ANNOUNCED, READ
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.selectors import WHO_LEADS, get_thread_for
from groups.models import InitiativeGroup
from groups.policies import held
from groups.selectors import people_of, seated, seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.policy import Level

MOST = 100

ABOUT = ("person", "decided_by", "thread__group", "seat__mandate__organisation", "seat__mandate__person")

# How long who was declined, and who took it back, waits until they ask again.
WAITS = {AccessState.DECLINED: timedelta(days=7), AccessState.WITHDRAWN: timedelta(days=1)}


def announced_in(actor: Actor, group: InitiativeGroup) -> list[Thread]:
    """The restricted threads that are announced to a group and that `actor`, who reads it, does not read: the
    last announced first. What happens in them moves none.
    """
    known = ThreadPolicy().visible_to(actor, Level.EXISTS).filter(ANNOUNCED, group=group)
    unread = known.exclude(held(ThreadUserPermission, actor, READ)).select_related(*WHO_LEADS)
    return list(unread.order_by("-announced_at", "-id")[:MOST])


def own_requests(actor: Actor, thread_ids: Collection[UUID]) -> dict[UUID, AccessRequest]:
    """The last request of `actor` for each of some threads, in one query."""
    rows = AccessRequest.objects.filter(person=actor.person_id, thread__in=thread_ids).order_by("id")
    return {row.thread_id: row for row in rows.select_related(*ABOUT)}


def again_from(request: AccessRequest) -> datetime | None:
    """From when on who asked may ask again; None: at any time, or not as long as it waits."""
    wait = WAITS.get(AccessState(request.state))
    return request.decided_at + wait if wait is not None and request.decided_at is not None else None


def may_ask(actor: Actor, threads: Sequence[Thread], asked: Sequence[AccessRequest]) -> set[UUID]:
    """Those of some announced threads of one group for which `actor`, who does not read them, may ask now;
    `asked` are their last requests.
    """
    if actor.person_id is None or not actor.has_scope("dialogue:write"):
        return set()
    group = threads[0].group
    seats = {one.membership.pk for one in seats_of(actor.person_id, group.pk)} if group.is_working else set()
    if not seats:
        return set()
    waits = {one.thread_id for one in asked if _is_too_soon(one, seats)}
    read = ThreadPolicy().visible_to(actor).filter(pk__in=[one.pk for one in threads])
    return {one.pk for one in threads} - waits - set(read.values_list("pk", flat=True))


def _is_too_soon(request: AccessRequest, seats: Collection[UUID]) -> bool:
    if request.state == AccessState.PENDING:
        return request.seat_id in seats
    again = again_from(request)
    return again is not None and again > now()


def requests_for(actor: Actor, thread_id: UUID) -> list[AccessRequest]:
    """Who asks or asked for access to a thread that `actor` leads, the newest first, at most a hundred.
    Nobody waits whose seat is over. Raises SignedOut, NotFound or Forbidden.
    """
    thread = get_thread_for(actor, thread_id, Action.SET_AUDIENCE)
    rows = AccessRequest.objects.filter(thread=thread)
    sitting = rows.filter(seat__in=seated(now()), person__in=people_of(thread.group_id))
    shown = rows.exclude(state=AccessState.PENDING) | sitting
    return list(shown.select_related(*ABOUT).order_by("-id")[:MOST])


def get_access_request_for(actor: Actor, request_id: UUID) -> AccessRequest:
    """One request of which `actor` knows. Raises SignedOut or NotFound."""
    if actor.is_anonymous:
        raise SignedOut
    row = AccessRequestPolicy().visible_to(actor).filter(pk=request_id).select_related(*ABOUT).first()
    if row is None:
        raise NotFound
    return row


def requests_told_of(actor: Actor, ids: Collection[UUID]) -> dict[UUID, AccessRequest]:
    """Those of some requests of which `actor` knows."""
    rows = AccessRequestPolicy().visible_to(actor).filter(pk__in=ids)
    return {row.pk: row for row in rows.select_related(*ABOUT)}
