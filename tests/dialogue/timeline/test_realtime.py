"""Topics of threads, socket commands, passing frames, and how links show threads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Message
from dialogue.threads.realtime import resolve_hearings
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, restrict, say
from viche.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from viche.kernel.ids import uuid7
from viche.kernel.object_links import describe
from viche.realtime.registry import COMMANDS, EPHEMERAL, TOPIC_KINDS

pytestmark = pytest.mark.django_db
THREADS = TOPIC_KINDS["thread"]


@pytest.fixture
def whispers(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Mapping[str, Any]]]:
    heard: list[tuple[str, Mapping[str, Any]]] = []
    monkeypatch.setattr(
        "dialogue.reading.realtime.send_ephemeral", lambda topic, frame: heard.append((topic, frame))
    )
    return heard


def obey(world: World, name: str, command: str, **payload: Any) -> Mapping[str, Any]:
    return COMMANDS[command].run(world.actor(name), payload)


# ---- topics ------------------------------------------------------------------------------------------------


def test_who_sees_a_thread_hears_it(world: World, elsewhere: World) -> None:
    thread = a_thread(world)
    hears = {name for name in world.people if THREADS.may_hear(world.actor(name), thread.pk) is not None}
    assert hears == {"facilitator", "secretary", "officer", "teacher", "councillor", "observer"}
    restrict(world, thread, organisations=("police",))
    hears = {name for name in world.people if THREADS.may_hear(world.actor(name), thread.pk) is not None}
    assert hears == {"facilitator", "officer"}
    assert THREADS.may_hear(elsewhere.actor("officer"), thread.pk) is None
    assert THREADS.may_hear(world.actor("officer"), uuid7()) is None


def test_many_are_answered_in_three_queries(world: World) -> None:
    threads = [a_thread(world), a_restricted_thread(world, organisations=("police",))]
    questions = [(world.actor(name), thread.pk) for name in world.people for thread in threads]
    with CaptureQueriesContext(connection) as queries:
        answers = resolve_hearings(questions)
    assert len(queries) == 3
    assert list(answers) == [THREADS.may_hear(*question) for question in questions]
    THREADS.authorise(questions)
    with CaptureQueriesContext(connection) as queries:
        heard = THREADS.authorise(questions)
    assert len(queries) == 4  # that it is written down who listens to the restricted one
    assert [one is None for one in heard] == [one is None for one in answers]


def test_people_are_introduced_with_their_organisation(world: World) -> None:
    thread = a_thread(world)
    assert THREADS.introduce is not None
    people = [world.people["officer"].pk, world.people["outsider"].pk]
    shown = THREADS.introduce(thread.pk, people)
    assert shown[people[0]]["organisation"]["id"] == world.organisations["police"].pk
    assert shown[people[1]]["organisation"] is None
    assert THREADS.introduce(uuid7(), people) == {}


# ---- commands ----------------------------------------------------------------------------------------------


def test_a_socket_posts_through_the_same_service(world: World) -> None:
    thread, client_id = a_thread(world), str(uuid7())
    payload = {"thread_id": str(thread.pk), "client_id": client_id, "body": "Так", "reply_to": None}
    first = obey(world, "officer", "post_message", **payload)
    again = obey(world, "officer", "post_message", **payload)
    assert first == again
    assert (first["message"]["number"], first["message"]["body"]) == (1, "Так")
    shown = api(world, "officer").get(f"messages/{first['message']['id']}").json()
    assert shown["client_id"] == client_id
    with pytest.raises(Conflict):
        obey(world, "officer", "post_message", **{**payload, "body": "Ні"})


@pytest.mark.parametrize(
    ("name", "change", "error"),
    [
        ("observer", {}, Forbidden),
        ("outsider", {}, NotFound),
        ("officer", {"thread_id": "01a20e73-02fd-7196-bcb0-12350e15930c"}, NotFound),
        ("officer", {"thread_id": "5"}, Invalid),
        ("officer", {"thread_id": None}, Invalid),
        ("officer", {"body": "\u200b"}, Invalid),
        ("officer", {"body": "\u202eтекст"}, Invalid),
        ("officer", {"color": "red"}, Invalid),
        ("officer", {"client_id": 5}, Invalid),
        ("officer", {"on_behalf": 1}, Invalid),
    ],
)
def test_a_socket_is_refused_like_http(
    world: World, name: str, change: dict[str, Any], error: type[DomainError]
) -> None:
    payload = {"thread_id": str(a_thread(world).pk), "client_id": str(uuid7()), "body": "Так"}
    with pytest.raises(error):
        obey(world, name, "post_message", **{**payload, **change})
    assert not Message.objects.exists()


def test_reading_is_whispered_to_those_who_look(
    world: World, whispers: list[tuple[str, Mapping[str, Any]]]
) -> None:
    thread = a_thread(world)
    for _ in range(3):
        say(world, "officer", thread)
    answer = obey(world, "teacher", "read", thread_id=str(thread.pk), ranges=[[1, 2]])
    assert answer == {"ranges": [(1, 2)], "unread": 1, "first_unread": 3}
    api(world, "teacher").put(f"threads/{thread.pk}/read", {"ranges": [[3, 3]]})
    topic, person_id = f"thread:{thread.pk}", world.people["teacher"].pk
    assert whispers == [
        (topic, {"type": "read", "person_id": person_id, "ranges": [(1, 2)]}),
        (topic, {"type": "read", "person_id": person_id, "ranges": [(1, 3)]}),
    ]
    assert "read" in EPHEMERAL


@pytest.mark.parametrize("ranges", [None, "1", [[1]], [[2, 1]], [[1, 9]], [[1, 1.5]]])
def test_a_socket_reads_only_what_is_there(
    world: World, ranges: Any, whispers: list[tuple[str, Mapping[str, Any]]]
) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    with pytest.raises(Invalid):
        obey(world, "teacher", "read", thread_id=str(thread.pk), ranges=ranges)
    with pytest.raises(NotFound):
        obey(world, "outsider", "read", thread_id=str(thread.pk), ranges=[[1, 1]])
    assert whispers == []


# ---- links -------------------------------------------------------------------------------------------------


def test_links_show_what_their_reader_sees(world: World) -> None:
    thread, hidden = a_thread(world), a_restricted_thread(world, organisations=("police",))
    messages = [say(world, "officer", one) for one in (thread, hidden)]
    references = [
        *(("thread", one.pk) for one in (thread, hidden)),
        *(("message", one.pk) for one in messages),
    ]
    shown = describe(world.actor("teacher"), references)
    assert set(shown) == {("thread", thread.pk), ("message", messages[0].pk)}
    view = shown["message", messages[0].pk]
    assert (view.title["uk"], view.url) == (thread.title_uk, f"/threads/{thread.pk}?message=1")
    assert shown["thread", thread.pk].state == "open"
    assert set(describe(world.actor("officer"), references)) == set(references)
    assert describe(world.actor("outsider"), references) == {}
