"""The ways out of the house: e-mail and what is pushed to browsers."""

from viche.kernel.jobs import job
from viche.notifications.mailing import send_waiting
from viche.notifications.pushing import forget_devices, push_waiting

SCHEDULE = {
    "notifications.send_emails": 3.0,
    "notifications.push": 3.0,
    "notifications.forget_devices": 60.0,
}


@job("notifications.send_emails", acts_as="notifications.mailer")
def send_emails() -> None:
    """Send the e-mails that are due."""
    send_waiting()


@job("notifications.push", acts_as="notifications.pusher")
def push() -> None:
    """Push the news that is due."""
    push_waiting()


@job("notifications.forget_devices", acts_as="notifications.pusher")
def forget_signed_out() -> None:
    """Delete the browsers in which nobody is signed in any more."""
    forget_devices()
