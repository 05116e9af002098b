"""Who may see territories and add to them."""

from __future__ import annotations

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

    def explain(self, actor: Actor, obj: Territory) -> list[Source]:
        return []
