"""Periodic jobs that deliver e-mail and push notifications."""

from viche.kernel.jobs import register_job
from viche.notifications.mail_runner import send_waiting
from viche.notifications.push_runner import delete_stale_devices, push_waiting

SCHEDULE = {
    "notifications.send_emails": 3.0,
    "notifications.push": 3.0,
    "notifications.forget_devices": 60.0,
}


@register_job("notifications.send_emails", acts_as="notifications.mailer")
def send_emails() -> None:
    """Send due e-mails."""
    send_waiting()


@register_job("notifications.push", acts_as="notifications.pusher")
def push_news() -> None:
    """Send due push notifications."""
    push_waiting()


@register_job("notifications.forget_devices", acts_as="notifications.pusher")
def prune_devices() -> None:
    """Delete push subscriptions without a live session."""
    delete_stale_devices()
