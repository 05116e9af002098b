"""Baseline for reminders: one Celery task for each reminder, in a worker of its own.

A task does for one row what the product does for a thousand: claims it, records the event with its sequence
number and outbox row, and marks it. Settings that the product chose for safety and that would slow the task
are at Celery's defaults: late acknowledgement, prefetching, and a new database connection for every task.
"""

from __future__ import annotations

from uuid import UUID

import django

django.setup()  # the worker imports this module before it sets Django up

from tasks.models import UNFINISHED_STATES, Reminder  # noqa: E402
from tasks.reminders.events import ReminderDue  # noqa: E402 - needs Django
from viche.config.celery import app  # noqa: E402
from viche.kernel.actor import Actor  # noqa: E402
from viche.kernel.clock import now, today  # noqa: E402
from viche.kernel.events import open_unit_of_work, record  # noqa: E402

ACTOR = Actor.for_system("benchmarks")
app.conf.update(task_acks_late=False, task_reject_on_worker_lost=False, worker_prefetch_multiplier=4)
app.conf["CELERY_DB_REUSE_MAX"] = 1_000_000


@app.task(name="benchmarks.remind")
def remind(reminder_id: str) -> None:
    rows = Reminder.objects.select_for_update(of=("self",)).select_related("action__group")
    with open_unit_of_work():
        row = rows.filter(pk=UUID(reminder_id), fired_at=None).first()
        if row is None:
            return
        item = row.action
        if row.acknowledged_at is None and item.state in UNFINISHED_STATES:
            record(
                ACTOR,
                ReminderDue(
                    action_id=item.pk,
                    reminder_id=row.pk,
                    rule=row.rule,
                    audience=row.audience,
                    group_id=item.group_id,
                    due_on=item.due_on,
                    days=(item.due_on - today(item.group.time_zone)).days,
                ),
            )
        row.fired_at = now()
        row.save(update_fields=["fired_at"])
