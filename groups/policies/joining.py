"""Who sees and answers requests for a seat, and who sees and revokes invitations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet

from groups.models import InitiativeGroupUserPermission, Invitation, JoinRequest, RequestState
from groups.policies.grants import FACILITATE, NOBODY, held
from groups.policies.groups import GroupAction, GroupPolicy
from groups.policies.offices import Reach
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Level, Policy, Source


class InvitationAction(StrEnum):
    READ = "invitation.read"
    SEND = "invitation.send"
    REVOKE = "invitation.revoke"


class JoinRequestAction(StrEnum):
    READ = "join_request.read"
    ADMIT = "join_request.admit"
    DECLINE = "join_request.decline"
    WITHDRAW = "join_request.withdraw"


def led_by(actor: Actor) -> Q:
    """The condition on rows with a `group` that `actor` leads, or whose territory they coordinate."""
    if actor.is_anonymous or not actor.has_scope("groups:read"):
        return NOBODY
    led = held(InitiativeGroupUserPermission, actor, FACILITATE, of="group")
    return led | Reach.of(actor).condition("group__territory__code")


def groups_where(
    actor: Actor, action: GroupAction, rows: Sequence[Invitation] | Sequence[JoinRequest]
) -> set[UUID]:
    """The groups of some rows in which `actor` may do something, in two queries."""
    groups = {row.group_id: row.group for row in rows}
    standings = GroupPolicy().standings(actor, list(groups.values()))
    return {pk for pk, group in groups.items() if standings[pk].permits(action, group.state)}


def short_names(policy: Policy[Any], actor: Actor, actions: Iterable[StrEnum]) -> list[str]:
    """For `allowed`: those of the actions that the token (if any) reaches."""
    return [one.partition(".")[2] for one in actions if actor.has_scope(policy.scope_of(one))]


class InvitationPolicy(Policy[Invitation]):
    """Invitations are known to those who may invite into the group."""

    model = Invitation
    domain = "groups"
    every = InvitationAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({InvitationAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Invitation]:
        return Invitation.objects.filter(led_by(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Invitation) -> bool:
        if action == InvitationAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        return GroupPolicy().permits(actor, GroupAction.INVITE, obj.group)

    def allowed_in(self, actor: Actor, rows: Sequence[Invitation]) -> list[list[str]]:
        """`allowed` of several invitations, in two queries. Needs their groups with territories."""
        may = groups_where(actor, GroupAction.INVITE, rows)
        return [short_names(self, actor, self._steps(row, row.group_id in may)) for row in rows]

    @staticmethod
    def _steps(row: Invitation, may: bool) -> list[InvitationAction]:
        """What is over is neither sent nor revoked, and only an address gets a letter."""
        if not may or not row.opens(now()):
            return [InvitationAction.READ]
        sent = [InvitationAction.SEND] if row.email else []
        return [InvitationAction.READ, *sent, InvitationAction.REVOKE]

    def explain(self, actor: Actor, obj: Invitation) -> list[Source]:
        return []


def _own(actor: Actor) -> Q:
    reads = actor.person_id is not None and actor.has_scope("groups:read")
    return Q(person=actor.person_id) if reads else NOBODY


ANSWERS = (JoinRequestAction.ADMIT, JoinRequestAction.DECLINE)


def _steps(actor: Actor, row: JoinRequest, may_seat: bool) -> list[JoinRequestAction]:
    if row.state != RequestState.PENDING:
        return [JoinRequestAction.READ]
    if actor.person_id == row.person_id:
        return [JoinRequestAction.READ, JoinRequestAction.WITHDRAW]
    return [JoinRequestAction.READ, *(ANSWERS if may_seat else ())]


class JoinRequestPolicy(Policy[JoinRequest]):
    """A request is known to who asked and to those who may seat people. They answer, though never
    themselves; who asked withdraws."""

    model = JoinRequest
    domain = "groups"
    every = JoinRequestAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({JoinRequestAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[JoinRequest]:
        return JoinRequest.objects.filter(led_by(actor) | _own(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: JoinRequest) -> bool:
        if action == JoinRequestAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        seats = action in ANSWERS and GroupPolicy().permits(actor, GroupAction.ADD_MEMBER, obj.group)
        return action in _steps(actor, obj, seats)

    def allowed_in(self, actor: Actor, rows: Sequence[JoinRequest]) -> list[list[str]]:
        """`allowed` of several requests, in two queries. Needs their groups with territories."""
        may = groups_where(actor, GroupAction.ADD_MEMBER, rows)
        return [short_names(self, actor, _steps(actor, row, row.group_id in may)) for row in rows]

    def explain(self, actor: Actor, obj: JoinRequest) -> list[Source]:
        return []
