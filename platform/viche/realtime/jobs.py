"""Housekeeping of the room."""

from viche.kernel.actor import Actor
from viche.kernel.jobs import job
from viche.realtime.tickets import forget_tickets

SCHEDULE = {"realtime.forget_tickets": 600.0}


@job("realtime.forget_tickets", acts_as="realtime.housekeeping")
def forget_unused_tickets() -> None:
    """Delete tickets that nobody used in time."""
    forget_tickets(actor=Actor.for_system("realtime.housekeeping"))
