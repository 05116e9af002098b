"""Territories that the reader may see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from groups.models import (
    Territory,
    TerritoryPopulation,
)
from groups.policies import (
    TerritoryAction,
    TerritoryPolicy,
)
from viche.kernel.actor import Actor
from viche.kernel.policy import load


def territories_for(actor: Actor, *, coordinated: bool = False) -> QuerySet[Territory]:
    """Territories with their populations, newest year first; or those alone that `actor` coordinates."""
    years = TerritoryPopulation.objects.order_by("-year")
    policy = TerritoryPolicy()
    rows = policy.coordinated_by(actor) if coordinated else policy.visible_to(actor)
    return rows.prefetch_related(Prefetch("populations", queryset=years))


def get_territory_for(actor: Actor, territory_id: UUID) -> Territory:
    """One territory. Raises NotFound."""
    return load(TerritoryPolicy(), actor, territory_id, TerritoryAction.READ)
