"""Periodic jobs of action items."""

from tasks.external_assignees.services import forget_contacts
from tasks.reminders.rules import reschedule_changed_items
from viche.kernel.actor import Actor
from viche.kernel.jobs import register_job

SCHEDULE = {"tasks.plan_anew": 10.0, "tasks.forget_contacts": 3600.0}
MAX_BATCHES = 50


@register_job("tasks.plan_anew", acts_as="tasks.planner")
def reschedule_reminders() -> None:
    """Reschedule reminders whose rules have changed, in batches; the next run continues."""
    for _turn in range(MAX_BATCHES):
        if not reschedule_changed_items(actor=Actor.for_system("tasks.planner")):
            break


@register_job("tasks.forget_contacts", acts_as="tasks.housekeeping")
def forget_idle_contacts() -> None:
    """Delete the contact details of outside bodies that have had no work for a year."""
    forget_contacts(actor=Actor.for_system("tasks.housekeeping"))
