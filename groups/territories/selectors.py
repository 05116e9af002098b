"""Selectors of territories."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from groups.common.collation import contains_words_q
from groups.territories.models import ContactPoint, Territory, TerritoryPopulation
from groups.territories.policies import TerritoryPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound

# From a settlement up to the country.
PARENTS_PATH = "parent__parent__parent__parent"


def list_territories_for(
    actor: Actor, *, coordinated: bool = False, words: str = "", inside: UUID | None = None
) -> QuerySet[Territory]:
    """Return territories with their parents and populations, newest year first.

    `coordinated` narrows them to those that `actor` coordinates, `words` to a name that contains them or a
    code that begins with them, `inside` to those inside one territory at any depth.
    """
    years = TerritoryPopulation.objects.order_by("-year")
    policy = TerritoryPolicy()
    rows = policy.coordinated_by(actor) if coordinated else policy.visible_to(actor)
    if words:
        rows = rows.filter(contains_words_q("name", words) | Q(code__startswith=words.upper()))
    if inside is not None:
        rows = rows.filter(_inside_q(actor, inside))
    return rows.select_related(PARENTS_PATH).prefetch_related(Prefetch("populations", queryset=years))


def _inside_q(actor: Actor, territory_id: UUID) -> Q:
    """Return the condition on territories inside another at any depth. Raises NotFound."""
    return Q(code__startswith=get_territory_for(actor, territory_id).prefix) & ~Q(pk=territory_id)


def get_territory_for(actor: Actor, territory_id: UUID) -> Territory:
    """Return one territory with everything that is presented of it. Raises NotFound."""
    points = ContactPoint.objects.order_by("position")
    rows = list_territories_for(actor).prefetch_related(Prefetch("contact_points", queryset=points))
    territory = rows.filter(pk=territory_id).first()
    if territory is None:
        raise NotFound
    return territory
