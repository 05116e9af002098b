"""Policies of invitations and requests for a seat."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope, is_system_administrator, signed_in_q
from groups.grants import Container, list_shareable_containers
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, has_grant_q
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.models import Invitation, JoinRequest, PersonalInvitation, RequestState
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import AccessRule, Level, Policy


class InvitationAction(StrEnum):
    READ = "invitation.read"
    SEND = "invitation.send"
    REVOKE = "invitation.revoke"


class PersonalInvitationAction(StrEnum):
    READ = "personal_invitation.read"
    SEND = "personal_invitation.send"
    REVOKE = "personal_invitation.revoke"


class JoinRequestAction(StrEnum):
    READ = "join_request.read"
    ADMIT = "join_request.admit"
    DECLINE = "join_request.decline"
    WITHDRAW = "join_request.withdraw"


# Ways by which an actor sees rows with a `group`.
LEADING_WAYS = (
    AccessRule(
        "facilitator",
        _("You lead the group."),
        lambda actor: has_grant_q(InitiativeGroupUserPermission, actor, FACILITATE, of="group"),
    ),
    AccessRule(
        "coordinator",
        _("You coordinate the territory of the group."),
        lambda actor: TerritorialScope.of(actor).condition("group__territory__code"),
    ),
)


def list_groups_where(
    actor: Actor, action: GroupAction, rows: Sequence[Invitation] | Sequence[JoinRequest]
) -> set[UUID]:
    """Return ids of groups of some rows in which `actor` may take an action, in two queries."""
    groups = {row.group_id: row.group for row in rows}
    standings = GroupPolicy().get_group_access(actor, list(groups.values()))
    return {pk for pk, group in groups.items() if standings[pk].permits(action, group.state)}


class InvitationPolicy(Policy[Invitation]):
    """Invitations are visible to actors who may invite into the group."""

    model = Invitation
    domain = "groups"
    every = InvitationAction
    url_parameter = "invitation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({InvitationAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = LEADING_WAYS

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Invitation]:
        return Invitation.objects.filter(signed_in_q(actor) & self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Invitation) -> bool:
        if action == InvitationAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        return GroupPolicy().permits(actor, GroupAction.INVITE, obj.group)

    def allowed_in(self, actor: Actor, rows: Sequence[Invitation]) -> list[list[str]]:
        """Return `allowed` of several invitations, in two queries.

        Needs their groups with territories.
        """
        may = list_groups_where(actor, GroupAction.INVITE, rows)
        return [self.short_names_of(actor, self._steps(row, row.group_id in may)) for row in rows]

    @staticmethod
    def _steps(row: Invitation, may: bool) -> list[InvitationAction]:
        """Return open actions: an ended invitation is read-only, an open link is never resent."""
        if not may or not row.opens(now()):
            return [InvitationAction.READ]
        sent = [InvitationAction.SEND] if row.email else []
        return [InvitationAction.READ, *sent, InvitationAction.REVOKE]


class PersonalInvitationPolicy(Policy[PersonalInvitation]):
    """Visible to its creator and, while it is open, to every actor who may give its offer.

    Each of them may revoke and resend it. It is valid only while its creator has the right to give the offer.
    """

    model = PersonalInvitation
    domain = "groups"
    every = PersonalInvitationAction
    url_parameter = "personal_invitation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({PersonalInvitationAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("self", _("You made this invitation."), lambda actor: Q(created_by=actor.person_id)),
        AccessRule(
            "giver",
            _("You may give what it offers."),
            lambda actor: Q(revoked_at=None, used_at=None, expires_at__gt=now()) & _givable_q(actor),
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[PersonalInvitation]:
        if actor.person_id is None or not actor.has_scope("groups:read"):
            return PersonalInvitation.objects.none()
        return PersonalInvitation.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: PersonalInvitation) -> bool:
        if actor.person_id is None:
            return False
        return actor.person_id == obj.created_by_id or (obj.opens(now()) and self.may_give(actor, obj))

    @staticmethod
    def may_give(actor: Actor, obj: PersonalInvitation) -> bool:
        """Return whether `actor` may give the offer."""
        return PersonalInvitation.objects.filter(_givable_q(actor, obj.pk), pk=obj.pk).exists()

    def allowed_in(self, actor: Actor, rows: Sequence[PersonalInvitation]) -> list[list[str]]:
        """Return `allowed` of several visible invitations; ended ones are read-only."""
        at, every = now(), self.short_names_of(actor, PersonalInvitationAction)
        over = self.short_names_of(actor, [PersonalInvitationAction.READ])
        return [every if row.opens(at) else over for row in rows]


def _givable_q(actor: Actor, pk: UUID | None = None) -> Q:
    """Return the condition on personal invitations (or on one) whose offer `actor` may give."""
    among = PersonalInvitation.objects.filter(revoked_at=None, used_at=None, expires_at__gt=now())
    if pk is not None:
        among = PersonalInvitation.objects.filter(pk=pk)
    ids = list(among.exclude(organisation=None).values_list("organisation", flat=True).distinct())
    named = OrganisationPolicy().filter_open(actor, OrganisationAction.SET_ADMINISTRATORS, ids)
    given = Q(organisation__in=named)
    if is_system_administrator(actor):
        given |= Q(territory__isnull=False)
    for kind in list_shareable_containers():
        offered = among.filter(container_type=kind.kind).values("container_id")
        given |= Q(container_type=kind.kind, container_id__in=_list_shareable_ids(actor, kind, offered))
    return given


def _list_shareable_ids(actor: Actor, kind: Container, ids: QuerySet[Any, Any]) -> list[UUID]:
    """Return ids of objects that `actor` may share or unshare.

    Includes objects that can no longer be shared: their offers are still revoked.
    """
    if kind.unshare_action is None:
        return []
    things = list(kind.guard.visible_to(actor).filter(pk__in=ids))
    return [one.pk for one in kind.guard.permitted(actor, kind.unshare_action, things)]


ANSWER_ACTIONS = (JoinRequestAction.ADMIT, JoinRequestAction.DECLINE)


def _list_steps(actor: Actor, row: JoinRequest, may_seat: bool) -> list[JoinRequestAction]:
    if row.state != RequestState.PENDING:
        return [JoinRequestAction.READ]
    if actor.person_id == row.person_id:
        return [JoinRequestAction.READ, JoinRequestAction.WITHDRAW]
    return [JoinRequestAction.READ, *(ANSWER_ACTIONS if may_seat else ())]


class JoinRequestPolicy(Policy[JoinRequest]):
    """Visible to the requester and to actors who may give seats.

    The latter answer requests, never their own; the requester withdraws.
    """

    model = JoinRequest
    domain = "groups"
    every = JoinRequestAction
    url_parameter = "join_request_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({JoinRequestAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("self", _("You asked for this seat."), lambda actor: Q(person=actor.person_id)),
        *LEADING_WAYS,
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[JoinRequest]:
        return JoinRequest.objects.filter(signed_in_q(actor) & self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: JoinRequest) -> bool:
        if action == JoinRequestAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        may_seat = GroupPolicy().permits(actor, GroupAction.ADD_MEMBER, obj.group)
        return action in _list_steps(actor, obj, may_seat)

    def allowed_in(self, actor: Actor, rows: Sequence[JoinRequest]) -> list[list[str]]:
        """Return `allowed` of several requests, in two queries.

        Needs their groups with territories.
        """
        may = list_groups_where(actor, GroupAction.ADD_MEMBER, rows)
        return [self.short_names_of(actor, _list_steps(actor, row, row.group_id in may)) for row in rows]
