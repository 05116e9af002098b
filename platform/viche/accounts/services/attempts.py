"""Count attempts before they are evaluated, so that concurrency gains no attempts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.db.models import F

from viche.accounts.login_throttling import Counter
from viche.accounts.models import Attempts
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import TooMany
from viche.kernel.services import Reason, service

TAKE_ATTEMPT = """
    INSERT INTO accounts_attempts AS known (key, count, until) VALUES (%(key)s, 1, %(until)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.until <= %(now)s THEN 1 ELSE known.count + 1 END,
        until = CASE WHEN known.until <= %(now)s THEN excluded.until ELSE known.until END
    RETURNING count, until
"""


@service(Reason.SYSTEM, whole=False)
def take_attempt(*, actor: Actor, counters: Sequence[Counter]) -> None:
    """Count an attempt, committed on its own, so that a later rollback cannot undo it.

    Raises TooMany, with the seconds until the window ends, when any of the counters exceeds its limit.
    """
    at = now()
    for counter in counters:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_ATTEMPT, {"key": counter.key, "now": at, "until": at + counter.limit.window})
            count, until = cursor.fetchone()
        if count > counter.limit.most:
            raise TooMany(retry_after=max(1, round((until - at).total_seconds())))


@service(Reason.SYSTEM)
def give_back_attempt(*, actor: Actor, counters: Sequence[Counter]) -> None:
    """Uncount a successful attempt; earlier failed ones still count."""
    keys = sorted(counter.key for counter in counters)
    Attempts.objects.filter(key__in=keys, count__gt=0).update(count=F("count") - 1)


@service(Reason.SYSTEM)
def delete_expired_attempts(*, actor: Actor) -> int:
    """Delete counters whose window is over; return how many."""
    forgotten, _by_model = Attempts.objects.filter(until__lt=now()).delete()
    return forgotten
