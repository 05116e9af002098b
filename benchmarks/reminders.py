"""Reminders that are all due at the same moment, dispatched by the engine as in its job.

What each arm writes, in the same table of reminders, durably, 1,000 rows per commit:

- *ours* (`fire_due`): claims and marks the row; records its event (whose fields need the item and the time
  zone of its group), its sequence number in the item's topic, and the outbox row for notifications;
- *bare*: the same rows by one hand-written statement in a loop on a bare connection: PostgreSQL's own cost;
- *two*, *bare two*: both of these in two threads at once, each with a connection of its own;
- *mark*: the same loop for a product that only needs the mark and one unique delivery row: no event, no
  sequence number, no outbox. Not a goal; its rate is measured once and reported;
- *task*: one Celery task for each reminder, in a real worker with Celery's defaults (a process per core),
  which writes the same as ours. Fewer reminders; the rate counts from the first event to the last.

Each item has two reminders (for its owner and for the facilitator of its group), as on the day after a due
day. After every run, the database is checked: each reminder must have fired once. The memory growth of the
process from the first runs of *ours* to the last is reported too.

*scan*: among a million pending reminders, the engine's query for the next thousand due and unlocked ones,
compared with the bare query on the index.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from celery import Celery
from django.db import connection, transaction

from benchmarks.arms import reminder_sql
from benchmarks.arms.pages import measure_interleaved, measure_statement, measure_statements
from benchmarks.community import make_community, make_thread
from benchmarks.lab import Lab, measure_resident_bytes
from benchmarks.measure import Metric, build_metric, compute_ratio, run_interleaved, spread
from tasks.models import Reminder
from viche.cli.cores import pin
from viche.cli.places import PYTHON, ROOT
from viche.cli.processes import Program, wait_until
from viche.config.environment import build_broker_url
from viche.deadlines.engine import BATCH, fire_due, list_due_rows
from viche.kernel.ids import uuid7
from viche.kernel.models import DueRow

NAME = "reminders"
PER_ITEM = 2
TASK_COUNT = 300  # for the arm with a task for each
TIMEOUT_SECONDS = 300.0  # seconds, including the start of the worker


def run(lab: Lab) -> Iterable[Metric]:
    many = lab.size(100_000, 2_000)
    few = lab.size(TASK_COUNT, 50)
    _make_items(many // PER_ITEM)
    log = lab.folder / "worker.log"
    ledger = _ReminderRun(log)
    with (
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as plain,
        _start_worker(lab, log) as sender,
    ):
        plain.prepare_threshold = 0
        plain.execute(reminder_sql.DELIVERIES)
        arms: dict[str, Callable[[], float]] = {
            "ours": lambda: ledger.rate(many, _run_engine, events=True),
            "bare": lambda: ledger.rate(
                many, lambda: _run_loop(plain, reminder_sql.CLAIM_AND_RECORD), events=True
            ),
            "two": lambda: ledger.rate(many, lambda: _run_in_two_threads(_run_engine), events=True),
            "bare_two": lambda: ledger.rate(many, lambda: _run_in_two_threads(_run_bare), events=True),
            "task": lambda: ledger.task_rate(few, sender),
        }
        arms["ours"]()
        before = measure_resident_bytes()
        found = run_interleaved(arms, lab.repetitions)
        growth = measure_resident_bytes() / before
        found["mark"] = [
            ledger.rate(many, lambda: _run_loop(plain, reminder_sql.CLAIM_AND_MARK), events=False)
        ]
        scan = _scan_metric(lab, many, plain)
    at = {"reminders": many, **{f"{name}_per_second": spread(rates)[0] for name, rates in found.items()}}
    for ours, arm, goal in (("ours", "bare", 0.6), ("two", "bare_two", 0.6), ("ours", "task", 60.0)):
        yield build_metric(
            NAME, f"rate_vs_{arm}", compute_ratio(found[ours], found[arm]), at_least=goal, **at
        )
    yield scan
    yield build_metric(NAME, "memory_growth", (growth,) * 3, at_most=1.1, **at)
    wrong = float(ledger.wrong)
    yield build_metric(NAME, "not_once", (wrong, wrong, wrong), at_most=0, reminders=ledger.counted)


def _scan_metric(lab: Lab, many: int, plain: psycopg.Connection[Any]) -> Metric:
    """Return the metric of the query for due rows, among many pending and many fired ones."""
    days = lab.size(1_000_000, 2_000) * PER_ITEM // many
    plain.execute(reminder_sql.FILL_WAITING, {"days": days})
    with connection.cursor() as cursor:
        cursor.execute(reminder_sql.MAKE_DUE_AGAIN, {"batch": BATCH})
        cursor.execute("VACUUM ANALYZE tasks_reminder")
    by_hand = reminder_sql.LOCK_NEXT_DUE.replace("{batch}", str(BATCH))
    arms: dict[str, Callable[[], float]] = {
        "ours": lambda: measure_statements(_lock_next_due),
        "bare": lambda: measure_statement(plain, by_hand),
    }
    if len(_lock_next_due()) != len(plain.execute(by_hand).fetchall()):
        raise RuntimeError("Both should find what is due.")
    times = {
        name: [one.sql for one in found] for name, found in measure_interleaved(arms, lab.repetitions).items()
    }
    return build_metric(
        NAME,
        "scan_vs_index",
        compute_ratio(times["ours"], times["bare"]),
        at_most=1.2,
        waiting=days * many // PER_ITEM,
        **{f"{name}_ms": spread(found)[0] for name, found in times.items()},
    )


def _lock_next_due() -> list[DueRow]:
    with transaction.atomic():
        return list(list_due_rows(Reminder, None).select_for_update(skip_locked=True, of=("self",))[:BATCH])


# ---- what is due -------------------------------------------------------------------------------------------


def _make_items(count: int) -> None:
    """Create accepted items, overdue since yesterday, with their topics.

    In bulk, since a hundred thousand service calls would take an hour.
    """
    community = make_community(4)
    thread = make_thread(community)
    facts: dict[str, Any] = {
        "group": community.group.pk,
        "organisation": community.organisation.pk,
        "thread": thread.pk,
        "person": community.people[0].pk,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tasks_actionitem CASCADE")
        cursor.execute(reminder_sql.ITEMS, facts)
        cursor.execute(reminder_sql.TOPICS)
        cursor.execute("VACUUM ANALYZE tasks_actionitem, kernel_topic")


class _ReminderRun:
    """Makes reminders due, lets an arm dispatch them, and checks the results."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.wrong = 0
        self.counted = 0

    def rate(self, many: int, fire: Callable[[], object], *, events: bool) -> float:
        """Return reminders per second."""
        self._make_due(many)
        started = time.perf_counter()
        fire()
        elapsed = time.perf_counter() - started
        self._count(many, events)
        return many / elapsed

    def task_rate(self, few: int, sender: Celery) -> float:
        self._make_due(few)
        for pk in Reminder.objects.values_list("pk", flat=True):
            sender.send_task("benchmarks.remind", [str(pk)])
        if not wait_until(
            lambda: not self._ask(reminder_sql.COUNT_PENDING)[0], time.monotonic() + TIMEOUT_SECONDS
        ):
            raise TimeoutError(f"Not every reminder was fired. {(self._log.read_text())[-2000:]}")
        self._count(few, events=True)
        (seconds,) = self._ask(reminder_sql.DISPATCH_SECONDS)
        return (few - 1) / float(seconds)

    def _make_due(self, many: int) -> None:
        # Results of earlier runs are not needed, and their indexes would grow from run to run.
        with connection.cursor() as cursor:
            cursor.execute(reminder_sql.CLEAR)
            cursor.execute(reminder_sql.FILL_DUE, {"items": many // PER_ITEM})
            cursor.execute("ANALYZE tasks_reminder")

    def _count(self, many: int, events: bool) -> None:
        self.counted += many
        self.wrong += self._ask(reminder_sql.COUNT_PENDING)[0]
        total, distinct = self._ask(reminder_sql.COUNT_EVENTS if events else reminder_sql.COUNT_DELIVERED)
        self.wrong += abs(total - many) + abs(distinct - many)
        self.wrong += self._ask(reminder_sql.COUNT_GAPS)[0] if events else 0

    @staticmethod
    def _ask(question: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()


# ---- who fires ---------------------------------------------------------------------------------------------


def _run_engine() -> None:
    while fire_due():
        pass


def _run_bare() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as plain:
        plain.prepare_threshold = 0
        _run_loop(plain, reminder_sql.CLAIM_AND_RECORD)


def _run_in_two_threads(work: Callable[[], object]) -> None:
    def one(_number: int) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(one, range(2)))


def _run_loop(plain: psycopg.Connection[Any], statement: str) -> None:
    while True:
        known = {"ids": str(uuid7())[:-4]}
        claimed = plain.execute(statement.replace("{batch}", str(BATCH)), known).fetchone()
        if claimed is None or claimed[0] < BATCH:
            return


@contextmanager
def _start_worker(lab: Lab, log: Path) -> Iterator[Celery]:
    """Start a worker for the tasks, and yield a client that sends them."""
    command = [
        PYTHON,
        "-m",
        "celery",
        "-A",
        "benchmarks.arms.celery_reminders",
        "worker",
        "--loglevel",
        "INFO",
    ]
    child = lab.crew.start(
        Program("bench-worker", command, log=log, environment=dict(os.environ), folder=ROOT, grace=5.0)
    )
    pin(lab.server_cores | lab.other_cores, child.process.pid)  # nothing else runs meanwhile
    sender = Celery(broker=build_broker_url(os.environ["REDIS_URL"], 1))
    try:
        yield sender
    finally:
        sender.close()
        lab.crew.stop(child)
