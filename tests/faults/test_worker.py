"""The worker and its clock are killed, doubled, missing or wrong: each reminder comes once, perhaps late."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.clients import Manner
from tests.faults.stack import Stack
from tests.faults.trial import MakeTrial, Trial
from viche.cli.places import PYTHON

pytestmark = pytest.mark.slow
MANY = 20
FIRST = 1.5  # seconds until a reminder that has just been set is due
BACK_WITHIN = 120.0  # seconds in which a worker works again once all runs


WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


class Reminders:
    """Reminders of one action item, as its readers see them over REST."""

    def __init__(self, trial: Trial, delay: float) -> None:
        """Each is due `delay` seconds after it was set, however slowly the setting goes."""
        self._trial = trial
        community = trial.community
        item = {
            "title": "Оглянути укриття",
            "owner_organisation": community.facilitators_organisation,
            "due_on": f"{datetime.now(tz=UTC) + timedelta(days=30):%Y-%m-%d}",  # noqa: TID251
        }
        made = trial.rest("POST", f"/groups/{community.group}/action-items", body=item)
        assert made.status == 201, made
        self.item = made.body["id"]
        self.set = [self._set(timedelta(seconds=delay)) for _number in range(MANY)]

    def _set(self, delay: timedelta) -> str:
        due = datetime.now(tz=UTC) + delay  # noqa: TID251
        body = {"due_at": due.isoformat(), "audience": "facilitator"}
        made = self._trial.rest("POST", f"/action-items/{self.item}/reminders", body=body)
        assert made.status == 201, made
        return str(made.body["id"])

    def came(self) -> Counter[str]:
        """How often each of them came."""
        events = self._trial.rest("GET", f"/events?topic=action:{self.item}&after=0").body["items"]
        due = [event for event in events if event["kind"] == "tasks.reminder_due"]
        ours = Counter(event["data"]["reminder_id"] for event in due)
        return Counter({name: ours[name] for name in self.set if ours[name]})

    def told(self) -> int:
        """Of how many of them the facilitator was told."""
        page = self._trial.rest("GET", "/notifications?limit=100").body
        here = [one for one in page["items"] if one["url"] == f"/actions/{self.item}"]
        return sum(one["kind"] == "tasks.reminder_due" for one in here)

    def come_once(self, within: float = BACK_WITHIN) -> None:
        """All of them come, and none twice."""
        until = time.monotonic() + within
        while (len(self.came()) < MANY or self.told() < MANY) and time.monotonic() < until:
            time.sleep(0.5)
        time.sleep(1.5)
        assert self.came() == Counter(self.set)
        assert self.told() == MANY


def test_no_beat_and_then_two(stack: Stack, trial: MakeTrial, long: bool) -> None:
    """Nobody looks at the clock; then two do at once, one is killed at it, and Valkey too. Late, but once."""
    stack.kill("worker")
    reminders = Reminders(trial(), FIRST)
    time.sleep(FIRST + (60.0 if long else 0.5))
    assert reminders.came() == Counter()
    stack.start("worker")
    with stack.one_more("worker2", like="worker"):
        until = time.monotonic() + BACK_WITHIN
        while not reminders.came() and time.monotonic() < until:
            time.sleep(0.05)
        stack.kill("worker")
        stack.restart("valkey")
        stack.start("worker")
        reminders.come_once()


def test_a_frozen_worker_that_wakes_late(stack: Stack, trial: MakeTrial) -> None:
    """It stops in the middle of telling people, with rows in its hands. PostgreSQL takes them away, another
    worker tells, and the one that wakes tells nobody again.
    """
    crowd = trial()
    reader = crowd.rest("GET", "/me").body["id"]
    with stack.holding(f"SELECT FROM kernel_topic WHERE name = 'user:{reader}' FOR UPDATE"):
        reminders = Reminders(crowd, FIRST)
        until = time.monotonic() + BACK_WITHIN
        while not stack.sql(WAITING) and time.monotonic() < until:
            time.sleep(0.05)
        assert stack.sql(WAITING)
        stack.freeze("worker")
    with stack.one_more("worker2", like="worker"):
        reminders.come_once()
        stack.thaw("worker")
        reminders.come_once()


def test_clocks_that_differ(stack: Stack, trial: MakeTrial) -> None:
    """Web processes and workers an hour before and after: messages keep their order, reminders come once."""
    crowd = trial()
    for name, seconds in (("web2", -3600), ("worker", -3600)):
        stack.kill(name)
        stack.start(name, command=wrong_clock(stack, name, seconds))
    stack.wait_for("web2")
    crowd.start(manner=Manner(pause=0.4))
    reminders = Reminders(crowd, 600.0)
    crowd.wait_for(20)
    assert reminders.came() == Counter()
    with stack.one_more("worker2", like="worker", command=wrong_clock(stack, "worker", +3600)):
        reminders.come_once()
    crowd.finish()
    for name in ("web2", "worker"):
        stack.kill(name)


def wrong_clock(stack: Stack, name: str, seconds: int) -> list[object]:
    """The command line of a program of ours whose clock is moved."""
    python, flag, *words = stack.programs[name].command
    assert (python, flag) == (PYTHON, "-m")
    return [python, "-m", "tests.faults.moved", str(seconds), *words]
