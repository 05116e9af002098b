"""The same request twice changes something once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.response import Response

from tests.cast import person
from tests.patience import PATIENCE
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.api.idempotency import answer_once
from viche.kernel.encryption import encrypt_secret
from viche.kernel.errors import Conflict, Invalid, Malformed, NotFound
from viche.kernel.events import ConcurrentChange, open_unit_of_work
from viche.kernel.ids import uuid7
from viche.kernel.models import IdempotencyKey
from viche.kernel.policy import Level

ANNA, BOHDAN = Actor.for_person(uuid7()), Actor.for_person(uuid7())


class Counter:
    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Response:
        self.calls += 1
        return Response({"call": self.calls}, status=201, headers={"ETag": '"1"'})


@pytest.mark.django_db
def test_a_repeat_gets_the_stored_answer() -> None:
    produce = Counter()
    first, second = (answer_once(ANNA, "key", "body", produce) for _turn in range(2))
    assert first.data == second.data == {"call": 1}
    assert (second.status_code, second.headers["ETag"], second.headers["Idempotency-Replayed"]) == (
        201,
        '"1"',
        "true",
    )
    assert answer_once(BOHDAN, "key", "body", produce).data == {"call": 2}, "keys are everybody's own"


@pytest.mark.django_db
def test_the_database_does_not_tell_what_was_answered() -> None:
    location = {"Location": "/files/links/shown-once"}
    answer_once(ANNA, "key", "body", lambda: Response({"ticket": "shown-once"}, headers=location))
    stored = str(IdempotencyKey.objects.values_list().get()) + str(IdempotencyKey.objects.get().body)
    assert "shown-once" not in stored
    again = answer_once(ANNA, "key", "body", Counter())
    assert (again.data, again.headers["Location"]) == ({"ticket": "shown-once"}, location["Location"])


@pytest.mark.django_db
def test_an_answer_whose_sealing_key_is_gone_is_forgotten(settings: Settings) -> None:
    answer_once(ANNA, "key", "body", Counter())
    settings.SEALING_KEYS = ["another key of more than thirty-two letters"]
    with pytest.raises(Conflict) as refusal:
        answer_once(ANNA, "key", "body", Counter())
    assert refusal.value.reason == "answer_forgotten"


@pytest.mark.django_db
def test_a_key_does_not_serve_two_requests() -> None:
    answer_once(ANNA, "key", "body", Counter())
    with pytest.raises(Invalid) as refusal:
        answer_once(ANNA, "key", "other", Counter())
    assert refusal.value.reason == "idempotency_key_reused"


@pytest.mark.django_db
def test_a_refusal_is_not_stored() -> None:
    def refuse() -> Response:
        raise NotFound

    with pytest.raises(NotFound):
        answer_once(ANNA, "key", "body", refuse)
    assert answer_once(ANNA, "key", "body", Counter()).data == {"call": 1}


@pytest.mark.django_db
def test_replay_needs_the_sight_that_the_first_request_had() -> None:
    sight = {"now": Level.READ}

    def ask(key: str, produce: Counter) -> Response:
        return answer_once(ANNA, key, "body", produce, lambda: sight["now"])

    ask("reads", Counter())
    sight["now"] = Level.EXISTS
    with pytest.raises(NotFound):
        ask("reads", Counter())
    assert ask("knows", Counter()).data == ask("knows", Counter()).data
    sight["now"] = Level.READ
    assert ask("reads", Counter()).headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
@pytest.mark.parametrize(("concerns", "is_kept"), [("them", False), ("a topic", False), ("another", True)])
def test_access_change_empties_stored_answers_and_keeps_their_keys(concerns: str, is_kept: bool) -> None:
    own = Actor.for_person(person("anna").pk)
    by_token = Actor(person_id=own.person_id, token_id=uuid7(), scopes=frozenset())
    late = Counter()
    for actor in (own, by_token):
        answer_once(actor, "key", "body", Counter())
    match concerns:
        case "them":
            record_access_change(reason="seat_ended", person_id=own.person_id)
        case "a topic":
            record_access_change(reason="thread_restricted", topic=f"thread:{uuid7()}")
        case _:
            record_access_change(reason="seat_ended", person_id=person("bohdan").pk)
    assert IdempotencyKey.objects.exclude(body=b"").exists() == is_kept
    for actor in (own, by_token):
        if is_kept:
            assert answer_once(actor, "key", "body", late).data == {"call": 1}
            continue
        with pytest.raises(Conflict) as refusal:
            answer_once(actor, "key", "body", late)
        assert refusal.value.reason == "answer_forgotten"
    assert late.calls == 0, "what was done is not done again"


@pytest.mark.django_db
def test_answer_survives_the_access_change_of_its_own_request() -> None:
    own = Actor.for_person(person("anna").pk)

    def found() -> Response:
        record_access_change(person_id=own.person_id, reason="seat_given")
        return Response(None, status=204)

    answer_once(own, "key", "body", found)
    assert answer_once(own, "key", "body", found).headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", "x" * 201, "ключ", "a\nb"])
def test_a_bad_key_is_refused(key: str) -> None:
    with pytest.raises(Malformed):
        answer_once(ANNA, key, "body", Counter())


@pytest.mark.django_db(transaction=True)
def test_a_request_under_way_is_not_doubled() -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow() -> Response:
        inside.set()
        assert go_on.wait(PATIENCE)
        return Response({})

    def first() -> None:
        answer_once(ANNA, "key", "body", slow)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert inside.wait(PATIENCE)
        with pytest.raises(Conflict) as refusal:
            answer_once(ANNA, "key", "body", Counter())
        go_on.set()
        running.result(PATIENCE)
    assert refusal.value.reason == "in_flight"
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_came_in_between_is_found() -> None:
    """Another request with the key commits after the look for its answer and before the hold on the key."""
    late = Counter()

    def beaten() -> Response:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(store).result(PATIENCE)
        return late()

    def store() -> None:
        IdempotencyKey.objects.create(
            owner=str(ANNA.person_id),
            key="key",
            fingerprint="body",
            status=201,
            body=encrypt_secret('[{"call": 0}, {}]').encode(),
        )
        connection.close()

    answer = answer_once(ANNA, "key", "body", beaten)
    assert (answer.data, answer.headers["Idempotency-Replayed"]) == ({"call": 0}, "true")
    assert IdempotencyKey.objects.count() == 1


def test_two_trips_suffice(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with open_unit_of_work(), django_assert_num_queries(4):  # claim, keep, and a savepoint around them
        answer_once(ANNA, "key", "body", Counter())


@pytest.mark.django_db
def test_who_was_outrun_looks_again_from_the_beginning() -> None:
    turns = Counter()

    def produce() -> Response:
        answer = turns()
        with open_unit_of_work():
            IdempotencyKey.objects.create(owner="", key="trace", fingerprint="", status=200, body=b"")
        if turns.calls == 1:
            raise ConcurrentChange
        return answer

    assert answer_once(ANNA, "key", "body", produce).data == {"call": 2}
    assert IdempotencyKey.objects.filter(key="trace").count() == 1, "the first try left nothing"


@pytest.mark.django_db
def test_who_is_outrun_again_and_again_is_told_of_a_conflict() -> None:
    def produce() -> Response:
        raise ConcurrentChange

    with pytest.raises(Conflict):
        answer_once(ANNA, "key", "body", produce)
