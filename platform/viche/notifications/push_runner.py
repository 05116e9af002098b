"""Loop that drains the push queue."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from viche.kernel.actor import Actor
from viche.notifications.services.devices import delete_stale_subscriptions
from viche.notifications.services.push_delivery import push_next_news

ACTOR = Actor.for_system("notifications.pusher")
BUDGET = timedelta(seconds=20)


def push_waiting(budget: timedelta = BUDGET) -> int:
    """Push until nothing is due or `budget` is used up; return for how many people, possibly repeated.

    A push service that is unavailable does not delay the others: its messages are due later.
    """
    start, done = monotonic(), 0
    while monotonic() < start + budget.total_seconds() and push_next_news(actor=ACTOR):
        done += 1
    return done


def delete_stale_devices() -> None:
    delete_stale_subscriptions(actor=ACTOR)
