"""Housekeeping of accounts."""

from viche.accounts.services.sessions import forget_ended_sessions
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"accounts.forget_sessions": 3600.0}


@job("accounts.forget_sessions", acts_as="accounts.housekeeping")
def forget_sessions() -> None:
    """Delete sessions that expired. They open nothing already."""
    forget_ended_sessions(actor=Actor.for_system("accounts.housekeeping"))
