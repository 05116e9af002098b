"""Who may see territories and add to them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import Reach, in_general, runs_the_system
from groups.territories.models import Territory
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Way


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


# The codifier and who holds an office are the system's own; groups and organisations are not.
OF_THE_SYSTEM = frozenset(
    {
        TerritoryAction.REGISTER_PART,
        TerritoryAction.RECORD_POPULATION,
        TerritoryAction.EDIT,
        TerritoryAction.SET_CONTACT_POINTS,
        TerritoryAction.IMPORT_PARTS,
        TerritoryAction.GIVE_OFFICE,
    }
)
# What a coordinator does not do, even in their own territory.
NOT_COORDINATED = frozenset({TerritoryAction.IMPORT_PARTS, TerritoryAction.GIVE_OFFICE})


class TerritoryPolicy(Policy[Territory]):
    """Territories are public knowledge among those who are signed in; coordinators keep their own, and
    administrators the codifier.
    """

    model = Territory
    domain = "groups"
    every = TerritoryAction
    url_parameter = "territory_id"
    reads: ClassVar[frozenset[StrEnum]] = frozenset({TerritoryAction.READ})
    ways: ClassVar[Sequence[Way]] = in_general(_("Everybody who has signed in sees every territory."))

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Territory]:
        return Territory.objects.filter(self.by_some_way(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Territory) -> bool:
        if action == TerritoryAction.READ:
            return not actor.is_anonymous
        if action in OF_THE_SYSTEM and runs_the_system(actor):
            return True
        return action not in NOT_COORDINATED and Reach.of(actor).covers([obj.code])

    def coordinated_by(self, actor: Actor) -> QuerySet[Territory]:
        """The territories in which `actor` may do everything but read, which all may."""
        return self.visible_to(actor).filter(Reach.of(actor).condition("code"))

    def allowed_in(self, actor: Actor, territories: Sequence[Territory]) -> list[list[str]]:
        """`allowed` of several territories, in two queries."""
        reach, system = Reach.of(actor), runs_the_system(actor)

        def open_in(territory: Territory) -> set[TerritoryAction]:
            own = set(TerritoryAction) - NOT_COORDINATED if reach.covers([territory.code]) else set()
            return own | (OF_THE_SYSTEM if system else set()) | {TerritoryAction.READ}

        found = [open_in(one) for one in territories]
        return [self.short(actor, (one for one in TerritoryAction if one in steps)) for steps in found]
