"""Passkeys: made, used in place of a password or after it, and lied about."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.authenticator import Passkey
from tests.accounts.conftest import PASSWORD, MakePerson, sit_down
from tests.accounts.factors import (
    AUTH,
    FACTORS,
    add_passkey,
    code_of,
    kinds,
    options,
    post,
    show,
    signed_in,
    who,
)
from viche.accounts.models import Session, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


@pytest.fixture
def browser(person: User) -> Client:
    return signed_in(person.email)


def test_a_passkey_signs_in_alone(person: User, browser: Client) -> None:
    key = add_passkey(browser)
    fresh = Client()
    before = fresh.cookies.get("viche_session")
    answer = show(fresh, key)
    assert (answer.status_code, who(fresh)) == (200, 200)
    assert before is None or fresh.cookies["viche_session"].value != before.value
    listed = browser.get(FACTORS).json()["passkeys"]
    assert listed[0]["name"] == "Телефон"
    assert listed[0]["last_used_at"] is not None
    assert kinds(person)[-2:] == ["accounts.passkey_added", "accounts.signed_in"]
    assert Session.objects.filter(person=person).count() == 2
    assert all(one.get_decoded().get("_session_expiry") is None for one in Session.objects.all())


def test_a_passkey_is_also_the_second_step(person: User, browser: Client) -> None:
    key = add_passkey(browser)
    between = signed_in(person.email)
    assert who(between) == 401
    assert show(between, key, "authenticate").status_code == 200
    assert who(between) == 200


def lie(name: str, key: Passkey) -> None:
    if name == "origin":
        key.origin = "http://sub.localhost:8000"
    elif name == "verified":
        key.verified = False
    elif name == "copy":
        key.count = 0
    elif name == "stranger":
        key.key = Passkey().key
    elif name == "nobody":
        key.handle = "AAAA"
    elif name == "unknown":
        key.credential_id = b"x" * 32


@pytest.mark.parametrize("what", ["origin", "verified", "copy", "stranger", "nobody", "unknown"])
def test_a_passkey_that_lies_opens_nothing(person: User, browser: Client, what: str) -> None:
    key = add_passkey(browser)
    lie(what, key)
    fresh = Client()
    assert code_of(show(fresh, key)) == (400, "incorrect_passkey")
    assert who(fresh) == 401


def test_an_answer_is_good_once_and_in_its_own_session(person: User, browser: Client) -> None:
    key, fresh, other = add_passkey(browser), Client(), Client()
    answer = {"credential": key.get(options(fresh, "login"))}
    options(other, "login")
    assert code_of(post(other, f"{AUTH}/webauthn/login", answer)) == (400, "incorrect_passkey")
    assert post(fresh, f"{AUTH}/webauthn/login", answer).status_code == 200
    again = Client()
    again.cookies["viche_session"] = fresh.cookies["viche_session"].value
    assert post(Client(), f"{AUTH}/webauthn/login", answer).status_code == 400
    assert post(fresh, f"{AUTH}/webauthn/login", answer).status_code == 409


@pytest.mark.parametrize(
    "credential",
    [
        None,
        "x",
        [],
        {},
        {"id": 1},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {}},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": None},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30"}},
        {"id": "ї", "rawId": "ї", "type": "public-key", "response": {"clientDataJSON": "ї"}},
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": "bnVsbA", "authenticatorData": "AA", "signature": "AA"},
        },
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": "AA", "attestationObject": "oWNmbXRk"},
        },
    ],
)
def test_what_is_no_credential_is_refused(browser: Client, credential: Any) -> None:
    fresh = Client()
    options(fresh, "login")
    assert post(fresh, f"{AUTH}/webauthn/login", {"credential": credential}).status_code == 400
    post(browser, f"{FACTORS}/passkeys/options")
    answer = post(browser, f"{FACTORS}/passkeys", {"name": "Ключ", "credential": credential})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/credential"
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("what", ["origin", "verified"])
def test_a_new_passkey_that_lies_is_not_taken(browser: Client, what: str) -> None:
    key = Passkey()
    lie(what, key)
    asked = post(browser, f"{FACTORS}/passkeys/options").json()
    answer = post(browser, f"{FACTORS}/passkeys", {"name": "Ключ", "credential": key.create(asked)})
    assert code_of(answer) == (422, "incorrect_passkey")


def test_a_passkey_belongs_to_one_account(browser: Client, make_person: MakePerson) -> None:
    key = add_passkey(browser)
    stranger = sit_down(make_person())
    asked = post(stranger, f"{FACTORS}/passkeys/options").json()
    answer = post(stranger, f"{FACTORS}/passkeys", {"name": "Ключ", "credential": key.create(asked)})
    assert code_of(answer) == (409, "already_set_up")


@pytest.mark.parametrize("name", ["", " \u200b ", "я" * 81, "a\u202eb", 5, None])
def test_a_passkey_needs_a_name_that_can_be_read(browser: Client, name: Any) -> None:
    asked = post(browser, f"{FACTORS}/passkeys/options").json()
    answer = post(browser, f"{FACTORS}/passkeys", {"name": name, "credential": Passkey().create(asked)})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/name"


def test_questions_to_passkeys_are_bounded_and_short_lived() -> None:
    for _nth in range(60):
        assert Client().get(f"{AUTH}/webauthn/login").status_code == 200
    refused = Client().get(f"{AUTH}/webauthn/login")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 50 <= int(refused["Retry-After"]) <= 60
    lives = [(one.expire_date - one.created_at).total_seconds() for one in Session.objects.all()]
    assert max(lives) < 1000


def test_answers_of_passkeys_are_bounded_as_well() -> None:
    answers = [post(Client(), f"{AUTH}/webauthn/login", {"credential": {}}) for _nth in range(31)]
    assert [one.status_code for one in answers] == [400] * 30 + [429]
    assert 50 <= int(answers[-1]["Retry-After"]) <= 60


def test_a_passkey_signs_in_without_redis(browser: Client, broken_cache: None) -> None:
    key, fresh = add_passkey(browser), Client()
    assert show(fresh, key).status_code == 200
    assert who(fresh) == 200
