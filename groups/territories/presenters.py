"""Presenters of territories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.common import presenters as common_presenters
from groups.common.schemas import LevelName
from groups.territories import schemas
from groups.territories.models import ContactPoint, Territory
from groups.territories.policies import TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.text import both


def territories(rows: Sequence[Territory], actor: Actor) -> list[schemas.TerritoryOut]:
    """A page of territories as one reader sees them. Needs their populations and what they lie in loaded."""
    allowed = TerritoryPolicy().allowed_in(actor, rows)
    return [_territory(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _territory(row: Territory, allowed: list[str]) -> schemas.TerritoryOut:
    return {
        "id": row.id,
        "code": row.code,
        "name": both(row, "name"),
        "level": cast("LevelName", row.level),
        "parent_id": row.parent_id,
        "above": [common_presenters.territory_ref(one) for one in row.above],
        "latitude": None if row.latitude is None else float(row.latitude),
        "longitude": None if row.longitude is None else float(row.longitude),
        "populations": [{"year": one.year, "count": one.count} for one in row.populations.all()],
        "allowed": allowed,
        "version": row.version,
    }


def territory_details(row: Territory, actor: Actor) -> schemas.TerritoryDetails:
    """The same of one, with where one turns there. Needs its contact points loaded."""
    (out,) = territories([row], actor)
    return {**out, "contact_points": [_contact_point(one) for one in row.contact_points.all()]}


def _contact_point(row: ContactPoint) -> schemas.ContactPointOut:
    return {
        "kind": cast("schemas.ContactKindName", row.kind),
        "name": both(row, "name"),
        "phone": row.phone,
        "email": row.email,
        "address": both(row, "address"),
    }
