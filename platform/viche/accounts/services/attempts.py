"""Counting tries, before what was tried is looked at: many at once get no more than one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from viche.accounts.attempts import Counter
from viche.accounts.models import Attempts
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import TooMany
from viche.kernel.services import Reason, service

TAKE = """
    INSERT INTO accounts_attempts AS known (key, count, until) VALUES (%(key)s, 1, %(until)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.until <= %(now)s THEN 1 ELSE known.count + 1 END,
        until = CASE WHEN known.until <= %(now)s THEN excluded.until ELSE known.until END
    RETURNING count, until
"""


@service(Reason.SYSTEM, whole=False)
def take_attempt(*, actor: Actor, counters: Sequence[Counter]) -> None:
    """Count a try. It is committed by itself, so that what follows cannot undo it.

    Raises TooMany, with the seconds until the window ends, when it is one too many for any of the counters.
    """
    at = now()
    for counter in counters:
        with connection.cursor() as cursor:
            cursor.execute(TAKE, {"key": counter.key, "now": at, "until": at + counter.limit.window})
            count, until = cursor.fetchone()
        if count > counter.limit.most:
            raise TooMany(retry_after=max(1, round((until - at).total_seconds())))


@service(Reason.SYSTEM)
def give_back_attempt(*, actor: Actor, counters: Sequence[Counter]) -> None:
    """The try was right: it counts against nobody. Earlier ones still do."""
    keys = sorted(counter.key for counter in counters)
    Attempts.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


@service(Reason.SYSTEM)
def forget_attempts(*, actor: Actor) -> int:
    """Delete counters whose window is over; returns how many."""
    forgotten, _by_model = Attempts.objects.filter(until__lt=now()).delete()
    return forgotten
