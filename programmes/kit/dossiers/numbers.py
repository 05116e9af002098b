"""Numbers of dossiers, and of what they hold, in the register and year of a group."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet

from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER, Dossier
from viche.kernel.clock import now, today

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('programmes.numbers', 0) # hashtextextended(%s, 0))"


def find_next_number(numbered: QuerySet[Any], register_id: UUID, year: int, *, is_shared: bool) -> int:
    """Return the next number among some rows in a register and year.

    What is for participants alone has a series of its own. A lock serialises concurrent requests. It is not
    that of the group's row: a change of seats locks that first, and then the dossiers.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(register_id)])
    first = 1 if is_shared else FIRST_RESTRICTED_NUMBER
    series = Q(number__lt=FIRST_RESTRICTED_NUMBER) if is_shared else Q(number__gte=first)
    last = numbered.filter(series, register=register_id, year=year).aggregate(last=Max("number"))["last"]
    return first if last is None else last + 1


def assign_number(dossier: Dossier) -> None:
    """Give a dossier the next number of its register and year, and note since when it is known."""
    dossier.year, dossier.known_at = today(dossier.register.time_zone).year, now()
    dossier.number = find_next_number(
        Dossier.objects.all(), dossier.register_id, dossier.year, is_shared=dossier.is_shared_with_group
    )
