"""Numbers of dossiers, given when their group may know of them."""

from __future__ import annotations

from django.db.models import Max, Q

from groups.models import InitiativeGroup
from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER, Dossier
from viche.kernel.clock import now, today


def assign_number(dossier: Dossier) -> None:
    """Give a dossier the next number of its register and year, and note since when it is known.

    Dossiers for their participants alone have a series of their own. The lock on the register serialises
    concurrent requests.
    """
    register = InitiativeGroup.objects.select_for_update(no_key=True).get(pk=dossier.register_id)
    is_shared = dossier.is_shared_with_group
    series = Q(number__lt=FIRST_RESTRICTED_NUMBER) if is_shared else Q(number__gte=FIRST_RESTRICTED_NUMBER)
    year = today(register.time_zone).year
    taken = Dossier.objects.filter(series, register=register, year=year)
    last = taken.aggregate(last=Max("number"))["last"]
    dossier.year = year
    dossier.number = (last or (0 if is_shared else FIRST_RESTRICTED_NUMBER - 1)) + 1
    dossier.known_at = now()
