"""Registering territories and their population."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from groups.events import PopulationRecorded, TerritoryRegistered
from groups.models import Territory, TerritoryLevel, TerritoryPopulation
from groups.models.territories import KATOTTH
from groups.people import require_system
from groups.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.events import record, unit
from viche.kernel.policy import load
from viche.kernel.services import service


@service(TerritoryAction.REGISTER_PART)
def register_territory(
    *,
    actor: Actor,
    code: str,
    level: TerritoryLevel,
    name_uk: str,
    name_en: str = "",
    parent_id: UUID | None = None,
    place: tuple[Decimal, Decimal] | None = None,
) -> Territory:
    """Add a territory inside `parent_id`; only the system adds a country. `place` is latitude and longitude.

    Raises Invalid for a code that is not of the codifier's form, taken, or outside its parent.
    """
    parent = _parent_for(actor, parent_id)
    _check_place_in_tree(code, level, parent)
    latitude, longitude = place or (None, None)
    try:
        with unit():
            territory = Territory.objects.create(
                code=code,
                level=level,
                parent=parent,
                name_uk=name_uk,
                name_en=name_en,
                latitude=latitude,
                longitude=longitude,
            )
    except IntegrityError as error:
        raise Invalid.field(
            "/code", "taken", _("A territory with this code is already registered.")
        ) from error
    record(actor, TerritoryRegistered(territory_id=territory.id))
    return territory


def _parent_for(actor: Actor, parent_id: UUID | None) -> Territory | None:
    if parent_id is None:
        require_system(actor)
        return None
    return load(TerritoryPolicy(), actor, parent_id, TerritoryAction.REGISTER_PART)


def _check_place_in_tree(code: str, level: TerritoryLevel, parent: Territory | None) -> None:
    if not re.fullmatch(KATOTTH, code):
        raise Invalid.field("/code", "not_katotth", _("A KATOTTH code is UA and 17 digits."))
    if (parent is None) != (level == TerritoryLevel.COUNTRY):
        raise Invalid.field("/parent", "wrong_level", _("Every territory but a country lies in another one."))
    if parent is None:
        return
    if level.depth <= TerritoryLevel(parent.level).depth:
        raise Invalid.field("/level", "wrong_level", _("A territory lies in one of a higher level."))
    if not code.startswith(parent.prefix):
        raise Invalid.field("/code", "outside_parent", _("This code does not lie in that territory."))


@service(TerritoryAction.RECORD_POPULATION)
def record_population(*, actor: Actor, territory_id: UUID, year: int, count: int) -> TerritoryPopulation:
    """Say how many people lived in a territory in a year; a new figure replaces the old one."""
    territory = load(TerritoryPolicy(), actor, territory_id, TerritoryAction.RECORD_POPULATION)
    if not 1900 <= year <= 2200:
        raise Invalid.field("/year", "out_of_range", _("Give a year from 1900 to 2200."))
    if count < 0:
        raise Invalid.field("/count", "out_of_range", _("Give a number of people, zero or more."))
    population, _created = TerritoryPopulation.objects.update_or_create(
        territory=territory, year=year, defaults={"count": count}
    )
    record(actor, PopulationRecorded(territory_id=territory.id, year=year, count=count))
    return population
