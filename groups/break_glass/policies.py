"""Policy of requests for emergency access: requesting, approving, refusing and ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope, list_offices_of
from groups.break_glass.models import BreakGlass, Capacity, GlassStanding
from groups.grants.policies import MATCH_ALL, MATCH_NONE
from groups.initiative_groups.models import InitiativeGroup
from groups.offices.models import Office, OfficeKind
from viche.accounts.models import User
from viche.accounts.policies import can_administer, is_browser_actor
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import AccessRule, Level, Policy, short_name_of


class GlassAction(StrEnum):
    READ = "break_glass.read"
    ASK = "break_glass.ask"
    APPROVE = "break_glass.approve"
    REFUSE = "break_glass.refuse"
    END = "break_glass.end"


@dataclass(frozen=True, slots=True)
class BreakGlassAuthority:
    """The offices and the administrator's right by which an actor may request emergency access or answer.

    Approving takes an office held since before the request, by an account that was not reactivated since.
    Administrators appoint officers and reactivate accounts, so they could otherwise choose who approves.
    """

    offices: tuple[Office, ...]
    administers: bool
    reactivated_at: datetime | None = None

    @classmethod
    def of(cls, actor: Actor) -> BreakGlassAuthority:
        """Return the authority of `actor`; load it once for many requests. Tokens have none."""
        if actor.person_id is None or not is_browser_actor(actor):
            return cls((), administers=False)
        held = tuple(one for kind in OfficeKind for one in list_offices_of(actor, kind))
        back = User.objects.filter(pk=actor.person_id).values_list("reactivated_at", flat=True)
        return cls(held, can_administer(actor), back.first() if held else None)

    @property
    def is_empty(self) -> bool:
        return not (self.administers or self.offices)

    def capacity_in(self, group: InitiativeGroup) -> Capacity | None:
        """Return the actor's capacity in a group, or None. Needs `group.territory`."""
        held = {one.kind for one in self._list_offices_over(group)}
        by_office = (one for one in (Capacity.OFFICER, Capacity.COORDINATOR) if one.value in held)
        return next(by_office, Capacity.ADMINISTRATOR if self.administers else None)

    def opens(self, glass: BreakGlass) -> bool:
        """Return whether the actor holds an office by which they may approve this request."""
        return any(can_office_open(one, glass, self.reactivated_at) for one in self.offices)

    def _list_offices_over(self, group: InitiativeGroup) -> list[Office]:
        return [one for one in self.offices if is_in_territory_of_office(one, group)]


def is_in_territory_of_office(office: Office, group: InitiativeGroup) -> bool:
    """Return whether a group (with its `territory`) lies where an office is held."""
    return group.territory.code.startswith(office.territory.prefix)


def can_office_open(office: Office, glass: BreakGlass, reactivated_at: datetime | None) -> bool:
    """Return whether an office lets its holder, maybe reactivated since, open what somebody else asks for."""
    if reactivated_at is not None and reactivated_at >= glass.asked_at:
        return False
    return office.starts_at < glass.asked_at and is_in_territory_of_office(office, glass.group)


def _in_territory_q(reach: TerritorialScope) -> Q:
    return reach.condition("group__territory__code")


class BreakGlassPolicy(Policy[BreakGlass]):
    """A request is visible to the requester and to the people who may answer it.

    Requesters cannot answer their own requests. An administrator without an office may refuse and end, but
    not approve. The request itself gives no access: an approved one becomes a source of grants, for reading
    only.
    """

    model = BreakGlass
    domain = "groups"
    every = GlassAction
    url_parameter = "break_glass_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({GlassAction.READ})
    browser_only: ClassVar[frozenset[StrEnum]] = frozenset(GlassAction)
    ways: ClassVar[Sequence[AccessRule]] = (
        AccessRule("self", _("You asked for this access."), lambda actor: Q(asked_by=actor.person_id)),
        AccessRule(
            Capacity.OFFICER.value,
            _("You are the data protection officer of the territory."),
            lambda actor: _in_territory_q(TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)),
        ),
        AccessRule(
            Capacity.COORDINATOR.value,
            _("You coordinate the territory of the group."),
            lambda actor: _in_territory_q(TerritorialScope.of(actor)),
        ),
        AccessRule(
            Capacity.ADMINISTRATOR.value,
            _("You administer the system: you see every request, and not what is inside."),
            lambda actor: MATCH_ALL if can_administer(actor) else MATCH_NONE,
        ),
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[BreakGlass]:
        if actor.person_id is None or not is_browser_actor(actor):
            return BreakGlass.objects.none()
        if not actor.has_scope(self.scope_of(GlassAction.READ)):
            return BreakGlass.objects.none()
        return BreakGlass.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: BreakGlass) -> bool:
        return is_browser_actor(actor) and self._rule(actor, action, obj, BreakGlassAuthority.of(actor))

    def allowed_at(self, actor: Actor, obj: BreakGlass, desk: BreakGlassAuthority) -> list[str]:
        """Return `allowed` for one request of a list, with the authority of `actor` loaded once for all."""
        if not is_browser_actor(actor):
            return []
        return [short_name_of(one) for one in self.every if self._rule(actor, one, obj, desk)]

    def _rule(self, actor: Actor, action: StrEnum, obj: BreakGlass, desk: BreakGlassAuthority) -> bool:
        own, standing = obj.asked_by_id == actor.person_id, obj.standing
        answers = desk.capacity_in(obj.group) is not None
        if action == GlassAction.READ:
            return own or answers
        if action == GlassAction.END:
            return (own and standing == GlassStanding.ASKED) or (
                (own or answers) and standing == GlassStanding.ACTIVE
            )
        may_say = {GlassAction.APPROVE: desk.opens(obj), GlassAction.REFUSE: answers}
        return may_say.get(GlassAction(action), False) and not own and standing == GlassStanding.ASKED

    def refuse(self, actor: Actor, action: StrEnum, obj: BreakGlass) -> Forbidden:
        if action in (GlassAction.APPROVE, GlassAction.REFUSE) and obj.asked_by_id == actor.person_id:
            return Forbidden(
                "own_request", _("Someone else has to answer: you cannot approve your own request.")
            )
        if action == GlassAction.APPROVE and obj.standing == GlassStanding.ASKED:
            return Forbidden(
                "office_needed",
                _("It takes a data protection officer or coordinator who was so before it was asked for."),
            )
        return Forbidden("glass_state", _("This has already been answered, has expired or has ended."))
