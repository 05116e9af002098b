"""Periodic job of the deadlines engine."""

from viche.deadlines.engine import fire_due
from viche.kernel.jobs import register_job

SCHEDULE = {"deadlines.tick": 2.0}


@register_job("deadlines.tick", acts_as="deadlines.tick")
def tick() -> None:
    """Fire what is due.

    Safe to run twice at once, or not at all for a day: late, but never lost or doubled.
    """
    fire_due()
