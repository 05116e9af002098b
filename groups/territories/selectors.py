"""Territories that the reader may see, and who holds an office there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from groups.common.collation import holding_words
from groups.territories.models import ContactPoint, Territory, TerritoryPopulation
from groups.territories.policies import TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound

# From a settlement up to the country.
ABOVE = "parent__parent__parent__parent"


def territories_for(
    actor: Actor, *, coordinated: bool = False, words: str = "", inside: UUID | None = None
) -> QuerySet[Territory]:
    """Territories with what they lie in and their populations, newest year first.

    `coordinated` leaves those that `actor` coordinates, `words` those whose name holds them or whose code
    begins with them, `inside` those at any depth in one territory.
    """
    years = TerritoryPopulation.objects.order_by("-year")
    policy = TerritoryPolicy()
    rows = policy.coordinated_by(actor) if coordinated else policy.visible_to(actor)
    if words:
        rows = rows.filter(holding_words("name", words) | Q(code__startswith=words.upper()))
    if inside is not None:
        rows = rows.filter(_inside(actor, inside))
    return rows.select_related(ABOVE).prefetch_related(Prefetch("populations", queryset=years))


def _inside(actor: Actor, territory_id: UUID) -> Q:
    """Raises NotFound."""
    return Q(code__startswith=get_territory_for(actor, territory_id).prefix) & ~Q(pk=territory_id)


def get_territory_for(actor: Actor, territory_id: UUID) -> Territory:
    """One territory with all that is told of it. Raises NotFound."""
    points = ContactPoint.objects.order_by("position")
    rows = territories_for(actor).prefetch_related(Prefetch("contact_points", queryset=points))
    territory = rows.filter(pk=territory_id).first()
    if territory is None:
        raise NotFound
    return territory
