"""Background jobs of the realtime app."""

from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job
from viche.realtime.tickets import delete_expired_tickets

SCHEDULE = {"realtime.forget_tickets": 600.0}


@register_job("realtime.forget_tickets", acts_as="realtime.housekeeping")
def delete_unused_tickets() -> None:
    """Delete expired tickets."""
    delete_expired_tickets(actor=Actor.for_system("realtime.housekeeping"))
