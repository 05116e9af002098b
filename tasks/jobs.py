"""What this room does by itself."""

from tasks.external_assignees.services import forget_contacts
from tasks.reminders.rules import plan_some_anew
from viche.kernel.actor import Actor
from viche.kernel.jobs import job

SCHEDULE = {"tasks.plan_anew": 10.0, "tasks.forget_contacts": 3600.0}
MOST_TURNS = 50


@job("tasks.plan_anew", acts_as="tasks.planner")
def plan_anew() -> None:
    """Plan anew what follows rules that have changed, some at a time; the next tick goes on."""
    for _turn in range(MOST_TURNS):
        if not plan_some_anew(actor=Actor.for_system("tasks.planner")):
            break


@job("tasks.forget_contacts", acts_as="tasks.housekeeping")
def forget_idle_contacts() -> None:
    """Forget how bodies without an account are reached that have had nothing to do for a year."""
    forget_contacts(actor=Actor.for_system("tasks.housekeeping"))
