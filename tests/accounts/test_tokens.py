"""Personal access tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.accounts.conftest import SYSTEM, MakePerson, at_once, bearer, sit_down, token_of
from viche.accounts.models import PersonalAccessToken, User
from viche.accounts.policies import TokenAction, tokens
from viche.accounts.scopes import list_scopes
from viche.accounts.services.tokens import MAX_TOKENS, issue_token, revoke_token
from viche.accounts.session_validity import build_token_actor
from viche.accounts.token_secrets import digest_of, generate_token_secret
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, SignedOut
from viche.kernel.ids import uuid7
from viche.kernel.models import AccessChange, Event, IdempotencyKey

pytestmark = pytest.mark.django_db
TOKENS = "/api/v1/tokens"


def ask(browser: Client, **fields: Any) -> Any:
    body = {"name": "Скрипт звітів", "scopes": ["accounts:read"], **fields}
    return browser.post(TOKENS, body, content_type="application/json", headers={"Idempotency-Key": "once"})


def test_a_token_is_shown_once_and_kept_as_a_digest(person: User) -> None:
    browser = sit_down(person)
    answer = ask(browser, expires_in_days=7)
    assert answer.status_code == 201
    secret = answer.json()["secret"]
    row = PersonalAccessToken.objects.get(person=person)
    assert row.digest == digest_of(secret)
    assert timedelta(days=6, hours=23) < row.expires_at - now() <= timedelta(days=7)
    assert not IdempotencyKey.objects.exists()
    (listed,) = browser.get(TOKENS).json()["items"]
    assert "secret" not in listed
    assert "digest" not in listed
    assert secret.startswith(listed["prefix"])
    assert len(listed["prefix"]) < 20
    assert secret not in str(Event.objects.values_list("data", flat=True))


def test_a_token_acts_for_its_holder_within_its_scopes(person: User) -> None:
    reading = Client(headers=bearer(token_of(person, "accounts:read")))
    assert reading.get("/api/v1/me").json()["id"] == str(person.pk)
    refused = reading.patch(
        "/api/v1/me", {"language": "en"}, content_type="application/json", headers={"If-Match": '"1"'}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_scope")
    other = Client(headers=bearer(token_of(person, "accounts:write")))
    refused = other.get("/api/v1/me")
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_scope")
    assert "accounts:read" in refused.json()["detail"]


def test_a_token_needs_no_csrf_and_goes_before_the_cookie(person: User, make_person: MakePerson) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_person())
    patched = browser.patch(
        "/api/v1/me",
        {"language": "en"},
        content_type="application/json",
        headers={"If-Match": '"1"', **bearer(token_of(person))},
    )
    assert patched.status_code == 200
    assert patched.json()["id"] == str(person.pk)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        pytest.param(f"Bearer {generate_token_secret()}", id="a well-formed one that was never issued"),
        "Bearer viche_pat_short",
        "Bearer viche_pat_" + "я" * 43,
        "Bearer " + "x" * 5000,
    ],
)
def test_what_is_no_token_is_401_even_with_a_good_cookie(person: User, header: str) -> None:
    answer = sit_down(person).get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")
    assert answer["WWW-Authenticate"] == 'Bearer realm="viche", error="invalid_token"'


def test_a_revoked_or_expired_token_opens_nothing(person: User) -> None:
    browser, secret = sit_down(person), token_of(person)
    script = Client(headers=bearer(secret))
    (token,) = browser.get(TOKENS).json()["items"]
    assert script.get("/api/v1/me").status_code == 200
    with replace_clock(lambda: PersonalAccessToken.objects.get().expires_at):
        assert script.get("/api/v1/me").status_code == 401
    row, holder = PersonalAccessToken.objects.get(), Actor.for_person(person.pk)
    assert all(tokens.can(actor, one, row) for actor in (holder, SYSTEM) for one in TokenAction)
    assert browser.delete(f"{TOKENS}/{token['id']}").status_code == 204
    assert script.get("/api/v1/me").status_code == 401
    assert browser.get(TOKENS).json()["items"] == []
    assert browser.delete(f"{TOKENS}/{token['id']}").status_code == 404
    change = AccessChange.objects.get()
    assert (str(change.token_id), change.reason) == (token["id"], "token_revoked")
    # Somebody who waited for the lock meanwhile finds that nothing is to be done with it any more.
    row.refresh_from_db()
    assert not any(tokens.can(actor, one, row) for actor in (holder, SYSTEM) for one in TokenAction)


def test_a_token_makes_lists_and_revokes_no_tokens(person: User) -> None:
    script = Client(headers=bearer(token_of(person)))
    row = PersonalAccessToken.objects.get()
    for answer in (script.get(TOKENS), ask(script), script.delete(f"{TOKENS}/{row.pk}")):
        assert (answer.status_code, answer.json()["code"]) == (403, "needs_sign_in")
    assert PersonalAccessToken.objects.filter(revoked_at=None).count() == 1


def test_a_strangers_token_is_not_there(person: User, administrator: User, make_person: MakePerson) -> None:
    token_of(person)
    row = PersonalAccessToken.objects.get()
    for other in (make_person(), administrator):
        browser = sit_down(other)
        assert browser.get(TOKENS).json()["items"] == []
        hidden, missing = browser.delete(f"{TOKENS}/{row.pk}"), browser.delete(f"{TOKENS}/{uuid7()}")
        assert hidden.status_code == missing.status_code == 404
        assert {**hidden.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    with pytest.raises(Forbidden):
        issue_token(
            actor=Actor.for_person(administrator.pk), person_id=person.pk, name="x", scopes=["accounts:read"]
        )
    with pytest.raises(SignedOut):
        revoke_token(actor=ANONYMOUS, token_id=row.pk)


@pytest.mark.parametrize(
    ("fields", "pointer", "code"),
    [
        ({"name": " "}, "/name", "blank"),
        ({"name": "я" * 81}, "/name", "max_length"),
        ({"scopes": ["accounts:read", "all:everything"]}, "/scopes/1", "unknown_scope"),
        ({"scopes": []}, "/scopes", "empty"),
        ({"scopes": "accounts:read"}, "/scopes", "not_a_list"),
        ({"expires_in_days": 0}, "/expires_in_days", "min_value"),
        ({"expires_in_days": 366}, "/expires_in_days", "max_value"),
        ({"expires_in_days": "7"}, "/expires_in_days", "not_an_integer"),
        ({"person_id": str(uuid7())}, "/person_id", "unknown"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_field(
    person: User, fields: dict[str, object], pointer: str, code: str
) -> None:
    answer = ask(sit_down(person), **fields)
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert not PersonalAccessToken.objects.exists()


def test_services_refuse_what_the_address_would(person: User) -> None:
    with pytest.raises(Invalid) as refusal:
        issue_token(actor=SYSTEM, person_id=person.pk, name="\u200b", scopes=[], expires_in_days=1000)
    assert {error.pointer for error in refusal.value.errors} == {"/name", "/scopes", "/expires_in_days"}


def test_there_is_an_end_to_tokens(person: User, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _number in range(MAX_TOKENS):
        token_of(person, "accounts:read")
    with pytest.raises(Conflict):
        token_of(person, "accounts:read")
    browser = sit_down(person)
    with django_assert_num_queries(2):  # session with its person, list
        assert len(browser.get(TOKENS).json()["items"]) == MAX_TOKENS


def test_last_use_is_written_once_a_minute(
    person: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    script = Client(headers=bearer(token_of(person)))
    began = now()

    def used(seconds: int) -> timedelta:
        with replace_clock(lambda: began + timedelta(seconds=seconds)):
            script.get("/api/v1/me")
        last = PersonalAccessToken.objects.get().last_used_at
        assert last is not None
        return last - began

    assert [used(seconds).seconds for seconds in (1, 40, 62, 100)] == [1, 1, 62, 62]


def test_scopes_are_those_of_the_rooms_in_both_languages(person: User) -> None:
    items = sit_down(person).get(f"{TOKENS}/scopes").json()["items"]
    assert [item["scope"] for item in items] == list_scopes()
    assert {"accounts:read", "accounts:write"} <= set(list_scopes())
    for item in items:
        assert item["label"]["uk"]
        assert item["label"]["uk"] != item["label"]["en"]


@pytest.mark.django_db(transaction=True)
def test_of_two_revocations_at_once_one_happens(person: User) -> None:
    token_of(person)
    row = PersonalAccessToken.objects.get()
    actor = Actor.for_person(person.pk)
    results = at_once(4, lambda _n: revoke_token(actor=actor, token_id=row.pk))
    assert sum(one is None for one in results) == 1
    assert sum(isinstance(one, NotFound) for one in results) == 3
    assert Event.objects.filter(kind="accounts.token_revoked").count() == 1
    assert AccessChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_at_once_too(person: User) -> None:
    for _number in range(MAX_TOKENS - 1):
        token_of(person, "accounts:read")
    results = at_once(4, lambda _n: token_of(person, "accounts:read"))
    assert sum(isinstance(one, Conflict) for one in results) == 3
    row = PersonalAccessToken.objects.latest("id")
    assert build_token_actor(row) == Actor(
        person_id=person.pk, token_id=row.pk, scopes=frozenset({"accounts:read"})
    )
