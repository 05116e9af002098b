"""Selectors of announced restricted threads and of access requests, narrowed to the reader."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from dialogue.access_requests.models import AbstractAccessRequest, AccessRequest, AccessState
from dialogue.access_requests.policies import AccessRequestPolicy
from dialogue.threads.access import ANNOUNCED_Q, READ, facilitated_q
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import Action, ThreadPolicy, list_visible_threads
from dialogue.threads.selectors import FACILITATOR_RELATIONS, get_thread_for
from dialogue.threads.visibility import READ_SCOPE
from groups.models import InitiativeGroup, InitiativeGroupUserPermission
from groups.policies import READ as READ_GROUP, has_grant_q, list_live_grants
from groups.selectors import list_occupied_seats, list_participant_ids, list_seats_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound, SignedOut
from viche.kernel.policy import Level

MAX_LISTED = 100

RELATIONS = ("person", "decided_by", "thread__group", "seat__mandate__organisation", "seat__mandate__person")

# How long a requester waits before asking again after a request was declined or withdrawn.
WAITING_TIMES = {AccessState.DECLINED: timedelta(days=7), AccessState.WITHDRAWN: timedelta(days=1)}


def list_announced_threads(actor: Actor, group: InitiativeGroup) -> list[Thread]:
    """Return the announced threads of a group that `actor`, who reads the group, may not read.

    The last announced first; activity in a thread does not change the order.
    """
    known = ThreadPolicy().visible_to(actor, Level.EXISTS).filter(ANNOUNCED_Q, group=group)
    unread = known.exclude(has_grant_q(ThreadUserPermission, actor, READ)).select_related(
        *FACILITATOR_RELATIONS
    )
    return list(unread.order_by("-announced_at", "-id")[:MAX_LISTED])


def list_own_requests(actor: Actor, thread_ids: Collection[UUID]) -> dict[UUID, AccessRequest]:
    """Return the last request of `actor` for each of some threads, in one query."""
    rows = AccessRequest.objects.filter(person=actor.person_id, thread__in=thread_ids).order_by("id")
    return {row.thread_id: row for row in rows.select_related(*RELATIONS)}


def get_retry_time(request: AbstractAccessRequest) -> datetime | None:
    """Return when the requester may ask again; None: at any time, or the request is pending."""
    wait = WAITING_TIMES.get(AccessState(request.state))
    return request.decided_at + wait if wait is not None and request.decided_at is not None else None


def filter_requestable_threads(
    actor: Actor, threads: Sequence[Thread], asked: Sequence[AccessRequest]
) -> set[UUID]:
    """Return the announced threads of one group for which `actor` may request access now.

    `asked` are the actor's last requests for them.
    """
    if actor.person_id is None or not actor.has_scope("dialogue:write"):
        return set()
    group = threads[0].group
    seats = (
        {one.membership.pk for one in list_seats_of(actor.person_id, group.pk)} if group.is_working else set()
    )
    if not seats:
        return set()
    waits = {one.thread_id for one in asked if _is_too_soon(one, seats)}
    read = ThreadPolicy().visible_to(actor).filter(pk__in=[one.pk for one in threads])
    return {one.pk for one in threads} - waits - set(read.values_list("pk", flat=True))


def _is_too_soon(request: AccessRequest, seats: Collection[UUID]) -> bool:
    if request.state == AccessState.PENDING:
        return request.seat_id in seats
    again = get_retry_time(request)
    return again is not None and again > now()


def list_requests_for(actor: Actor, thread_id: UUID) -> list[AccessRequest]:
    """Return the access requests of a thread that `actor` facilitates, the newest first.

    At most a hundred. Pending requests of people whose seat has ended are left out. Raises SignedOut,
    NotFound or Forbidden.
    """
    thread = get_thread_for(actor, thread_id, Action.SET_AUDIENCE)
    rows = AccessRequest.objects.filter(thread=thread)
    sitting = rows.filter(
        seat__in=list_occupied_seats(now()), person__in=list_participant_ids(thread.group_id)
    )
    shown = rows.exclude(state=AccessState.PENDING) | sitting
    return list(shown.select_related(*RELATIONS).order_by("-id")[:MAX_LISTED])


def list_unanswered_requests(actor: Actor) -> list[AccessRequest]:
    """Return the pending requests for threads that `actor` reads and facilitates, the newest first.

    At most a hundred; never their own. Requests of people who no longer sit in the group are left out.
    """
    if actor.person_id is None or not actor.has_scope(READ_SCOPE):
        return []
    in_group = list_live_grants(InitiativeGroupUserPermission).filter(
        permission__codename=READ_GROUP, user=OuterRef("person"), content_object=OuterRef("thread__group")
    )
    rows = AccessRequest.objects.filter(
        facilitated_q(actor, "thread"),
        Exists(list_visible_threads(actor).filter(pk=OuterRef("thread"))),
        Exists(in_group),
        state=AccessState.PENDING,
        seat__in=list_occupied_seats(now()),
    )
    rows = rows.exclude(person=actor.person_id).select_related(*RELATIONS)
    return list(rows.order_by("-id")[:MAX_LISTED])


def get_access_request_for(actor: Actor, request_id: UUID) -> AccessRequest:
    """Return a request that `actor` may read. Raises SignedOut or NotFound."""
    if actor.is_anonymous:
        raise SignedOut
    row = AccessRequestPolicy().visible_to(actor).filter(pk=request_id).select_related(*RELATIONS).first()
    if row is None:
        raise NotFound
    return row


def list_notifiable_requests(actor: Actor, ids: Collection[UUID]) -> QuerySet[AccessRequest]:
    """Return the requests that `actor` may read."""
    return AccessRequestPolicy().visible_to(actor).filter(pk__in=ids).select_related(*RELATIONS)
