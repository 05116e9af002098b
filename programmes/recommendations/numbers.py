"""Numbers of recommendations, given when they are issued."""

from __future__ import annotations

from django.db.models import Max, Q

from groups.models import InitiativeGroup
from programmes.recommendations.models import FIRST_RESTRICTED_NUMBER, Recommendation


def find_next_number(row: Recommendation, year: int) -> int:
    """Return the next number in the register and year.

    Dossiers for their participants alone have a series of their own. The lock on the register serialises
    concurrent requests.
    """
    InitiativeGroup.objects.select_for_update(no_key=True).get(pk=row.register_id)
    is_shared = row.dossier.is_shared_with_group
    series = Q(number__lt=FIRST_RESTRICTED_NUMBER) if is_shared else Q(number__gte=FIRST_RESTRICTED_NUMBER)
    taken = Recommendation.objects.filter(series, register=row.register_id, year=year)
    last = taken.aggregate(last=Max("number"))["last"]
    return (last or (0 if is_shared else FIRST_RESTRICTED_NUMBER - 1)) + 1
