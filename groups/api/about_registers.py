"""From rows to the shapes of territories, organisations and offices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from groups.api import present, register_shapes as shapes
from groups.api.shapes import LevelName
from groups.models import (
    ContactPoint,
    Office,
    Organisation,
    OrganisationAdministrator,
    Territory,
    WithdrawnMark,
)
from groups.policies import OfficePolicy, OrganisationPolicy, TerritoryPolicy, runs_the_system
from viche.kernel.actor import Actor
from viche.kernel.text import both


def territories(rows: Sequence[Territory], actor: Actor) -> list[shapes.TerritoryOut]:
    """A page of territories as one reader sees them. Needs their populations and what they lie in loaded."""
    allowed = TerritoryPolicy().allowed_in(actor, rows)
    return [_territory(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _territory(row: Territory, allowed: list[str]) -> shapes.TerritoryOut:
    return {
        "id": row.id,
        "code": row.code,
        "name": both(row, "name"),
        "level": cast("LevelName", row.level),
        "parent_id": row.parent_id,
        "above": [present.territory_ref(one) for one in row.above],
        "latitude": None if row.latitude is None else float(row.latitude),
        "longitude": None if row.longitude is None else float(row.longitude),
        "populations": [{"year": one.year, "count": one.count} for one in row.populations.all()],
        "allowed": allowed,
        "version": row.version,
    }


def territory_details(row: Territory, actor: Actor) -> shapes.TerritoryDetails:
    """The same of one, with where one turns there. Needs its contact points loaded."""
    (out,) = territories([row], actor)
    return {**out, "contact_points": [_contact_point(one) for one in row.contact_points.all()]}


def _contact_point(row: ContactPoint) -> shapes.ContactPointOut:
    return {
        "kind": cast("shapes.ContactKindName", row.kind),
        "name": both(row, "name"),
        "phone": row.phone,
        "email": row.email,
        "address": both(row, "address"),
    }


def organisations(rows: Sequence[Organisation], actor: Actor) -> list[shapes.OrganisationOut]:
    """A page of organisations as one reader sees them. Needs what they refer to loaded."""
    allowed = OrganisationPolicy().allowed_in(actor, rows)
    return [_organisation(row, steps) for row, steps in zip(rows, allowed, strict=True)]


def _organisation(row: Organisation, allowed: list[str]) -> shapes.OrganisationOut:
    return {
        **present.organisation(row),
        "parent": present.organisation(row.parent) if row.parent else None,
        "territories": [present.territory_ref(one) for one in row.territories.all()],
        "phone": row.phone,
        "email": row.email,
        "website": row.website,
        "address": both(row, "address"),
        "verified_at": row.verified_at,
        "verified_by": present.person(row.verified_by) if row.verified_by else None,
        "verified_document": row.verified_document,
        "allowed": allowed,
        "version": row.version,
    }


def withdrawn_mark(row: WithdrawnMark) -> shapes.WithdrawnMarkOut:
    return {
        "id": row.id,
        "document": row.document,
        "verified_at": row.verified_at,
        "verified_by": present.person(row.verified_by) if row.verified_by else None,
        "withdrawn_at": row.withdrawn_at,
        "withdrawn_by": present.person(row.withdrawn_by) if row.withdrawn_by else None,
        "reason": row.reason,
    }


def administrator(row: OrganisationAdministrator) -> shapes.OrganisationAdministratorOut:
    return {
        "id": row.id,
        "person": present.person(row.person),
        "document": row.document,
        "since": row.since,
        "until": row.until,
        "named_by": present.person(row.named_by) if row.named_by else None,
        "end_reason": row.end_reason,
    }


def offices(rows: Sequence[Office], actor: Actor) -> list[shapes.OfficeOut]:
    """A page of offices as one reader sees them: why one has ended is said to administrators."""
    allowed, tells = OfficePolicy().allowed_in(actor, rows), runs_the_system(actor)
    return [_office(row, steps, tells) for row, steps in zip(rows, allowed, strict=True)]


def _office(row: Office, allowed: list[str], tells: bool) -> shapes.OfficeOut:
    return {
        "id": row.id,
        "kind": cast("shapes.OfficeKindName", row.kind),
        "person": present.person(row.person),
        "territory": present.territory_ref(row.territory),
        "document": row.document,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "end_reason": row.end_reason if tells else "",
        "allowed": allowed,
    }
