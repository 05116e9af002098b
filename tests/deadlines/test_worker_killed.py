"""A worker that is killed in the middle of a batch: what it did not commit, the next one does, once."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tasks.models import Reminder, ReminderAudience, ReminderRule
from tests.cast import a_world
from tests.realtime.valkey import Valkey
from tests.tasks.helpers import an_item
from tests.workers import Worker
from viche.kernel.clock import now
from viche.kernel.models import Event

MANY = 5_000  # five batches


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    valkey = Valkey(Path(tempfile.mkdtemp(prefix="viche-")))
    valkey.start()
    made = Worker(valkey.url)
    try:
        yield made
    finally:
        made.close()
        valkey.remove()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_reminder_is_recorded_once_though_workers_are_killed(worker: Worker) -> None:
    item = an_item(a_world("Тут"))
    start = now() - timedelta(hours=2)
    Reminder.objects.bulk_create(
        Reminder(
            action=item,
            rule=ReminderRule.CUSTOM,
            audience=ReminderAudience.OWNER,
            due_at=start + timedelta(seconds=number),
        )
        for number in range(MANY)
    )
    ours = Reminder.objects.filter(action=item, rule=ReminderRule.CUSTOM)
    recorded = Event.objects.filter(kind="tasks.reminder_due")

    worker.start()
    worker.tick("deadlines.tick", recorded.exists)
    worker.kill()  # another batch is under way
    worker.settle()
    survived = ours.exclude(fired_at=None).count()
    assert 0 < survived < MANY
    assert recorded.count() == survived

    worker.start()
    worker.tick("deadlines.tick", lambda: not ours.filter(fired_at=None).exists())
    times = Counter(recorded.values_list("data__reminder_id", flat=True))
    assert len(times) == MANY
    assert set(times.values()) == {1}
