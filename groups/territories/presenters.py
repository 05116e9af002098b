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
from viche.kernel.text import bilingual_of


def show_territories(rows: Sequence[Territory], actor: Actor) -> list[schemas.TerritoryOut]:
    """Return a page of territories as one reader sees them. Needs populations and parents loaded."""
    allowed = TerritoryPolicy().allowed_in(actor, rows)
    return [_show_territory(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _show_territory(row: Territory, allowed: list[str]) -> schemas.TerritoryOut:
    return {
        "id": row.id,
        "code": row.code,
        "name": bilingual_of(row, "name"),
        "level": cast("LevelName", row.level),
        "parent_id": row.parent_id,
        "above": [common_presenters.show_territory_ref(one) for one in row.above],
        "latitude": None if row.latitude is None else float(row.latitude),
        "longitude": None if row.longitude is None else float(row.longitude),
        "populations": [{"year": one.year, "count": one.count} for one in row.populations.all()],
        "allowed": allowed,
        "version": row.version,
    }


def show_territory_details(row: Territory, actor: Actor) -> schemas.TerritoryDetails:
    """Return one territory with its contact points. Needs these loaded."""
    (out,) = show_territories([row], actor)
    return {**out, "contact_points": [_show_contact_point(one) for one in row.contact_points.all()]}


def _show_contact_point(row: ContactPoint) -> schemas.ContactPointOut:
    return {
        "kind": cast("schemas.ContactKindName", row.kind),
        "name": bilingual_of(row, "name"),
        "phone": row.phone,
        "email": row.email,
        "address": bilingual_of(row, "address"),
    }
