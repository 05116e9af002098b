"""Delivery of the outbox: each row is claimed by one worker, delivered and deleted.

A failed delivery is retried with exponential backoff, a postponed one at the time that its subscriber named.
"""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta

from viche.kernel.clock import now
from viche.kernel.events.subscribers import SUBSCRIBERS
from viche.kernel.events.unit_of_work import open_unit_of_work
from viche.kernel.models import OutboxEntry

logger = logging.getLogger(__name__)

BATCH_SIZE = 200
MAX_DELAY = timedelta(minutes=10)


def drain_outbox(budget: int = 50) -> int:
    """Deliver up to `budget` batches and return how many rows were taken.

    Safe in several workers at once.
    """
    taken = 0
    for _round in range(budget):
        batch = _drain_batch()
        taken += batch
        if batch < BATCH_SIZE:
            break
    return taken


def _drain_batch() -> int:
    with open_unit_of_work():
        due = OutboxEntry.objects.filter(next_try_at__lte=now()).order_by("next_try_at", "id")
        # Only the outbox rows are locked, not the events.
        entries = list(
            due.select_for_update(skip_locked=True, of=("self",)).select_related("event")[:BATCH_SIZE]
        )
        done = [entry.pk for entry in entries if _deliver(entry)]
        OutboxEntry.objects.filter(pk__in=done).delete()
    return len(entries)


def _deliver(entry: OutboxEntry) -> bool:
    subscriber = SUBSCRIBERS.get(entry.subscriber)
    if subscriber is None:
        # The subscriber was removed in a newer version, so the row is obsolete.
        logger.warning("outbox_subscriber_gone", extra={"subscriber": entry.subscriber})
        return True
    if (due := subscriber.find_due(entry.event)) > now():
        _postpone(entry, due)
        return False
    try:
        with open_unit_of_work():
            subscriber.handle(entry.event)
    except Exception:
        logger.exception(
            "outbox_delivery_failed", extra={"subscriber": entry.subscriber, "event": entry.event_id}
        )
        entry.attempts += 1
        _postpone(entry, now() + _get_delay(entry.attempts))
        return False
    return True


def _postpone(entry: OutboxEntry, until: datetime) -> None:
    entry.next_try_at = until
    entry.save(update_fields=["attempts", "next_try_at"])


def _get_delay(attempts: int) -> timedelta:
    """Return an exponential backoff with 20 % jitter, so that retries do not coincide."""
    delay = min(timedelta(seconds=2**attempts), MAX_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret
