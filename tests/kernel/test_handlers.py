"""Declared handlers, and what an endpoint records of its answers."""

from __future__ import annotations

import json
from typing import Any, TypedDict

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from viche.kernel.actor import Actor
from viche.kernel.api import PUBLIC, Answer, Confirmed, Endpoint, Show, StrictSerializer, Write, answer

Recorded = list[tuple[str, Any]]


class Thing(TypedDict):
    id: str
    version: int


THING: Thing = {"id": "1", "version": 7}


class Open(Endpoint):
    authentication_classes: list[Any] = []
    throttle_classes: list[Any] = []


def show_thing() -> Thing:
    return THING


def show_row() -> Answer[Thing]:
    return answer(THING, of="row")


def show_approval() -> Answer[Thing]:
    return answer(THING, of=None)


def ask(shows: Any, records: Any) -> HttpResponse:
    class Things(Open):
        """GET: Return a thing."""

        get = Show(PUBLIC, shows)

    Things.records = records
    response: HttpResponse = Things.as_view()(RequestFactory().get("/"))
    return response


@pytest.mark.parametrize(
    ("shows", "recorded"), [(show_thing, [THING]), (show_row, ["row"]), (show_approval, [])]
)
def test_what_is_answered_is_recorded(shows: Any, recorded: list[Any]) -> None:
    for by_method in (False, True):
        seen: list[Any] = []

        def record(actor: Actor, what: Any, seen: list[Any] = seen) -> None:
            seen.append(what)

        assert ask(shows, {"GET": record} if by_method else record).status_code == 200
        assert seen == recorded


def test_of_another_method_nothing_is_recorded() -> None:
    assert ask(show_thing, {"POST": None}).status_code == 200


def test_what_cannot_be_recorded_is_not_answered() -> None:
    def refuse(actor: Actor, what: Any) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        ask(show_thing, refuse)


@pytest.mark.parametrize("records", [None, {"POST": lambda actor, what: None}])
def test_an_answer_of_something_needs_records(records: Any) -> None:
    with pytest.raises(TypeError, match="without `records`"):
        ask(show_row, records)


class ConfirmingIn(StrictSerializer):
    confirmed = Confirmed(required=False)


def test_the_service_gets_the_actor_with_what_the_body_confirms() -> None:
    actors: list[Actor] = []

    def make_thing(actor: Actor) -> None:
        actors.append(actor)

    class Things(Open):
        """POST: Make a thing."""

        post = Write(PUBLIC, make_thing, body=ConfirmingIn)

    body = {"confirmed": ["phone"]}
    request = RequestFactory().post("/", json.dumps(body), content_type="application/json")
    assert Things.as_view()(request).status_code == 204
    assert [one.confirmed for one in actors] == [("phone",)]


def test_the_version_of_what_is_shown_is_the_tag() -> None:
    assert ask(show_thing, None)["ETag"] == '"7"'


def test_a_declared_method_is_described() -> None:
    with pytest.raises(TypeError, match="does not say what GET does"):
        type("Silent", (Open,), {"get": Show(PUBLIC, show_thing), "__doc__": "POST: Make a thing."})


def test_a_parameter_that_nothing_names_is_refused() -> None:
    def show_other(other: str) -> Thing:
        return THING

    with pytest.raises(TypeError, match="other"):
        ask(show_other, None)
