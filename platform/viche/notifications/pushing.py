"""The round of what is pushed."""

from __future__ import annotations

from datetime import timedelta
from time import monotonic

from viche.kernel.actor import Actor
from viche.notifications.services.devices import forget_signed_out_browsers
from viche.notifications.services.pushing import push_next_news

ACTOR = Actor.for_system("notifications.pusher")
BUDGET = timedelta(seconds=20)


def push_waiting(budget: timedelta = BUDGET) -> int:
    """Push until nothing is due or `budget` is used up; returns for how many people, some maybe twice.

    One push service that is away does not hold up the others: what it failed to take is due later.
    """
    start, done = monotonic(), 0
    while monotonic() < start + budget.total_seconds() and push_next_news(actor=ACTOR):
        done += 1
    return done


def forget_devices() -> None:
    forget_signed_out_browsers(actor=ACTOR)
