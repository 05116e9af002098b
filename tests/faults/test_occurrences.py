"""Thousands of reminders fall due while the two workers that deal with them, Valkey and connections to
PostgreSQL are killed at random: each takes effect once, and each person is told of it once.

`./viche test faults --long -k occurrences` plans 10,000; `--seed N` repeats the choices of a run.
"""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.faults.stack import Stack
from tests.faults.test_campaign import Captured, report
from tests.faults.trial import MakeTrial, Trial

pytestmark = pytest.mark.slow
MANY, OVER = (
    {False: 150, True: 10_000},
    {False: 3.0, True: 120.0},
)  # reminders, and seconds in which they come
DONE_WITHIN = {False: 60.0, True: 900.0}  # seconds after the last of them
WORKERS = ("worker", "worker2")

# Reminders of one item by every rule, each at a moment of its own: as services write them, only quicker.
PLAN = """
INSERT INTO tasks_reminder (id, action_id, rule, audience, due_at, created_at)
SELECT gen_random_uuid(), '{item}', (ARRAY['custom', 'before_due', 'on_due', 'overdue'])[1 + n % 4],
       'facilitator', now() + n * interval '{pause} s', now()
FROM generate_series(1, {many}) AS n
"""
COME = "SELECT count(*) FROM tasks_reminder WHERE action_id = '{item}' AND fired_at IS NOT NULL"
RECORDED = """
SELECT count(*), count(DISTINCT data ->> 'reminder_id') FROM kernel_event
WHERE kind = 'tasks.reminder_due' AND subject_id = '{item}'
"""
TOLD = """
SELECT person_id, count(*), count(DISTINCT event_id) FROM notifications_notification
WHERE kind = 'tasks.reminder_due' AND subject_id = '{item}' GROUP BY person_id
"""
MAILED = """
SELECT count(*), count(DISTINCT notification_id) FROM notifications_delivery
JOIN notifications_notification AS of ON of.id = notification_id
WHERE of.kind = 'tasks.reminder_due' AND of.subject_id = '{item}'
"""


def test_thousands_come_once(stack: Stack, trial: MakeTrial, seed: int, long: bool, capfd: Captured) -> None:
    many, item = MANY[long], an_item(trial())

    def asked(command: str) -> list[tuple[object, ...]]:
        return stack.sql(command.format(item=item, many=many, pause=OVER[long] / many))

    def come() -> int:
        return int(str(asked(COME)[0][0]))

    asked(PLAN)
    random, killed, started = Random(f"occurrences-{seed}"), 0, time.monotonic()
    with stack.one_more("worker2", like="worker"):
        while time.monotonic() < started + OVER[long]:
            hurt(stack, random)
            killed += 1
        stack.revive()
        until = time.monotonic() + DONE_WITHIN[long]
        while (come() < many or not told_all(asked(TOLD), many)) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(3.0)  # another tick, for what would come again
    waited = time.monotonic() - until + DONE_WITHIN[long]
    told = f"all told {waited:.0f} s later"
    report(capfd, f"seed {seed}: {come()} of {many} reminders, {killed} faults, {told}", shown=long)
    assert come() == many
    assert asked(RECORDED) == [(many, many)]
    people = asked(TOLD)
    assert people
    assert [(number, events) for _person, number, events in people] == [(many, many)] * len(people)
    sent, once = asked(MAILED)[0]
    assert sent == once


def an_item(crowd: Trial) -> str:
    community = crowd.community
    body = {
        "title": "Оглянути укриття",
        "owner_organisation": community.facilitators_organisation,
        "due_on": "2035-01-01",
    }
    made = crowd.rest("POST", f"/groups/{community.group}/action-items", body=body)
    assert made.status == 201, made
    return str(made.body["id"])


def told_all(people: list[tuple[object, ...]], many: int) -> bool:
    return bool(people) and all(number == many for _person, number, _events in people)


def hurt(stack: Stack, random: Random) -> None:
    """Kill a worker in whatever it does, or what it stands on; the supervisor starts it again."""
    time.sleep(random.uniform(0.2, 1.5))
    what = random.choice([*WORKERS, *WORKERS, "valkey", "lines"])
    if what == "lines":
        stack.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    else:
        stack.kill(what)
        time.sleep(random.uniform(0.0, 0.5))
        stack.start(what)
