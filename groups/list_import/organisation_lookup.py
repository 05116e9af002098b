"""Lookup of the organisations that a list names."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q

from groups.common.collation import same_spelling_q
from groups.initiative_groups.models import InitiativeGroup
from groups.list_import.normalisation import normalise_spelling
from groups.organisations.models import Organisation
from groups.organisations.policies import OrganisationPolicy, get_codes_by_organisation
from groups.territories.models import PREFIX_LENGTHS, TerritoryLevel
from viche.kernel.actor import Actor

NAME_FIELDS = ("name_uk", "name_en", "short_name_uk", "short_name_en")
HROMADA_PREFIX_LENGTH = PREFIX_LENGTHS[TerritoryLevel.HROMADA]


def find_organisations_by_name(
    actor: Actor, group: InitiativeGroup, names: set[str]
) -> dict[str, list[Organisation]]:
    """Return organisations by normalised name, full or short, in either language.

    Of several with one name, those near the group. Runs as many queries for many names as for one.
    """
    register = _load_by_name(actor, names)
    ids = [one.pk for found in register.values() for one in found]
    prefix = group.territory.prefix[:HROMADA_PREFIX_LENGTH]
    near = {
        pk
        for pk, codes in get_codes_by_organisation(ids).items()
        if any(one.startswith(prefix) for one in codes)
    }
    return {
        name: ([one for one in found if one.pk in near] or found) if len(found) > 1 else found
        for name, found in register.items()
    }


def _load_by_name(actor: Actor, wanted: set[str]) -> dict[str, list[Organisation]]:
    """Load the organisations with some names: all of the country would be too many."""
    known: dict[str, list[Organisation]] = defaultdict(list)
    of_such_names = (
        reduce(or_, (same_spelling_q(field, wanted) for field in NAME_FIELDS)) if wanted else Q(pk=None)
    )
    for one in OrganisationPolicy().visible_to(actor).filter(of_such_names).order_by("id"):
        for name in {normalise_spelling(getattr(one, field)) for field in NAME_FIELDS} & wanted:
            known[name].append(one)
    return known
