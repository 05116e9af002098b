"""Housekeeping of accounts, and their letters."""

from django.core.mail import get_connection

from viche.accounts.approvals.services import lapse_approvals
from viche.accounts.services.attempts import forget_attempts
from viche.accounts.services.demands import settle_factors
from viche.accounts.services.letters import forget_letters, send_next_letter
from viche.accounts.services.sessions import forget_ended_sessions
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {
    "accounts.forget_sessions": 3600.0,
    "accounts.lapse_approvals": 3600.0,
    "accounts.send_letters": 2.0,
    "accounts.settle_factors": 300.0,
}
MOST_AT_ONCE = 200


@job("accounts.forget_sessions", acts_as="accounts.housekeeping")
def forget_sessions() -> None:
    """Delete sessions and counters that are over. They mean nothing already."""
    actor = Actor.for_system("accounts.housekeeping")
    forget_ended_sessions(actor=actor)
    forget_attempts(actor=actor)
    forget_letters(actor=actor)


@job("accounts.send_letters", acts_as="accounts.mailer")
def send_letters() -> None:
    """Send letters about accounts and those of other rooms: they wait for no other mail."""
    actor, connection = Actor.for_system("accounts.mailer"), get_connection()
    try:
        for _number in range(MOST_AT_ONCE):
            letter = send_next_letter(actor=actor, connection=connection)
            if letter is None or (letter.attempts and letter.sent_at is None and letter.next_try_at):
                break  # none is due, or the mail server is away
    finally:
        connection.close()


@job("accounts.settle_factors", acts_as="accounts.housekeeping")
def settle_all_factors() -> None:
    """Note anew who lacks which second factor: roles begin and end by time."""
    settle_factors(actor=Actor.for_system("accounts.housekeeping"), person_ids=None)


@job("accounts.lapse_approvals", acts_as="accounts.housekeeping")
def lapse_waiting_approvals() -> None:
    """End requests for a second person that nobody decided in their term."""
    lapse_approvals(actor=Actor.for_system("accounts.housekeeping"))
