"""The organisations that a list names."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups.common.collation import spelled_as
from groups.initiative_groups.models import InitiativeGroup
from groups.member_import.normalisation import folded
from groups.organisations.models import Organisation
from groups.organisations.policies import OrganisationPolicy, codes_of_all
from groups.territories.models import PREFIX, TerritoryLevel
from viche.kernel.actor import Actor

NAMES = ("name_uk", "name_en", "short_name_uk", "short_name_en")
HROMADA = PREFIX[TerritoryLevel.HROMADA]
AMBIGUOUS = _("Several organisations are called so. Write the full name.")
NOT_FOUND = _("There is no such organisation in the register. Write the name as it stands there.")


def organisations_called(
    actor: Actor, group: InitiativeGroup, names: set[str]
) -> dict[str, list[Organisation]]:
    """Those of some folded names, full or short, in either language; of several, those near a group. In as
    many queries for many as for one.
    """
    register = _register(actor, names)
    ids = [one.pk for found in register.values() for one in found]
    prefix = group.territory.prefix[:HROMADA]
    near = {pk for pk, codes in codes_of_all(ids).items() if any(one.startswith(prefix) for one in codes)}
    return {
        name: ([one for one in found if one.pk in near] or found) if len(found) > 1 else found
        for name, found in register.items()
    }


def _register(actor: Actor, wanted: set[str]) -> dict[str, list[Organisation]]:
    """The organisations of some names: those of the whole country are too many to be read for each list."""
    known: dict[str, list[Organisation]] = defaultdict(list)
    of_such_names = reduce(or_, (spelled_as(field, wanted) for field in NAMES)) if wanted else Q(pk=None)
    for one in OrganisationPolicy().visible_to(actor).filter(of_such_names).order_by("id"):
        for name in {folded(getattr(one, field)) for field in NAMES} & wanted:
            known[name].append(one)
    return known
