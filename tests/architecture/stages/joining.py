"""How joinings of the permission matrix come into their states, by the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from groups.joining.invitations import invite
from groups.joining.join_requests import admit_request, decline_request, request_seat, withdraw_request
from groups.joining.personal_invitations import invite_to_administer
from groups.memberships.services import end_membership
from groups.models import Invitation, JoinRequest, PersonalInvitation, RequestState, Role
from groups.policies import InvitationPolicy, JoinRequestPolicy, PersonalInvitationPolicy
from tests.architecture.stages.stage import Stage
from tests.groups.helpers import a_coordinator
from viche.kernel.clock import now
from viche.kernel.policy import Policy


def an_invitation(stage: Stage) -> Invitation:
    here = stage.here
    made, _secret = invite(
        actor=here.actor("facilitator"),
        group_id=here.group.pk,
        organisation_id=here.organisations["school"].pk,
        role=Role.MEMBER,
        expires_at=now() + timedelta(days=7),
        email="zaproshena@viche.example",
    )
    return made


def a_personal_invitation(stage: Stage) -> PersonalInvitation:
    """Made by another coordinator."""
    here = stage.here
    return invite_to_administer(
        actor=a_coordinator(here),
        organisation_id=here.organisations["police"].pk,
        email="zaproshena@viche.example",
        document="Наказ № 8",
    )


def asked_by(stage: Stage, role: str) -> JoinRequest:
    """A request for a seat that waits, for the market."""
    here = stage.here
    return request_seat(
        actor=here.actor(role),
        group_id=here.group.pk,
        organisation_id=here.organisations["market"].pk,
        position_uk="представниця",
    )


def a_join_request(stage: Stage, state: str) -> JoinRequest:
    """The outsider's, for their own organisation."""
    here, request = stage.here, asked_by(stage, "outsider")
    leader, pk = here.actor("facilitator"), request.pk
    if state == RequestState.ADMITTED:
        admit_request(actor=leader, request_id=pk, role=Role.OBSERVER)
        end_membership(
            actor=leader, group_id=here.group.pk, membership_id=_seat_of(pk), reason="Знову надворі"
        )
    if state == RequestState.DECLINED:
        decline_request(actor=leader, request_id=pk, reason="Місць немає")
    if state == RequestState.WITHDRAWN:
        withdraw_request(actor=here.actor("outsider"), request_id=pk)
    return JoinRequest.objects.select_related("group__territory").get(pk=pk)


def _seat_of(request_id: UUID) -> UUID:
    seat_id = JoinRequest.objects.get(pk=request_id).membership_id
    assert seat_id is not None
    return seat_id


POLICIES: dict[str, Policy[Any]] = {
    "invitation": InvitationPolicy(),
    "personal_invitation": PersonalInvitationPolicy(),
    "join_request": JoinRequestPolicy(),
}
MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "invitation": lambda stage, _state: an_invitation(stage),
    "personal_invitation": lambda stage, _state: a_personal_invitation(stage),
    "join_request": a_join_request,
}
