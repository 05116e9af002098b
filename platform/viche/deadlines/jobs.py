"""The tick of the deadlines."""

from viche.deadlines.engine import fire_due
from viche.kernel.jobs import job

SCHEDULE = {"deadlines.tick": 2.0}


@job("deadlines.tick", acts_as="deadlines.tick")
def tick() -> None:
    """Fire what is due. Two at once, or none for a day, do no harm: late is not lost, and never twice."""
    fire_due()
