"""Policy of territories."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import TerritorialScope, build_public_ways, is_system_administrator
from groups.territories.models import Territory
from viche.kernel.actor import Actor
from viche.kernel.policy import AccessRule, Level, Policy


class TerritoryAction(StrEnum):
    READ = "territory.read"
    REGISTER_PART = "territory.register_part"
    REGISTER_ORGANISATION = "territory.register_organisation"
    FOUND_GROUP = "territory.found_group"
    RECORD_POPULATION = "territory.record_population"
    EDIT = "territory.edit"
    SET_CONTACT_POINTS = "territory.set_contact_points"
    IMPORT_PARTS = "territory.import_parts"
    GIVE_OFFICE = "territory.give_office"


# Actions of system administrators: the codifier and offices are theirs; groups and organisations are not.
SYSTEM_ACTIONS = frozenset(
    {
        TerritoryAction.REGISTER_PART,
        TerritoryAction.RECORD_POPULATION,
        TerritoryAction.EDIT,
        TerritoryAction.SET_CONTACT_POINTS,
        TerritoryAction.IMPORT_PARTS,
        TerritoryAction.GIVE_OFFICE,
    }
)
# Actions closed to coordinators even in their own territory.
SYSTEM_ONLY_ACTIONS = frozenset({TerritoryAction.IMPORT_PARTS, TerritoryAction.GIVE_OFFICE})


class TerritoryPolicy(Policy[Territory]):
    """Everybody signed in sees territories; coordinators edit theirs, administrators the codifier."""

    model = Territory
    domain = "groups"
    every = TerritoryAction
    url_parameter = "territory_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({TerritoryAction.READ})
    ways: ClassVar[Sequence[AccessRule]] = build_public_ways(
        _("Everyone who is signed in sees every territory.")
    )

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Territory]:
        return Territory.objects.filter(self.visible_by_ways_q(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Territory) -> bool:
        if action == TerritoryAction.READ:
            return not actor.is_anonymous
        if action in SYSTEM_ACTIONS and is_system_administrator(actor):
            return True
        return action not in SYSTEM_ONLY_ACTIONS and TerritorialScope.of(actor).covers([obj.code])

    def coordinated_by(self, actor: Actor) -> QuerySet[Territory]:
        """Return the territories in which `actor` may do more than read, as their coordinator."""
        return self.visible_to(actor).filter(TerritorialScope.of(actor).condition("code"))

    def allowed_in(self, actor: Actor, territories: Sequence[Territory]) -> list[list[str]]:
        """Return `allowed` of several territories, in two queries."""
        reach, system = TerritorialScope.of(actor), is_system_administrator(actor)

        def open_in(territory: Territory) -> set[TerritoryAction]:
            own = set(TerritoryAction) - SYSTEM_ONLY_ACTIONS if reach.covers([territory.code]) else set()
            return own | (SYSTEM_ACTIONS if system else set()) | {TerritoryAction.READ}

        found = [open_in(one) for one in territories]
        return [
            self.short_names_of(actor, (one for one in TerritoryAction if one in steps)) for steps in found
        ]
