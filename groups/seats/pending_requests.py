"""Who is on their way to a table, by request or by a link: what the services of joining, of members and of
groups share.

They lock a mandate and its groups first, then requests, then invitations.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, F

from groups.initiative_groups.models import InitiativeGroup
from groups.joining.events import InvitationRevoked, JoinRequestClosed
from groups.joining.models import Invitation, JoinRequest, RequestState
from groups.seats.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import record


def requests_waiting_in(group_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many wait for a seat in several groups, in one query; groups in which nobody does are left out."""
    waiting = JoinRequest.objects.filter(group__in=group_ids, state=RequestState.PENDING)
    return dict(waiting.order_by().values_list("group").annotate(Count("id")))


def answers_with(seat_ids: Iterable[UUID]) -> dict[UUID, str]:
    """What was said to those who had asked for some seats and were given them, where anything was."""
    rows = JoinRequest.objects.filter(membership__in=list(seat_ids)).exclude(reason="")
    return dict(rows.values_list("membership", "reason"))


def close_request(
    actor: Actor,
    request: JoinRequest,
    state: RequestState,
    reason: str = "",
    confirmed: tuple[str, ...] = (),
) -> JoinRequest:
    """Give a request its answer. It must be locked."""
    request.state, request.reason = state, reason
    request.decided_at, request.decided_by_id = now(), actor.person_id
    request.save(update_fields=["state", "role", "reason", "decided_at", "decided_by", "membership"])
    record(
        actor,
        JoinRequestClosed(
            request_id=request.id,
            group_id=request.group_id,
            person_id=request.person_id,
            state=state,
            confirmed=confirmed,
        ),
    )
    return request


def admit_who_waits(
    actor: Actor, seat: Membership, reason: str = "", confirmed: tuple[str, ...] = ()
) -> None:
    """Whoever was given a seat has the answer to their request for one, however they came to it."""
    waiting = JoinRequest.objects.filter(
        group=seat.group_id, person=seat.mandate.person_id, state=RequestState.PENDING
    )
    for request in waiting.select_for_update(no_key=True):
        request.role, request.membership = seat.role, seat
        close_request(actor, request, RequestState.ADMITTED, reason, confirmed)


def revoke(actor: Actor, invitation: Invitation) -> None:
    """Let a link open nothing any more. It must be locked."""
    invitation.revoked_at = now()
    invitation.save(update_fields=["revoked_at"])
    record(
        actor,
        InvitationRevoked(invitation_id=invitation.id, group_id=invitation.group_id, role=invitation.role),
    )


def turn_away_who_comes(actor: Actor, group: InitiativeGroup, reason: str) -> None:
    """The group takes nobody in any more: who asks is told why, links open nothing. It must be locked."""
    waiting = JoinRequest.objects.filter(group=group, state=RequestState.PENDING).order_by("pk")
    for request in waiting.select_for_update(no_key=True):
        close_request(actor, request, RequestState.DECLINED, reason)
    links = Invitation.objects.filter(group=group, revoked_at=None, expires_at__gt=now(), used__lt=F("uses"))
    for invitation in links.order_by("pk").select_for_update(no_key=True):
        revoke(actor, invitation)
