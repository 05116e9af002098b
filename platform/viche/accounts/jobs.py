"""Housekeeping of accounts."""

from viche.accounts.services.attempts import forget_attempts
from viche.accounts.services.sessions import forget_ended_sessions
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"accounts.forget_sessions": 3600.0}


@job("accounts.forget_sessions", acts_as="accounts.housekeeping")
def forget_sessions() -> None:
    """Delete sessions and counters that are over. They mean nothing already."""
    actor = Actor.for_system("accounts.housekeeping")
    forget_ended_sessions(actor=actor)
    forget_attempts(actor=actor)
