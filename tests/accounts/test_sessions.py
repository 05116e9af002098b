"""Where somebody is signed in, and ending it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from tests.accounts.conftest import SYSTEM, MakePerson, actor_in, at_once, bearer, sit_down, token_of
from viche.accounts.jobs import prune_sessions
from viche.accounts.models import Session, User
from viche.accounts.policies import SessionAction, sessions
from viche.accounts.services.sessions import end_session, prune_ended_sessions, sign_out, sign_out_everywhere
from viche.kernel.access import hash_session_id
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, NotFound, SignedOut
from viche.kernel.ids import uuid7
from viche.kernel.models import AccessChange, Event

pytestmark = pytest.mark.django_db
SESSIONS = "/api/v1/me/sessions"


def test_the_list_says_which_is_this_one(person: User, make_person: MakePerson) -> None:
    here, _there, _stranger = sit_down(person), sit_down(person), sit_down(make_person())
    items = here.get(SESSIONS).json()["items"]
    assert [item["current"] for item in items].count(True) == 1
    assert len(items) == 2
    assert "session_key" not in items[0]


def test_the_list_costs_the_same_for_any_number(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here = sit_down(person)
    for _number in range(10):
        sit_down(person)
    with django_assert_num_queries(4):  # session with its person, list, two for the limit of who asks
        assert len(here.get(SESSIONS).json()["items"]) == 11


def test_ending_another_browser(person: User) -> None:
    here, there = sit_down(person), sit_down(person)
    key = there.session.session_key
    other = Session.objects.get(session_key=key)
    assert here.delete(f"{SESSIONS}/{other.public_id}").status_code == 204
    assert there.get("/api/v1/me").status_code == 401
    assert here.get("/api/v1/me").status_code == 200
    change = AccessChange.objects.get()
    assert (change.person_id, change.session_digest) == (person.pk, hash_session_id(key))
    assert here.delete(f"{SESSIONS}/{other.public_id}").status_code == 404


def test_ending_this_browser_takes_the_cookie_away(person: User) -> None:
    here = sit_down(person)
    current = Session.objects.get(person=person)
    answer = here.delete(f"{SESSIONS}/{current.public_id}")
    assert answer.status_code == 204
    assert answer.cookies["viche_session"]["max-age"] == 0
    assert here.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("good", [True, False])
def test_signing_out_ends_the_session_whatever_token_comes_with_it(person: User, good: bool) -> None:
    here = sit_down(person)
    headers = bearer(token_of(person) if good else "viche_pat_nonsense")
    assert here.delete("/_allauth/browser/v1/auth/session", headers=headers).status_code == 401
    assert not Session.objects.filter(person=person).exists()
    assert AccessChange.objects.filter(person_id=person.pk).exclude(session_digest="").count() == 1
    assert Event.objects.filter(kind="accounts.session_ended").count() == 1


def test_a_strangers_session_is_not_there(person: User, make_person: MakePerson) -> None:
    sit_down(person)
    theirs = Session.objects.get(person=person)
    stranger = sit_down(make_person())
    missing = stranger.delete(f"{SESSIONS}/{uuid7()}")
    hidden = stranger.delete(f"{SESSIONS}/{theirs.public_id}")
    assert hidden.status_code == missing.status_code == 404
    assert {**hidden.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert Session.objects.filter(person=person).exists()


def test_signing_out_everywhere(person: User, make_person: MakePerson) -> None:
    browsers, bystander = [sit_down(person) for _number in range(3)], sit_down(make_person())
    assert browsers[0].delete(SESSIONS).status_code == 204
    assert [browser.get("/api/v1/me").status_code for browser in browsers] == [401, 401, 401]
    assert bystander.get("/api/v1/me").status_code == 200
    change = AccessChange.objects.get()
    assert (change.person_id, change.reason) == (person.pk, "signed_out_everywhere")


@pytest.mark.parametrize(
    ("body", "after"), [(None, 200), ({}, 200), ({"tokens": False}, 200), ({"tokens": True}, 401)]
)
def test_signing_out_everywhere_takes_the_tokens_along_where_it_is_asked_to(
    person: User, make_person: MakePerson, body: dict[str, bool] | None, after: int
) -> None:
    here, other = sit_down(person), make_person()
    mine, theirs = bearer(token_of(person)), bearer(token_of(other))
    sent: dict[str, Any] = {} if body is None else {"data": body, "content_type": "application/json"}
    assert here.delete(SESSIONS, **sent).status_code == 204
    assert here.get("/api/v1/me").status_code == 401
    assert Client().get("/api/v1/me", headers=mine).status_code == after
    assert Client().get("/api/v1/me", headers=theirs).status_code == 200
    assert Event.objects.filter(kind="accounts.token_revoked").count() == (1 if after == 401 else 0)


def test_who_signs_another_out_revokes_none_of_their_tokens(person: User, administrator: User) -> None:
    headers = bearer(token_of(person))
    sit_down(person)
    with pytest.raises(Forbidden):
        sign_out_everywhere(actor=Actor.for_person(administrator.pk), person_id=person.pk, with_tokens=True)
    assert Session.objects.filter(person=person).exists(), "all of it or nothing"
    assert Client().get("/api/v1/me", headers=headers).status_code == 200


def test_a_token_reaches_no_sessions(person: User) -> None:
    headers = bearer(token_of(person))
    sit_down(person)
    session = Session.objects.get(person=person)
    for answer in (Client().get(SESSIONS, headers=headers), Client().delete(SESSIONS, headers=headers)):
        assert (answer.status_code, answer.json()["code"]) == (403, "needs_sign_in")
    assert Client().delete(f"{SESSIONS}/{session.public_id}", headers=headers).status_code == 403
    assert Session.objects.filter(person=person).exists()


def test_the_session_of_nobody_is_nobodys() -> None:
    Client().session.save()
    theirs = Session.objects.get(person=None)
    assert not sessions.visible_to(ANONYMOUS).exists()
    assert not any(sessions.can(ANONYMOUS, one, theirs) for one in SessionAction)


def test_nobody_ends_what_is_not_theirs(person: User, administrator: User, make_person: MakePerson) -> None:
    with pytest.raises(SignedOut):
        end_session(actor=ANONYMOUS, session_id=uuid7())
    with pytest.raises(NotFound):
        sign_out_everywhere(actor=Actor.for_person(make_person().pk), person_id=person.pk)
    sit_down(person)
    assert sign_out_everywhere(actor=Actor.for_person(administrator.pk), person_id=person.pk) == 1
    assert Client().get(SESSIONS).status_code == 401


def test_an_expired_session_opens_nothing_and_is_forgotten(person: User) -> None:
    here, there = sit_down(person), sit_down(person)
    Session.objects.filter(session_key=there.session.session_key).update(
        expire_date=now() - timedelta(seconds=1)
    )
    assert there.get("/api/v1/me").status_code == 401
    assert len(here.get(SESSIONS).json()["items"]) == 1
    prune_sessions()
    assert Session.objects.filter(person=person).count() == 1
    with pytest.raises(Forbidden):
        prune_ended_sessions(actor=Actor.for_person(person.pk))


def test_last_seen_is_written_once_a_minute(person: User) -> None:
    here = sit_down(person)
    began = Session.objects.get(person=person).last_seen_at

    def seen(minutes: float) -> timedelta:
        moment = began + timedelta(minutes=minutes)
        with replace_clock(lambda: moment):
            here.get("/api/v1/me", headers={"Viche-Active": "1"})
        return Session.objects.get(person=person).last_seen_at - began

    assert [seen(minutes) for minutes in (0.5, 1.5, 2, 3)] == [
        timedelta(0),
        timedelta(minutes=1.5),
        timedelta(minutes=1.5),
        timedelta(minutes=3),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_end_one_session_end_it_once(person: User) -> None:
    browser = sit_down(person)
    actor = actor_in(browser, person)
    session = Session.objects.get(person=person)
    results = at_once(4, lambda _n: end_session(actor=actor, session_id=session.public_id))
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "NotFound", "NotFound", "NotFound"]
    assert Event.objects.filter(kind="accounts.session_ended").count() == 1
    sign_out(actor=actor)
    assert AccessChange.objects.count() == 1
    assert sign_out_everywhere(actor=SYSTEM, person_id=person.pk) == 0


def test_a_session_does_not_survive_its_password(person: User) -> None:
    here = sit_down(person)
    assert here.get(SESSIONS).status_code == 200
    person.set_password("another long sentence")
    person.save(update_fields=["password"])
    assert here.get(SESSIONS).status_code == 401
    assert not Session.objects.filter(person=person).exists()


def test_a_session_outlives_the_secret_key_while_it_is_being_replaced(person: User) -> None:
    here = sit_down(person)
    old = settings.SECRET_KEY
    with override_settings(SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS=[old]):
        assert here.get(SESSIONS).status_code == 200
    with override_settings(SECRET_KEY="x" * 60, SECRET_KEY_FALLBACKS=[]):
        assert here.get(SESSIONS).status_code == 200, "it is signed anew"
    with override_settings(SECRET_KEY="y" * 60, SECRET_KEY_FALLBACKS=[]):
        assert here.get(SESSIONS).status_code == 401
