"""Secret ballots: final, told only as turnout until the close, and linked to nobody after it."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.conninfo import make_conninfo

from dialogue.decisions.compaction import compact_ballots
from dialogue.decisions.services.results import rewrite_ballots
from dialogue.models import Ballot, Decision, DecisionState, Method, Voter
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.decisions.helpers import (
    OPTIONS,
    VOTERS,
    a_decision,
    cast_secretly,
    move,
    shown,
    voter_of,
)
from tests.dialogue.helpers import api
from tests.workers import database_url
from viche.kernel.errors import Conflict
from viche.kernel.models import Event, IdempotencyKey, OutboxEntry, TopicEntry


def a_secret(world: World, **facts: Any) -> Decision:
    return a_decision(world, **{"method": Method.MAJORITY, "secret": True, **facts})


@pytest.mark.django_db
def test_a_ballot_is_final_and_only_turnout_is_told_until_the_close(world: World) -> None:
    row = a_secret(world)
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'officer').pk}/ballot"
    answered = api(world, "officer").put(url, {"answer": "for"})
    assert answered.status_code == 200, answered.content
    assert (answered.json()["tally"], answered.json()["turnout"]) == (None, {"answered": 1, "seated": 5})
    assert answered.json()["voter"]["vote"] is None
    assert api(world, "officer").put(url, {"answer": "against"}).json()["code"] == "cast"
    assert Ballot.objects.get().answer == "for"
    cast_secretly(world, row, "teacher", "for")
    cast_secretly(world, row, "secretary", "against")
    found = shown(world, move(world, row, "closed"))["tally"]
    assert (found["passed"], found["ballots"], found["is_split_hidden"]) == (True, 3, True)
    assert (found["answers"], found["needed"]) == ([], None)


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{}, {"options": OPTIONS}, {"method": Method.RANKED, "options": OPTIONS}])
def test_closing_after_one_ballot_does_not_tell_what_it_said(world: World, facts: dict[str, Any]) -> None:
    row = a_secret(world, **facts)
    answer = ("choose", 2) if facts else ("for",)
    cast_secretly(world, row, "officer", *answer)
    found = shown(world, move(world, row, "closed"))
    assert found["state"] == "no_quorum"
    told = {name: found["tally"][name] for name in ("passed", "winner", "answers", "options", "rounds")}
    assert told == {"passed": False, "winner": None, "answers": [], "options": [], "rounds": []}


@pytest.mark.django_db
def test_from_five_ballots_on_the_split_is_told(world: World) -> None:
    row = a_secret(world)
    for name in VOTERS:
        cast_secretly(world, row, name, "for")
    found = shown(world, move(world, row, "closed"))["tally"]
    assert found["answers"] == [{"answer": "for", "number": 5}]


@pytest.mark.django_db
def test_a_ballot_stays_when_its_seat_is_lost(world: World) -> None:
    row = a_secret(world)
    cast_secretly(world, row, "officer", "for")
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Інша робота"
    )
    assert Ballot.objects.filter(decision=row).count() == 1
    voter = Voter.objects.get(decision=row, membership=world.seats["officer"].pk)
    assert (voter.has_voted, voter.lost_at is not None) == (True, True)
    assert shown(world, row)["turnout"] == {"answered": 1, "seated": 5}
    assert {one["mark"] for one in shown(world, row)["seats"]} == {"voted", "waiting"}


@pytest.mark.django_db
def test_a_secret_decision_takes_no_answer_by_phone(world: World) -> None:
    row = a_secret(world)
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'officer').pk}/phone-vote"
    body = {"answer": "for", "said_by": str(world.people["officer"].pk)}
    assert api(world, "secretary").put(url, body).json()["code"] == "decision_state"


@pytest.mark.django_db
def test_a_mark_is_taken_back_when_its_ballot_cannot_be_stored(world: World) -> None:
    row = a_secret(world)
    with patch.object(Ballot.objects, "create", side_effect=OSError), pytest.raises(OSError):
        cast_secretly(world, row, "officer", "for")
    assert voter_of(world, row, "officer").has_voted is False
    cast_secretly(world, row, "officer", "for")
    assert Ballot.objects.filter(decision=row).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_mark_stays_when_the_commit_of_its_ballot_may_have_succeeded(world: World) -> None:
    row = a_secret(world)
    store, commit = Ballot.objects.create, connection.commit

    def commit_and_lose() -> None:
        commit()
        raise OperationalError("server closed the connection unexpectedly")

    def store_and_lose(**facts: Any) -> Ballot:
        lost.start()
        return store(**facts)

    lost = patch.object(connection, "commit", commit_and_lose)
    with patch.object(Ballot.objects, "create", store_and_lose), pytest.raises(OperationalError):
        cast_secretly(world, row, "officer", "for")
    lost.stop()
    assert Ballot.objects.filter(decision=row).count() == 1
    assert voter_of(world, row, "officer").has_voted is True
    with pytest.raises(Conflict, match="cast"):
        cast_secretly(world, row, "officer", "against")


@pytest.mark.django_db
def test_a_mark_whose_ballot_a_crash_lost_is_shown(world: World) -> None:
    row = a_secret(world)
    for name in VOTERS:
        cast_secretly(world, row, name, "for")
    Ballot.objects.filter(pk=Ballot.objects.filter(decision=row).values("pk")[:1]).delete()
    found = shown(world, move(world, row, "closed"))["tally"]
    assert (found["marks"], found["ballots"], found["is_split_hidden"]) == (5, 4, True)


@pytest.mark.django_db
def test_withdrawing_deletes_the_ballots(world: World) -> None:
    row = a_secret(world)
    cast_secretly(world, row, "officer", "for")
    assert move(world, row, "withdrawn", reason="Питання знято").state == DecisionState.WITHDRAWN
    assert not Ballot.objects.exists()


# ---- an insider with one copy of the database after the close ----------------------------------------------

BALLOTS = 30_000
ORDERS = {"row order": "ctid", "id": "id", "xmin": "xmin::text::bigint, ctid"}


def guess(row: Decision, answers: Sequence[str], order: str) -> Any:
    """The share of voters whose answer is guessed by pairing ballots in some order with the marks."""
    found = [answer for _id, answer in read(row, order)]
    return sum(one == other for one, other in zip(found, answers, strict=True)) / len(answers)


def read(row: Decision, order: str) -> list[Any]:
    with connection.cursor() as cursor:
        select = f"SELECT id, answer FROM dialogue_ballot WHERE decision_id = %s ORDER BY {order}"
        cursor.execute(select, [row.pk])
        return list(cursor.fetchall())


def ask_table(question: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {question}")
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_no_order_of_the_ballots_predicts_a_voter_better_than_chance(world: World) -> None:
    """Half answer for, half against. Without the rewriting the order of the rows would tell everything."""
    chance = random.Random(7)
    row = a_secret(world)
    answers = ["for", "against"] * (BALLOTS // 2)
    chance.shuffle(answers)
    keys = [UUID(int=chance.getrandbits(128), version=4) for _one in answers]
    Ballot.objects.bulk_create(
        Ballot(id=key, decision=row, answer=answer) for key, answer in zip(keys, answers, strict=True)
    )
    assert guess(row, answers, "ctid") == 1
    rewrite_ballots(row)
    for name, order in ORDERS.items():
        assert abs(guess(row, answers, order) - 0.5) < 0.01, name


def compact(row: Decision) -> None:
    """Try again, as the job does: autovacuum may hold the table, or read with a snapshot of its own."""
    for _one in range(200):
        compact_ballots()
        row.refresh_from_db()
        if row.compacted_at is not None:
            return
    pytest.fail("The table of ballots still has deleted rows.")


@pytest.mark.django_db(transaction=True)
def test_after_the_close_rows_differ_in_nothing_but_their_random_keys(world: World) -> None:
    row = a_secret(world)
    for name in VOTERS:
        cast_secretly(world, row, name, "for" if name == "officer" else "against")
    assert len(ask_table("DISTINCT xmin::text FROM dialogue_ballot")) == 5
    before = ask_table(
        "pg_relation_filenode('dialogue_ballot'), pg_relation_filenode('dialogue_ballot_pkey')"
    )
    move(world, row, "closed")
    compact(row)
    assert len(ask_table("DISTINCT xmin::text FROM dialogue_ballot")) == 1
    assert read(row, "ctid") == read(row, "id")
    assert {pk.version for pk, _answer in read(row, "id")} == {4}
    after = ask_table("pg_relation_filenode('dialogue_ballot'), pg_relation_filenode('dialogue_ballot_pkey')")
    assert all(new != old for new, old in zip(after[0], before[0], strict=True))
    columns = ask_table("column_name FROM information_schema.columns WHERE table_name = 'dialogue_ballot'")
    assert {name for (name,) in columns} == {"id", "decision_id", "answer", "ranking"}


@pytest.mark.django_db(transaction=True)
def test_the_table_is_rebuilt_again_while_an_older_transaction_needs_its_deleted_rows(world: World) -> None:
    row = a_secret(world)
    cast_secretly(world, row, "officer", "for")
    with psycopg.connect(database_url()) as backup:
        backup.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        assert backup.execute("SELECT count(*) FROM dialogue_decision").fetchone() == (1,)
        move(world, row, "closed")
        for question in ("SELECT 1", "SELECT count(*) FROM dialogue_ballot"):
            backup.execute(question)
            compact_ballots()
            row.refresh_from_db()
            assert row.compacted_at is None, question
    compact(row)


@pytest.mark.django_db(transaction=True)
def test_a_transaction_of_another_database_does_not_put_it_off(world: World) -> None:
    row = a_secret(world)
    cast_secretly(world, row, "officer", "for")
    with psycopg.connect(make_conninfo(database_url(), dbname="postgres")) as neighbour:
        neighbour.execute("SELECT pg_current_xact_id()")
        move(world, row, "closed")
        compact(row)


@pytest.mark.django_db(transaction=True)
def test_neither_log_nor_events_nor_kept_answers_know_a_ballot(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    row = a_decision(world, method=Method.RANKED, secret=True, options=OPTIONS)
    option = row.options.get(position=3)
    url = f"decisions/{row.pk}/voters/{voter_of(world, row, 'officer').pk}/ballot"
    body = {"answer": "choose", "ranking": [str(option.pk)]}
    with caplog.at_level(logging.DEBUG):
        answered = api(world, "officer").put(url, body, **{"Idempotency-Key": "once"})
    assert answered.status_code == 200, answered.content
    ballot = Ballot.objects.get()
    kept: list[Callable[[], list[Any]]] = [
        lambda: [one.data for one in Event.objects.filter(subject_id=row.pk)],
        lambda: [one.data for one in TopicEntry.objects.filter(subject_id=row.pk)],
        lambda: [one.__dict__ for one in OutboxEntry.objects.all()],
        lambda: [one.getMessage() for one in caplog.records if one.name != "django.db.backends"],
    ]
    for secret in (str(option.pk), str(ballot.pk), "choose"):
        assert not [one for find in kept for one in find() if secret in str(one)]
    assert not IdempotencyKey.objects.exists()
    assert [one.kind for one in Event.objects.filter(subject_id=row.pk).order_by("id")][
        -1
    ] == "dialogue.vote_cast"


@pytest.mark.django_db
def test_an_open_decision_takes_no_ballot(world: World) -> None:
    row = a_decision(world)
    with pytest.raises(Conflict, match="not_secret"):
        cast_secretly(world, row, "officer", "consent")
