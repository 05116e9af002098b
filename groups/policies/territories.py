"""Who may see territories and add to them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet

from groups.models import (
    Territory,
)
from groups.policies.offices import Reach, everybody_signed_in
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Source


class TerritoryAction(StrEnum):
    READ = "territory.read"
    REGISTER_PART = "territory.register_part"
    REGISTER_ORGANISATION = "territory.register_organisation"
    FOUND_GROUP = "territory.found_group"
    RECORD_POPULATION = "territory.record_population"


class TerritoryPolicy(Policy[Territory]):
    """Territories are public knowledge among those who are signed in; coordinators add to their own."""

    model = Territory
    domain = "groups"
    every = TerritoryAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({TerritoryAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Territory]:
        return Territory.objects.filter(everybody_signed_in(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Territory) -> bool:
        if action == TerritoryAction.READ:
            return not actor.is_anonymous
        return Reach.of(actor).covers([obj.code])

    def coordinated_by(self, actor: Actor) -> QuerySet[Territory]:
        """The territories in which `actor` may do everything but read, which all may."""
        return self.visible_to(actor).filter(Reach.of(actor).condition("code"))

    def allowed_in(self, actor: Actor, territories: Sequence[Territory]) -> list[list[str]]:
        """`allowed` of several territories, in one query."""
        reach, reached = Reach.of(actor), [one for one in self.every if actor.has_scope(self.scope_of(one))]
        return [
            [
                one.partition(".")[2]
                for one in reached
                if one == TerritoryAction.READ or reach.covers([territory.code])
            ]
            for territory in territories
        ]

    def explain(self, actor: Actor, obj: Territory) -> list[Source]:
        return []
