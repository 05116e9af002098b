"""Periodic jobs of accounts: housekeeping, and sending letters."""

from django.core.mail import get_connection

from viche.accounts.approvals.services import lapse_approvals
from viche.accounts.services.attempts import delete_expired_attempts
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.accounts.services.letters import delete_old_letters, send_next_letter
from viche.accounts.services.sessions import prune_ended_sessions
from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job

SCHEDULE = {
    "accounts.forget_sessions": 3600.0,
    "accounts.lapse_approvals": 3600.0,
    "accounts.send_letters": 2.0,
    "accounts.settle_factors": 300.0,
}
MAX_LETTERS_PER_RUN = 200


@register_job("accounts.forget_sessions", acts_as="accounts.housekeeping")
def prune_sessions() -> None:
    """Delete expired sessions, attempt counters and old letters."""
    actor = Actor.for_system("accounts.housekeeping")
    prune_ended_sessions(actor=actor)
    delete_expired_attempts(actor=actor)
    delete_old_letters(actor=actor)


@register_job("accounts.send_letters", acts_as="accounts.mailer")
def send_letters() -> None:
    """Send due letters, about accounts and of other apps, independently of notification mail."""
    actor, connection = Actor.for_system("accounts.mailer"), get_connection()
    try:
        for _number in range(MAX_LETTERS_PER_RUN):
            letter = send_next_letter(actor=actor, connection=connection)
            if letter is None or (letter.attempts and letter.sent_at is None and letter.next_try_at):
                break  # none is due, or the mail server is unavailable
    finally:
        connection.close()


@register_job("accounts.settle_factors", acts_as="accounts.housekeeping")
def refresh_all_factor_due_dates() -> None:
    """Recompute which second factors are missing, since roles begin and end by time."""
    refresh_factor_due_dates(actor=Actor.for_system("accounts.housekeeping"), person_ids=None)


@register_job("accounts.lapse_approvals", acts_as="accounts.housekeeping")
def lapse_waiting_approvals() -> None:
    """Expire approval requests that were not decided in their term."""
    lapse_approvals(actor=Actor.for_system("accounts.housekeeping"))
