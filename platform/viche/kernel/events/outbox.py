"""Deliver what waits in the outbox: each row once, by whichever worker claims it."""

from __future__ import annotations

import logging
import random
from datetime import timedelta

from viche.kernel.clock import now
from viche.kernel.events.subscribers import SUBSCRIBERS
from viche.kernel.events.unit import unit
from viche.kernel.models import OutboxEntry

logger = logging.getLogger(__name__)

BATCH = 200
LONGEST_DELAY = timedelta(minutes=10)


def drain_outbox(budget: int = 50) -> int:
    """Deliver up to `budget` batches; returns how many rows were taken. Several workers may do it at once."""
    taken = 0
    for _round in range(budget):
        batch = _drain_batch()
        taken += batch
        if batch < BATCH:
            break
    return taken


def _drain_batch() -> int:
    with unit():
        due = OutboxEntry.objects.filter(next_try_at__lte=now()).order_by("next_try_at", "id")
        # The event is locked for nobody: rows of the outbox alone are claimed.
        entries = list(due.select_for_update(skip_locked=True, of=("self",)).select_related("event")[:BATCH])
        done = [entry.pk for entry in entries if _delivered(entry)]
        OutboxEntry.objects.filter(pk__in=done).delete()
    return len(entries)


def _delivered(entry: OutboxEntry) -> bool:
    subscriber = SUBSCRIBERS.get(entry.subscriber)
    if subscriber is None:
        # The subscriber was removed in a newer version: nobody waits for it any more.
        logger.warning("outbox_subscriber_gone", extra={"subscriber": entry.subscriber})
        return True
    try:
        with unit():
            subscriber.handle(entry.event)
    except Exception:
        logger.exception(
            "outbox_delivery_failed", extra={"subscriber": entry.subscriber, "event": entry.event_id}
        )
        _postpone(entry)
        return False
    return True


def _postpone(entry: OutboxEntry) -> None:
    entry.attempts += 1
    delay = min(timedelta(seconds=2**entry.attempts), LONGEST_DELAY)
    entry.next_try_at = now() + delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
    entry.save(update_fields=["attempts", "next_try_at"])
