"""Who sees and answers requests for a seat, and who sees and revokes invitations."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import Reach, everybody_signed_in, runs_the_system
from groups.grants import Container, shareable
from groups.grants.models import InitiativeGroupUserPermission
from groups.grants.policies import FACILITATE, held
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.models import Invitation, JoinRequest, PersonalInvitation, RequestState
from groups.organisations.policies import OrganisationAction, OrganisationPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Level, Policy, Way


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


# By which somebody sees rows with a `group`.
LEADING = (
    Way(
        "facilitator",
        _("You lead the group."),
        lambda actor: held(InitiativeGroupUserPermission, actor, FACILITATE, of="group"),
    ),
    Way(
        "coordinator",
        _("You coordinate the territory of the group."),
        lambda actor: Reach.of(actor).condition("group__territory__code"),
    ),
)


def groups_where(
    actor: Actor, action: GroupAction, rows: Sequence[Invitation] | Sequence[JoinRequest]
) -> set[UUID]:
    """The groups of some rows in which `actor` may do something, in two queries."""
    groups = {row.group_id: row.group for row in rows}
    standings = GroupPolicy().standings(actor, list(groups.values()))
    return {pk for pk, group in groups.items() if standings[pk].permits(action, group.state)}


class InvitationPolicy(Policy[Invitation]):
    """Invitations are known to those who may invite into the group."""

    model = Invitation
    domain = "groups"
    every = InvitationAction
    url_parameter = "invitation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({InvitationAction.READ})
    ways: ClassVar[Sequence[Way]] = LEADING

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Invitation]:
        return Invitation.objects.filter(everybody_signed_in(actor) & self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Invitation) -> bool:
        if action == InvitationAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        return GroupPolicy().permits(actor, GroupAction.INVITE, obj.group)

    def allowed_in(self, actor: Actor, rows: Sequence[Invitation]) -> list[list[str]]:
        """`allowed` of several invitations, in two queries. Needs their groups with territories."""
        may = groups_where(actor, GroupAction.INVITE, rows)
        return [self.short(actor, self._steps(row, row.group_id in may)) for row in rows]

    @staticmethod
    def _steps(row: Invitation, may: bool) -> list[InvitationAction]:
        """What is over is neither sent nor revoked, and only an address gets a letter."""
        if not may or not row.opens(now()):
            return [InvitationAction.READ]
        sent = [InvitationAction.SEND] if row.email else []
        return [InvitationAction.READ, *sent, InvitationAction.REVOKE]


class PersonalInvitationPolicy(Policy[PersonalInvitation]):
    """An invitation in person is known to who made it, and as long as it opens something to everybody who may
    give what it offers: each of them may revoke it, and have its letter sent anew. It lives and dies with the
    right of who made it.
    """

    model = PersonalInvitation
    domain = "groups"
    every = PersonalInvitationAction
    url_parameter = "personal_invitation_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({PersonalInvitationAction.READ})
    ways: ClassVar[Sequence[Way]] = (
        Way("self", _("You made this invitation."), lambda actor: Q(created_by=actor.person_id)),
        Way(
            "giver",
            _("You may give what it offers."),
            lambda actor: Q(revoked_at=None, used_at=None, expires_at__gt=now()) & _given_by(actor),
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[PersonalInvitation]:
        if actor.person_id is None or not actor.has_scope("groups:read"):
            return PersonalInvitation.objects.none()
        return PersonalInvitation.objects.filter(self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: PersonalInvitation) -> bool:
        if actor.person_id is None:
            return False
        return actor.person_id == obj.created_by_id or (obj.opens(now()) and self.may_give(actor, obj))

    @staticmethod
    def may_give(actor: Actor, obj: PersonalInvitation) -> bool:
        """Whether `actor` may give what is offered."""
        return PersonalInvitation.objects.filter(_given_by(actor, obj.pk), pk=obj.pk).exists()

    def allowed_in(self, actor: Actor, rows: Sequence[PersonalInvitation]) -> list[list[str]]:
        """`allowed` of several that `actor` sees: what opens nothing any more is only read."""
        at, every = now(), self.short(actor, PersonalInvitationAction)
        over = self.short(actor, [PersonalInvitationAction.READ])
        return [every if row.opens(at) else over for row in rows]


def _given_by(actor: Actor, pk: UUID | None = None) -> Q:
    """The condition on invitations in person, or on one of them, whose offer `actor` may give."""
    among = PersonalInvitation.objects.filter(revoked_at=None, used_at=None, expires_at__gt=now())
    if pk is not None:
        among = PersonalInvitation.objects.filter(pk=pk)
    ids = list(among.exclude(organisation=None).values_list("organisation", flat=True).distinct())
    named = OrganisationPolicy().open_in(actor, OrganisationAction.SET_ADMINISTRATORS, ids)
    given = Q(organisation__in=named)
    if runs_the_system(actor):
        given |= Q(territory__isnull=False)
    for kind in shareable():
        offered = among.filter(container_type=kind.kind).values("container_id")
        given |= Q(container_type=kind.kind, container_id__in=_shared_by(actor, kind, offered))
    return given


def _shared_by(actor: Actor, kind: Container, ids: QuerySet[Any, Any]) -> list[UUID]:
    """Also what is not shared any more: its offers are taken back."""
    if kind.unshare_action is None:
        return []
    things = list(kind.guard.visible_to(actor).filter(pk__in=ids))
    return [one.pk for one in kind.guard.permitted(actor, kind.unshare_action, things)]


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
    url_parameter = "join_request_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({JoinRequestAction.READ})
    ways: ClassVar[Sequence[Way]] = (
        Way("self", _("You asked for this seat."), lambda actor: Q(person=actor.person_id)),
        *LEADING,
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[JoinRequest]:
        return JoinRequest.objects.filter(everybody_signed_in(actor) & self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: JoinRequest) -> bool:
        if action == JoinRequestAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        may_seat = GroupPolicy().permits(actor, GroupAction.ADD_MEMBER, obj.group)
        return action in _steps(actor, obj, may_seat)

    def allowed_in(self, actor: Actor, rows: Sequence[JoinRequest]) -> list[list[str]]:
        """`allowed` of several requests, in two queries. Needs their groups with territories."""
        may = groups_where(actor, GroupAction.ADD_MEMBER, rows)
        return [self.short(actor, _steps(actor, row, row.group_id in may)) for row in rows]
