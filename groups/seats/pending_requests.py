"""Pending requests and invitations: helpers of the services of joining, memberships and groups.

Lock order: a mandate and its groups first, then requests, then invitations.
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


def count_pending_requests_in(group_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return the number of pending requests by group, in one query; groups without any are absent."""
    waiting = JoinRequest.objects.filter(group__in=group_ids, state=RequestState.PENDING)
    return dict(waiting.order_by().values_list("group").annotate(Count("id")))


def get_admission_reasons(seat_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the reasons given with admissions, by seat, where there was one."""
    rows = JoinRequest.objects.filter(membership__in=list(seat_ids)).exclude(reason="")
    return dict(rows.values_list("membership", "reason"))


def close_request(actor: Actor, request: JoinRequest, state: RequestState, reason: str = "") -> JoinRequest:
    """Set the answer of a request. The request must be locked."""
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
        ),
    )
    return request


def admit_pending_request_of(actor: Actor, seat: Membership, reason: str = "") -> None:
    """Admit the pending request of a person who was given a seat, however that came about."""
    waiting = JoinRequest.objects.filter(
        group=seat.group_id, person=seat.mandate.person_id, state=RequestState.PENDING
    )
    for request in waiting.select_for_update(no_key=True):
        request.role, request.membership = seat.role, seat
        close_request(actor, request, RequestState.ADMITTED, reason)


def revoke_invitation_link(actor: Actor, invitation: Invitation) -> None:
    """Revoke an invitation. It must be locked."""
    invitation.revoked_at = now()
    invitation.save(update_fields=["revoked_at"])
    record(
        actor,
        InvitationRevoked(invitation_id=invitation.id, group_id=invitation.group_id, role=invitation.role),
    )


def close_pending_joins(actor: Actor, group: InitiativeGroup, reason: str) -> None:
    """Decline every pending request with a reason and revoke every open invitation of a group.

    For groups that admit no more members. The group must be locked.
    """
    waiting = JoinRequest.objects.filter(group=group, state=RequestState.PENDING).order_by("pk")
    for request in waiting.select_for_update(no_key=True):
        close_request(actor, request, RequestState.DECLINED, reason)
    links = Invitation.objects.filter(group=group, revoked_at=None, expires_at__gt=now(), used__lt=F("uses"))
    for invitation in links.order_by("pk").select_for_update(no_key=True):
        revoke_invitation_link(actor, invitation)
