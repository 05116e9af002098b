"""The ways out of the house: e-mail."""

from viche.kernel.jobs import job
from viche.notifications.mailing import send_waiting

SCHEDULE = {"notifications.send_emails": 3.0}


@job("notifications.send_emails", acts_as="notifications.mailer")
def send_emails() -> None:
    """Send the e-mails that are due."""
    send_waiting()
