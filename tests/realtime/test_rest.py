"""The HTTP side: tickets, what was missed, and the AsyncAPI document."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.realtime.conftest import MakePerson, Rooms, session_of
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7
from viche.realtime.models import RealtimeTicket
from viche.realtime.tickets import redeem_ticket

pytestmark = pytest.mark.django_db(transaction=True)


def bearer(person: User) -> dict[str, str]:
    _token, secret = issue_token(
        actor=Actor.for_system("tests"), person_id=person.pk, name="тест", scopes=list_scopes()
    )
    return {"Authorization": f"Bearer {secret}"}


def browser(person: User) -> Client:
    made = Client()
    made.cookies["viche_session"] = session_of(person)
    return made


def events(client: Client, **query: Any) -> Any:
    return client.get("/api/v1/events", query)


def test_what_was_missed_is_answered_as_frames(rooms: Rooms, olena: User) -> None:
    room = rooms.open(olena)
    for number in (1, 2, 3):
        rooms.say(number, room)
    rooms.hidden.add(3)
    answer = events(browser(olena), topic=f"room:{room}", after=1)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["head"], body["resync"]) == (3, False)
    assert [(one["type"], one["seq"], one["data"]) for one in body["items"]] == [
        ("event", 2, {"number": 2, "text": ""}),
        ("event", 3, None),
    ]
    assert body["items"][0]["at"].endswith("Z")


def test_too_much_or_the_future_is_loaded_anew(rooms: Rooms, olena: User, settings: Any) -> None:
    settings.REALTIME = {"replay": 2}
    room = rooms.open(olena)
    for number in (1, 2, 3):
        rooms.say(number, room)
    client = browser(olena)
    for after in (0, 4):
        assert events(client, topic=f"room:{room}", after=after).json() == {
            "items": [],
            "head": 3,
            "resync": True,
        }
    assert events(client, topic=f"room:{room}", after=3).json() == {"items": [], "head": 3, "resync": False}


def test_a_topic_of_others_is_as_if_it_were_not_there(rooms: Rooms, olena: User, taras: User) -> None:
    client = browser(olena)
    answers = [
        events(client, topic=topic, after=0)
        for topic in (f"room:{rooms.open(taras)}", f"room:{uuid7()}", f"none:{uuid7()}", "x")
    ]
    assert {answer.status_code for answer in answers} == {404}
    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert all(body == bodies[0] for body in bodies)


@pytest.mark.parametrize(
    "query", [{}, {"topic": "x"}, {"topic": "x", "after": "-1"}, {"topic": "x", "after": "a"}, {"after": "1"}]
)
def test_a_wrong_address_is_refused(rooms: Rooms, olena: User, query: dict[str, str]) -> None:
    assert events(browser(olena), **query).status_code == 400


def test_nobody_gets_nothing(rooms: Rooms) -> None:
    assert events(Client(), topic="room:x", after=0).status_code == 401
    assert Client().post("/api/v1/realtime/ticket").status_code == 401


def test_a_token_gets_a_ticket(make_person: MakePerson) -> None:
    person = make_person()
    answer = Client().post("/api/v1/realtime/ticket", headers=bearer(person))
    assert answer.status_code == 201
    assert RealtimeTicket.objects.count() == 1
    actor = redeem_ticket(ticket=answer.json()["ticket"])
    assert (actor.person_id, actor.token_id is not None, actor.scopes) == (
        person.pk,
        True,
        frozenset(list_scopes()),
    )


def test_the_protocol_is_described(rooms: Rooms) -> None:
    answer = Client().get("/api/v1/realtime/schema")
    assert answer.status_code == 200
    document = answer.json()
    assert document["asyncapi"].startswith("3.")
    messages = document["components"]["messages"]
    for name in (
        "client.subscribe",
        "client.shout",
        "server.event.tests.said",
        "server.resync",
        "server.events",
    ):
        assert name in messages
    assert "4413" in document["info"]["description"]
    assert "`room:<id>`" in document["info"]["description"]
    references = set(_references(document))
    assert all(_found(document, reference) for reference in references)


def _references(part: Any) -> Any:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _found(document: Any, reference: str) -> bool:
    place = document
    for step in reference.removeprefix("#/").split("/"):
        if step not in place:
            return False
        place = place[step]
    return True
