"""Events say through which session or token somebody acted: by ids that open nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.conftest import bearer, sit_down
from tests.cast import World
from tests.dialogue.helpers import a_thread
from viche.accounts.models import PersonalAccessToken, Session
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import issue_token
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def post(client: Client, thread_id: object, body: str, **headers: str) -> None:
    """A message of its own, and one that names its author: it is told in two events."""
    answer = client.post(
        f"/api/v1/threads/{thread_id}/messages",
        {"client_id": str(uuid7()), "body": body},
        content_type="application/json",
        headers=headers,
    )
    assert answer.status_code == 201, answer.content


def test_a_session_stands_in_events_by_its_public_id(world: World) -> None:
    officer, thread = world.people["officer"], a_thread(world)
    browser = sit_down(officer)
    session = Session.objects.get(person=officer)
    post(browser, thread.pk, "Перше")
    post(browser, thread.pk, f"@[?](person:{world.people['teacher'].pk}), коли?")
    version = {"If-Match": browser.get("/api/v1/me")["ETag"]}
    answer = browser.patch("/api/v1/me", {"language": "en"}, content_type="application/json", headers=version)
    assert answer.status_code == 200
    events = Event.objects.filter(actor=officer, kind__startswith="dialogue.message")
    assert events.filter(kind="dialogue.message_addressed").exists()
    assert set(events.values_list("session_id", "token_id")) == {(session.public_id, None)}
    assert set(
        Event.objects.filter(kind__startswith="accounts.", actor=officer).values_list("session_id")
    ) == {(session.public_id,)}
    assert session.session_key not in str(list(Event.objects.values()))


def test_a_token_stands_in_events_by_its_id(world: World) -> None:
    officer, thread = world.people["officer"], a_thread(world)
    _row, secret = issue_token(
        actor=Actor.for_person(officer.pk), person_id=officer.pk, name="скрипт", scopes=list_scopes()
    )
    post(Client(), thread.pk, "Перше", **bearer(secret))
    event = Event.objects.get(kind="dialogue.message_posted", actor=officer)
    assert (event.session_id, event.token_id) == (None, PersonalAccessToken.objects.get(person=officer).pk)


def test_what_the_system_does_names_neither(world: World) -> None:
    a_thread(world)
    events = Event.objects.filter(actor=None)
    assert set(events.values_list("session_id", "token_id")) == {(None, None)}
