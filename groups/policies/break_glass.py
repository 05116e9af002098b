"""Who may ask for emergency access to something restricted, and who may answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.models import BreakGlass, Capacity, GlassStanding, InitiativeGroup, OfficeKind
from groups.policies.grants import ANYBODY
from groups.policies.offices import Reach
from viche.accounts.policies import administers, through_browser
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.policy import Level, Policy, Source


class GlassAction(StrEnum):
    READ = "break_glass.read"
    ASK = "break_glass.ask"
    APPROVE = "break_glass.approve"
    REFUSE = "break_glass.refuse"
    END = "break_glass.end"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where somebody may ask for emergency access and answer: by their offices, or running the system."""

    officer: Reach
    coordinator: Reach
    administers: bool

    @classmethod
    def of(cls, actor: Actor) -> Desk:
        """Looked up once for many requests. A token has none."""
        if actor.person_id is None or not through_browser(actor):
            return cls(Reach(()), Reach(()), administers=False)
        officer = Reach.of(actor, OfficeKind.DATA_PROTECTION_OFFICER)
        return cls(officer, Reach.of(actor, OfficeKind.COORDINATOR), administers(actor))

    @property
    def is_empty(self) -> bool:
        return not (self.administers or self.officer.prefixes or self.coordinator.prefixes)

    def capacity_in(self, group: InitiativeGroup) -> Capacity | None:
        """As what somebody asks and answers in a group (with its `territory`); None: not at all."""
        if self.officer.covers([group.territory.code]):
            return Capacity.OFFICER
        if self.coordinator.covers([group.territory.code]):
            return Capacity.COORDINATOR
        return Capacity.ADMINISTRATOR if self.administers else None

    def reaches(self) -> Q:
        """The condition on requests that agrees with it."""
        if self.administers:
            return ANYBODY
        path = "group__territory__code"
        return self.officer.condition(path) | self.coordinator.condition(path)


class GlassPolicy(Policy[BreakGlass]):
    """A request is seen by who asked and by everybody who may answer it. Nobody answers their own.

    It opens nothing by itself: what was approved is a source of access like any other, to read alone.
    """

    model = BreakGlass
    domain = "groups"
    every = GlassAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({GlassAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[BreakGlass]:
        if actor.person_id is None or not through_browser(actor):
            return BreakGlass.objects.none()
        if not actor.has_scope(self.scope_of(GlassAction.READ)):
            return BreakGlass.objects.none()
        return BreakGlass.objects.filter(Q(asked_by=actor.person_id) | Desk.of(actor).reaches())

    def permits(self, actor: Actor, action: StrEnum, obj: BreakGlass) -> bool:
        return through_browser(actor) and self._rule(actor, action, obj, Desk.of(actor))

    def allowed_at(self, actor: Actor, obj: BreakGlass, desk: Desk) -> list[str]:
        """The same as `allowed` for one of a list, where the desk of `actor` is at hand."""
        reached = [one for one in self.every if actor.has_scope(self.scope_of(one))]
        return [str(one).rpartition(".")[2] for one in reached if self._rule(actor, one, obj, desk)]

    def _rule(self, actor: Actor, action: StrEnum, obj: BreakGlass, desk: Desk) -> bool:
        own, standing = obj.asked_by_id == actor.person_id, obj.standing
        answers = desk.capacity_in(obj.group) is not None
        if action == GlassAction.READ:
            return own or answers
        if action == GlassAction.END:
            return (own and standing == GlassStanding.ASKED) or (
                (own or answers) and standing == GlassStanding.ACTIVE
            )
        deciding = action in (GlassAction.APPROVE, GlassAction.REFUSE)
        return deciding and answers and not own and standing == GlassStanding.ASKED

    def refuse(self, actor: Actor, action: StrEnum, obj: BreakGlass) -> Forbidden:
        if action in (GlassAction.APPROVE, GlassAction.REFUSE) and obj.asked_by_id == actor.person_id:
            return Forbidden("own_request", _("Somebody else answers: nobody opens a door for themselves."))
        return Forbidden("glass_state", _("This has been answered, has run out or is over already."))

    def explain(self, actor: Actor, obj: BreakGlass) -> list[Source]:
        if not self.permits(actor, GlassAction.READ, obj):
            return []
        capacity = Desk.of(actor).capacity_in(obj.group)
        return [Source(str(capacity) if capacity is not None else "self", obj.pk, obj.until)]
