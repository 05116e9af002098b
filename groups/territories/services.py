"""Services of territories: names, positions, population and contact points."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from groups.authority.territorial import is_system_administrator
from groups.common.texts import NOT_OF_LEVEL
from groups.territories.events import (
    PopulationRecorded,
    PopulationRemoved,
    TerritoryEdited,
    TerritoryRegistered,
)
from groups.territories.models import (
    KATOTTH_PATTERN,
    PREFIX_LENGTHS,
    ContactPoint,
    Territory,
    TerritoryLevel,
    TerritoryPopulation,
    level_of,
)
from groups.territories.policies import TerritoryAction, TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid, NotFound
from viche.kernel.events import open_unit_of_work, record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


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
    """Register a territory inside `parent_id`; only administrators register the country.

    `place` is latitude and longitude. Its parent is the nearest known territory above it, and known
    territories inside it become its children. Raises Invalid for a code that is malformed, of another level,
    taken, or outside its parent, and for a second country.
    """
    parent = _load_parent(actor, parent_id)
    _check_place_in_tree(code, level, parent)
    parent = parent and _find_nearest(code, level, parent)
    latitude, longitude = place or (None, None)
    try:
        with open_unit_of_work():
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
        raise _build_taken_error(code, level) from error
    parts = Territory.objects.filter(parent=parent, code__startswith=territory.prefix)
    parts.exclude(pk=territory.pk).update(parent=territory, version=F("version") + 1)
    record(actor, TerritoryRegistered(territory_id=territory.id))
    return territory


def _load_parent(actor: Actor, parent_id: UUID | None) -> Territory | None:
    if parent_id is None:
        if not is_system_administrator(actor):
            raise Forbidden
        return None
    try:
        return load(TerritoryPolicy(), actor, parent_id, TerritoryAction.REGISTER_PART)
    except NotFound as error:
        raise Invalid.field("/parent", "not_found", _("There is no such territory.")) from error


def _check_place_in_tree(code: str, level: TerritoryLevel, parent: Territory | None) -> None:
    if not re.fullmatch(KATOTTH_PATTERN, code):
        raise Invalid.field("/code", "not_katotth", _("A KATOTTH code is UA and 17 digits."))
    if (parent is None) != (level == TerritoryLevel.COUNTRY):
        raise Invalid.field("/parent", "wrong_level", _("Every territory but a country lies in another one."))
    if parent is not None and level.depth <= TerritoryLevel(parent.level).depth:
        raise Invalid.field("/level", "wrong_level", _("A territory lies in one of a higher level."))
    if level_of(code) != level:
        raise Invalid.field("/code", "not_of_level", NOT_OF_LEVEL)
    if parent is not None and not code.startswith(parent.prefix):
        raise Invalid.field("/code", "outside_parent", _("This code does not lie in that territory."))


def _find_nearest(code: str, level: TerritoryLevel, parent: Territory) -> Territory:
    """Return the lowest known territory between `parent` and the new one, else `parent`."""
    between = list(TerritoryLevel)[TerritoryLevel(parent.level).depth + 1 : level.depth]
    for above in reversed(between):
        found = Territory.objects.filter(level=above, code__startswith=code[: PREFIX_LENGTHS[above]]).first()
        if found is not None:
            return found
    return parent


def _build_taken_error(code: str, level: TerritoryLevel) -> Invalid:
    if level == TerritoryLevel.COUNTRY:
        return Invalid.field("/level", "taken", _("The country is already registered."))
    holders = Territory.objects.filter(level=level, code__startswith=code[: PREFIX_LENGTHS[level]])
    holder = holders.exclude(code=code).first()
    if holder is None:
        return Invalid.field("/code", "taken", _("A territory with this code is already registered."))
    message = _("Its place in the tree is taken by %(code)s.") % {"code": holder.code}
    return Invalid.field("/code", "taken", message)


@service(TerritoryAction.RECORD_POPULATION)
def record_population(
    *, actor: Actor, territory_id: UUID, year: int, count: int, expected_version: int | None = None
) -> Territory:
    """Set the population of a territory in a year, in place of an earlier figure."""
    territory = _lock_territory(actor, territory_id, TerritoryAction.RECORD_POPULATION, expected_version)
    if not 1900 <= year <= 2200:
        raise Invalid.field("/year", "out_of_range", _("Give a year from 1900 to 2200."))
    if count < 0:
        raise Invalid.field("/count", "out_of_range", _("Give a number of people, zero or more."))
    TerritoryPopulation.objects.update_or_create(territory=territory, year=year, defaults={"count": count})
    _save(territory)
    record(actor, PopulationRecorded(territory_id=territory.id, year=year, count=count))
    return territory


@service(TerritoryAction.RECORD_POPULATION)
def remove_population(
    *, actor: Actor, territory_id: UUID, year: int, expected_version: int | None = None
) -> Territory:
    """Delete the population of a year. Raises Invalid when there is none."""
    territory = _lock_territory(actor, territory_id, TerritoryAction.RECORD_POPULATION, expected_version)
    row = TerritoryPopulation.objects.filter(territory=territory, year=year).first()
    if row is None:
        raise Invalid.field("/year", "not_found", _("Nothing is said of this year."))
    row.delete()
    _save(territory)
    record(actor, PopulationRemoved(territory_id=territory.id, year=year, count=row.count))
    return territory


# Code and place in the tree belong to the codifier.
EDITABLE_FIELDS = frozenset({"name_uk", "name_en", "latitude", "longitude"})


@service(TerritoryAction.EDIT)
def edit_territory(
    *, actor: Actor, territory_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Territory:
    """Change names or position on the map (`EDITABLE_FIELDS`).

    Fields that are left out keep their values. Raises Invalid for half a position, ValueError for a fixed
    field.
    """
    if unknown := changes.keys() - EDITABLE_FIELDS:
        raise ValueError(unknown)
    territory = _lock_territory(actor, territory_id, TerritoryAction.EDIT, expected_version)
    changed = {name: value for name, value in changes.items() if getattr(territory, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(territory, name, value)
        if (territory.latitude is None) != (territory.longitude is None):
            raise Invalid.field("/latitude", "half", _("Give both latitude and longitude, or neither."))
        _save(territory, *changed)
        record(actor, TerritoryEdited(territory_id=territory.id, fields=tuple(sorted(changed))))
    return territory


MAX_CONTACT_POINTS = 50


@service(TerritoryAction.SET_CONTACT_POINTS)
def set_contact_points(
    *, actor: Actor, territory_id: UUID, points: Sequence[ContactPoint], expected_version: int | None = None
) -> Territory:
    """Replace the contact points of a territory, in this order.

    Raises Invalid for a point without any contact, or for too many.
    """
    territory = _lock_territory(actor, territory_id, TerritoryAction.SET_CONTACT_POINTS, expected_version)
    if len(points) > MAX_CONTACT_POINTS:
        raise Invalid.field(
            "/items", "too_many", _("At most %(most)d contact points.") % {"most": MAX_CONTACT_POINTS}
        )
    for place, point in enumerate(points):
        if not (point.phone or point.email or point.address_uk):
            pointer = f"/items/{place}/phone"
            raise Invalid.field(pointer, "blank", _("Give a phone number, an e-mail or an address."))
        point.territory, point.position = territory, place
    ContactPoint.objects.filter(territory=territory).delete()
    ContactPoint.objects.bulk_create(points)
    _save(territory)
    record(actor, TerritoryEdited(territory_id=territory.id, fields=("contact_points",)))
    return territory


def _lock_territory(
    actor: Actor, territory_id: UUID, action: TerritoryAction, expected_version: int | None
) -> Territory:
    territory = load(TerritoryPolicy(), actor, territory_id, action, lock=True)
    check_version(territory, expected_version)
    return territory


def _save(territory: Territory, *fields: str) -> None:
    save_new_version(territory, *fields)
