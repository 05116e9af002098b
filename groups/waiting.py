"""Requests for a seat that wait for an answer: what the services of joining and of members share."""

from __future__ import annotations

from groups.events import JoinRequestClosed
from groups.models import JoinRequest, Membership, RequestState
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record


def close_request(actor: Actor, request: JoinRequest, state: RequestState, reason: str = "") -> JoinRequest:
    """Give a request its answer. It must be locked."""
    request.state, request.reason = state, reason
    request.decided_at, request.decided_by_id = now(), actor.person_id
    request.save(update_fields=["state", "role", "reason", "decided_at", "decided_by", "membership"])
    record(
        actor,
        JoinRequestClosed(
            request_id=request.id, group_id=request.group_id, person_id=request.person_id, state=state
        ),
    )
    return request


def admit_who_waits(actor: Actor, seat: Membership, reason: str = "") -> None:
    """Whoever was given a seat has the answer to their request for one, however they came to it."""
    waiting = JoinRequest.objects.filter(
        group=seat.group_id, person=seat.mandate.person_id, state=RequestState.PENDING
    )
    for request in waiting.select_for_update(no_key=True):
        request.role, request.membership = seat.role, seat
        close_request(actor, request, RequestState.ADMITTED, reason)
