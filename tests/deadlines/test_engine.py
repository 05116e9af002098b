"""The engine: each row once, whoever ticks, however often, whatever fails in between."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from groups.models import GrantDue
from tests.patience import PATIENCE
from viche.deadlines import registry
from viche.deadlines.engine import fire_due, is_anything_due
from viche.deadlines.jobs import tick
from viche.deadlines.registry import Deadline
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import Payload, open_unit_of_work, record
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.kernel.row_claims import Claim
from viche.kernel.sql import execute_prepared

Fire = Callable[[Actor, list[GrantDue]], None]


class Struck(Payload, kind="tests.struck"):
    bell: UUID

    @property
    def subject(self) -> tuple[str, UUID]:
        return "bell", self.bell

    @property
    def topics(self) -> tuple[str, ...]:
        return ("bell:all",)


class Unwritable(Struck, kind="tests.unwritable"):
    @property
    def subject(self) -> tuple[str, UUID]:
        return "longer than its column" * 10, self.bell


def strike(actor: Actor, rows: list[GrantDue]) -> None:
    for row in rows:
        record(actor, Struck(bell=row.pk))


@pytest.fixture
def deadline(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fire], None]:
    """One kind of deadline alone, on a table that is there anyway."""

    def register(fire: Fire) -> None:
        only = {"tests.bell": Deadline("tests.bell", GrantDue, fire)}
        monkeypatch.setattr(registry, "DEADLINES", only)
        monkeypatch.setattr("viche.deadlines.engine.DEADLINES", only)

    register(strike)
    return register


def bells(count: int, due_at: datetime | None = None) -> list[UUID]:
    moment = due_at or now() - timedelta(seconds=1)
    rows = [GrantDue(container_type="bell", container_id=uuid7(), due_at=moment) for _ in range(count)]
    return [row.pk for row in GrantDue.objects.bulk_create(rows)]


def struck() -> list[UUID]:
    return list(Event.objects.filter(kind="tests.struck").order_by("id").values_list("subject_id", flat=True))


def fired() -> int:
    return GrantDue.objects.exclude(fired_at=None).count()


pytestmark = pytest.mark.usefixtures("deadline")


@pytest.mark.django_db
def test_what_is_due_is_fired_in_order_and_once() -> None:
    moment = now() - timedelta(minutes=1)
    later = bells(1, moment + timedelta(seconds=5))
    first = bells(3, moment)
    to_come = bells(1, now() + timedelta(hours=1))
    assert fire_due(batch=2) == 4
    assert struck() == [*sorted(first), *later]
    assert fire_due() == 0
    assert GrantDue.objects.get(pk=to_come[0]).fired_at is None


@pytest.mark.django_db
def test_whether_anything_is_due() -> None:
    bells(1, now() + timedelta(hours=1))
    assert not is_anything_due()
    bells(1)
    assert is_anything_due()
    fire_due()
    assert not is_anything_due()


@pytest.mark.django_db
def test_many_of_one_moment_are_taken_batch_by_batch() -> None:
    made = bells(25)
    assert fire_due(batch=10) == 25
    assert sorted(struck()) == sorted(made)


@pytest.mark.django_db
def test_a_budget_leaves_the_rest_for_the_next_tick() -> None:
    bells(30)
    assert fire_due(batch=10, budget=timedelta(0)) == 0
    assert fire_due(batch=10) == 30


@pytest.mark.django_db
def test_one_that_fails_holds_up_nobody(
    deadline: Callable[[Fire], None], caplog: pytest.LogCaptureFixture
) -> None:
    made = bells(20)
    poison = made[7]

    def fire(actor: Actor, rows: list[GrantDue]) -> None:
        strike(actor, rows)
        if poison in [row.pk for row in rows]:
            raise ValueError("broken")

    deadline(fire)
    with caplog.at_level(logging.ERROR):
        fire_due(batch=10)
    assert sorted(struck()) == sorted(set(made) - {poison})
    assert GrantDue.objects.get(pk=poison).fired_at is None
    assert [record.message for record in caplog.records] == ["deadline_failed"]
    deadline(strike)  # mended
    assert fire_due() == 1
    assert sorted(struck()) == sorted(made)


@pytest.mark.django_db
def test_what_cannot_be_fired_at_once_is_fired_row_by_row(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A claim that fails gives its rows back; those that come after it are claimed at once again."""
    made = bells(30)
    claims: list[int] = []

    @open_unit_of_work()
    def strike_at_once(actor: Actor, claim: Claim) -> int:
        rows = execute_prepared(f"WITH {claim.part} SELECT id FROM claimed", claim.parameters)
        claims.append(len(rows))
        if made[7] in [pk for (pk,) in rows]:
            raise ValueError("broken")
        for (pk,) in rows:
            record(actor, Struck(bell=pk))
        return len(rows)

    only = {"tests.bell": Deadline("tests.bell", GrantDue, strike, strike_at_once)}
    monkeypatch.setattr("viche.deadlines.engine.DEADLINES", only)
    with caplog.at_level(logging.WARNING):
        assert fire_due(batch=10) == 30
    assert [record.message for record in caplog.records] == ["deadlines_not_at_once"]
    assert claims == [10, 10, 10, 0]
    assert sorted(struck()) == sorted(made)
    assert fired() == 30


@pytest.mark.django_db
def test_one_kind_that_fails_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail_when_written(actor: Actor, rows: list[GrantDue]) -> None:
        record(actor, Unwritable(bell=rows[0].pk))

    both = {
        "tests.broken": Deadline("tests.broken", GrantDue, fail_when_written),
        "tests.bell": Deadline("tests.bell", GrantDue, strike),
    }
    monkeypatch.setattr("viche.deadlines.engine.DEADLINES", both)
    made = bells(3)
    with caplog.at_level(logging.CRITICAL):
        assert fire_due() == 3
    assert sorted(struck()) == sorted(made)


@pytest.mark.django_db
def test_a_clock_that_jumps_fires_nothing_twice() -> None:
    moment = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # the hour that Kyiv skips
    bells(5, moment)
    for minutes in (-30, 30, -30, 90, -90, 30):
        with time_machine.travel(moment + timedelta(minutes=minutes), tick=False):
            fire_due()
    assert len(struck()) == len(set(struck())) == 5


# ---- several at once ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_engines_at_once_share_the_rows() -> None:
    made = bells(600)

    def run(_engine: int) -> int:
        try:
            tick()
            return fire_due(batch=20)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(run, range(4)))
    assert sorted(struck()) == sorted(made)
    assert fired() == 600


@pytest.mark.django_db(transaction=True)
def test_a_rollback_in_the_middle_takes_the_effect_with_it(deadline: Callable[[Fire], None]) -> None:
    """The worker dies after it has fired and before it commits, while another one runs beside it."""
    made = bells(10)
    halfway, go_on = threading.Event(), threading.Event()

    class Killed(BaseException):
        """What no handler catches."""

    def die(actor: Actor, rows: list[GrantDue]) -> None:
        strike(actor, rows)
        halfway.set()
        assert go_on.wait(PATIENCE)
        raise Killed

    deadline(die)

    def doomed() -> str:
        try:
            fire_due(batch=5)
            return "survived"
        except Killed:
            return "killed"
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        dying = threads.submit(doomed)
        assert halfway.wait(PATIENCE)
        deadline(strike)
        assert fire_due(batch=5) == 5  # the five that are not held
        go_on.set()
        assert dying.result(PATIENCE) == "killed"
    assert len(struck()) == 5
    assert fire_due() == 5
    assert sorted(struck()) == sorted(made)
