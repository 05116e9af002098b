"""Reminders: all of them due at the same moment, fired by the engine as its job does it.

What each arm writes, in the same table of reminders, durably, 1,000 rows to a commit:
- *ours* (`fire_due`): claims and marks the row; records its event (whose fields need the item and the time
  zone of its group), its number in the topic of the item, and the outbox row by which people are told;
- *bare*: the same rows by one hand-written statement on a bare connection, again and again: what PostgreSQL
  takes for them, without anything of ours;
- *two*, *bare two*: both of these by two at once, each with a connection of its own;
- *mark*: the same loop for a product that needs nothing but the mark and one unique delivery row: neither
  event nor number nor outbox. Not what ours is judged by; its rate, measured once, stands beside the others;
- *task*: one Celery task for each reminder, in a real worker with Celery's defaults (a process per core); it
  writes what ours writes. A smaller number, and its rate counts from the first event to the last.

Two reminders belong to each item (its owner and the facilitator of its group are told), as on the day after
a due day. After every run it is counted in the database that each reminder fired once. How much the process
grows from the first rounds of *ours* to the last stands beside.

*scan*: among a million that wait for their day, the question of the engine for the thousand that are due next
and held by nobody, beside the bare query of the index.
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

from benchmarks.arms import claims
from benchmarks.arms.pages import interleaved_times, timed, watched
from benchmarks.community import a_community, a_thread
from benchmarks.lab import Lab, resident
from benchmarks.measure import Metric, interleaved, metric, ratio, spread
from tasks.models import Reminder
from viche.cli.cores import pin
from viche.cli.places import PYTHON, ROOT
from viche.cli.processes import Program, wait_until
from viche.config.environment import broker
from viche.deadlines.engine import BATCH, fire_due, waiting_rows
from viche.kernel.ids import uuid7
from viche.kernel.models import DueRow

NAME = "reminders"
PER_ITEM = 2
FEW = 300  # for who needs a task for each
PATIENCE = 300.0  # seconds, with the start of the worker


def run(lab: Lab) -> Iterable[Metric]:
    many = lab.size(100_000, 2_000)
    few = lab.size(FEW, 50)
    _make_items(many // PER_ITEM)
    log = lab.folder / "worker.log"
    ledger = _Ledger(log)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as plain, _worker(lab, log) as sender:
        plain.prepare_threshold = 0
        plain.execute(claims.DELIVERIES)
        arms: dict[str, Callable[[], float]] = {
            "ours": lambda: ledger.rate(many, _engine, events=True),
            "bare": lambda: ledger.rate(many, lambda: _loop(plain, claims.BARE), events=True),
            "two": lambda: ledger.rate(many, lambda: _by_two(_engine), events=True),
            "bare_two": lambda: ledger.rate(many, lambda: _by_two(_bare), events=True),
            "task": lambda: ledger.task_rate(few, sender),
        }
        arms["ours"]()
        before = resident()
        found = interleaved(arms, lab.repetitions)
        growth = resident() / before
        found["mark"] = [ledger.rate(many, lambda: _loop(plain, claims.MARK), events=False)]
        scan = _scan(lab, many, plain)
    at = {"reminders": many, **{f"{name}_per_second": spread(rates)[0] for name, rates in found.items()}}
    for ours, arm, goal in (("ours", "bare", 0.6), ("two", "bare_two", 0.6), ("ours", "task", 60.0)):
        yield metric(NAME, f"rate_vs_{arm}", ratio(found[ours], found[arm]), at_least=goal, **at)
    yield scan
    yield metric(NAME, "memory_growth", (growth,) * 3, at_most=1.1, **at)
    wrong = float(ledger.wrong)
    yield metric(NAME, "not_once", (wrong, wrong, wrong), at_most=0, reminders=ledger.counted)


def _scan(lab: Lab, many: int, plain: psycopg.Connection[Any]) -> Metric:
    """What is due next, among so many that wait and with as many that were fired."""
    days = lab.size(1_000_000, 2_000) * PER_ITEM // many
    plain.execute(claims.WAITING, {"days": days})
    with connection.cursor() as cursor:
        cursor.execute(claims.NEXT, {"batch": BATCH})
        cursor.execute("VACUUM ANALYZE tasks_reminder")
    by_hand = claims.NEXT_DUE.replace("{batch}", str(BATCH))
    arms: dict[str, Callable[[], float]] = {
        "ours": lambda: watched(_next_due),
        "bare": lambda: timed(plain, by_hand),
    }
    if len(_next_due()) != len(plain.execute(by_hand).fetchall()):
        raise RuntimeError("Both should find what is due.")
    times = {
        name: [one.sql for one in found] for name, found in interleaved_times(arms, lab.repetitions).items()
    }
    return metric(
        NAME,
        "scan_vs_index",
        ratio(times["ours"], times["bare"]),
        at_most=1.2,
        waiting=days * many // PER_ITEM,
        **{f"{name}_ms": spread(found)[0] for name, found in times.items()},
    )


def _next_due() -> list[DueRow]:
    with transaction.atomic():
        return list(waiting_rows(Reminder, None).select_for_update(skip_locked=True, of=("self",))[:BATCH])


# ---- what is due -------------------------------------------------------------------------------------------


def _make_items(count: int) -> None:
    """Accepted items that are overdue since yesterday: in bulk, since a hundred thousand calls of the service
    would take an hour. Their topics are there as well, as they are once an item was made.
    """
    community = a_community(4)
    thread = a_thread(community)
    facts: dict[str, Any] = {
        "group": community.group.pk,
        "organisation": community.organisation.pk,
        "thread": thread.pk,
        "person": community.people[0].pk,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE tasks_actionitem CASCADE")
        cursor.execute(claims.ITEMS, facts)
        cursor.execute(claims.TOPICS)
        cursor.execute("VACUUM ANALYZE tasks_actionitem, kernel_topic")


class _Ledger:
    """Makes reminders due, lets them fire, and counts what came of it."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.wrong = 0
        self.counted = 0

    def rate(self, many: int, fire: Callable[[], object], *, events: bool) -> float:
        """Reminders a second."""
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
        if not wait_until(lambda: not self._ask(claims.LEFT)[0], time.monotonic() + PATIENCE):
            raise TimeoutError(f"Not every reminder was fired. {(self._log.read_text())[-2000:]}")
        self._count(few, events=True)
        (seconds,) = self._ask(claims.SPAN)
        return (few - 1) / float(seconds)

    def _make_due(self, many: int) -> None:
        # What earlier runs recorded is of no use to anybody, and its indexes would grow from run to run.
        with connection.cursor() as cursor:
            cursor.execute(claims.CLEAR)
            cursor.execute(claims.DUE, {"items": many // PER_ITEM})
            cursor.execute("ANALYZE tasks_reminder")

    def _count(self, many: int, events: bool) -> None:
        self.counted += many
        self.wrong += self._ask(claims.LEFT)[0]
        total, distinct = self._ask(claims.EVENTS if events else claims.DELIVERED)
        self.wrong += abs(total - many) + abs(distinct - many)
        self.wrong += self._ask(claims.GAPS)[0] if events else 0

    @staticmethod
    def _ask(question: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()


# ---- who fires ---------------------------------------------------------------------------------------------


def _engine() -> None:
    while fire_due():
        pass


def _bare() -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as plain:
        plain.prepare_threshold = 0
        _loop(plain, claims.BARE)


def _by_two(work: Callable[[], object]) -> None:
    def one(_number: int) -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(one, range(2)))


def _loop(plain: psycopg.Connection[Any], statement: str) -> None:
    while True:
        known = {"ids": str(uuid7())[:-4]}
        claimed = plain.execute(statement.replace("{batch}", str(BATCH)), known).fetchone()
        if claimed is None or claimed[0] < BATCH:
            return


@contextmanager
def _worker(lab: Lab, log: Path) -> Iterator[Celery]:
    """A worker for the tasks, and who sends them."""
    command = [PYTHON, "-m", "celery", "-A", "benchmarks.arms.one_by_one", "worker", "--loglevel", "INFO"]
    child = lab.crew.start(
        Program("bench-worker", command, log=log, environment=dict(os.environ), folder=ROOT, grace=5.0)
    )
    pin(lab.server_cores | lab.other_cores, child.process.pid)  # nothing else works meanwhile
    sender = Celery(broker=broker(os.environ["REDIS_URL"], 1))
    try:
        yield sender
    finally:
        sender.close()
        lab.crew.stop(child)
