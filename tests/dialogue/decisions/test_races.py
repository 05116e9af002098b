"""Votes, closes and lost seats at the same moment; a worker that is killed at the close; summer time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from dialogue.models import Ballot, Decision, DecisionState, DecisionTerm, Method, TermKind, Vote, Voter
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.decisions.helpers import VOTERS, a_decision, cast_secretly, move, shown, vote
from tests.dialogue.helpers import at_once
from tests.realtime.valkey import Valkey
from tests.workers import Worker
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.errors import DomainError
from viche.kernel.models import Event

MANY = 30


@pytest.mark.django_db(transaction=True)
def test_votes_and_the_close_at_once_agree(world: World) -> None:
    row = a_decision(world, method=Method.MAJORITY)
    votes = [lambda name=name: vote(world, row, name, "for") for name in VOTERS]
    answers = at_once(*votes, lambda: move(world, row, "closed"))
    stored = Vote.objects.filter(voter__decision=row).count()
    assert stored == sum(not isinstance(one, DomainError) for one in answers[:-1])
    found = shown(world, row)
    assert found["state"] == (DecisionState.ADOPTED if stored >= 3 else DecisionState.NO_QUORUM)
    assert found["quorum"]["answered"] == stored


@pytest.mark.django_db(transaction=True)
def test_two_closes_at_once_count_once(world: World) -> None:
    row = a_decision(world)
    results = at_once(lambda: move(world, row, "closed"), lambda: move(world, row, "closed"))
    assert sum(isinstance(one, DomainError) for one in results) == 1
    assert Event.objects.filter(kind="dialogue.decision_closed", subject_id=row.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_seat_casts_one_ballot_however_often_it_tries_at_once(world: World) -> None:
    row = a_decision(world, method=Method.MAJORITY, secret=True)
    results = at_once(*[lambda: cast_secretly(world, row, "officer", "for")] * 4)
    assert sum(not isinstance(one, DomainError) for one in results) == 1
    assert Ballot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_loss_of_its_seat_leave_no_answer(world: World) -> None:
    row = a_decision(world)
    seat = world.seats["officer"].pk
    at_once(
        lambda: vote(world, row, "officer", "consent"),
        lambda: end_membership(
            actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Інша робота"
        ),
    )
    voter = Voter.objects.get(decision=row, membership=seat)
    assert voter.lost_at is not None
    assert not Vote.objects.filter(voter=voter).exists()
    assert shown(world, row)["turnout"] == {"answered": 0, "seated": 4}


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_the_close_is_a_moment_whatever_the_clocks_say(world: World, day: date) -> None:
    """It closes at 4:30 local time on the night when the clocks change, neither an hour before nor after."""
    closes_at = datetime.combine(day, time(4, 30), ZoneInfo("Europe/Kyiv")).astimezone(UTC)
    with time_machine.travel(closes_at - timedelta(days=1), tick=False):
        row = a_decision(world, closes_at=closes_at)
    with time_machine.travel(closes_at - timedelta(seconds=1), tick=False):
        vote(world, row, "officer", "consent")
        fire_due()
        assert shown(world, row)["state"] == "open"
    with time_machine.travel(closes_at, tick=False):
        with pytest.raises(DomainError):
            vote(world, row, "teacher", "consent")
        fire_due()
        assert shown(world, row)["state"] == "no_quorum"


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
def test_each_decision_is_counted_once_though_the_worker_is_killed(worker: Worker) -> None:
    world = a_world("Тут")
    rows = [a_decision(world) for _number in range(MANY)]
    for row in rows:
        vote(world, row, "officer", "consent")
    past = now() - timedelta(minutes=1)
    Decision.objects.update(closes_at=past)
    DecisionTerm.objects.filter(kind=TermKind.CLOSE).update(due_at=past)
    due = DecisionTerm.objects.filter(kind=TermKind.CLOSE, fired_at=None)
    closed = Event.objects.filter(kind="dialogue.decision_closed")

    worker.start()
    worker.tick("deadlines.tick", lambda: worker.is_busy() or closed.exists())
    worker.kill()
    worker.settle()
    assert closed.count() == MANY - due.count()

    worker.start()
    worker.tick("deadlines.tick", lambda: not due.exists())
    assert closed.count() == MANY
    assert closed.values("subject_id").distinct().count() == MANY
    assert set(Decision.objects.values_list("state", flat=True)) == {"no_quorum"}
