"""Signing in and out through the browser, and changing the password."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, sign_in, sit_down
from viche.accounts.models import Session, User
from viche.accounts.services.people import deactivate_person
from viche.kernel.access import hash_session_id
from viche.kernel.actor import Actor
from viche.kernel.events import list_events_after
from viche.kernel.models import AccessChange

pytestmark = pytest.mark.django_db

SESSION = "/_allauth/browser/v1/auth/session"
CHANGE = "/_allauth/browser/v1/account/password/change"
NEW_PASSWORD = "Вечір-біля-криниці-9"


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


def kinds(person: User) -> list[str]:
    return [event.kind for _seq, event in list_events_after(f"user:{person.pk}", 0)]


def change_password(browser: Client, current: str, new: str) -> Any:
    body = {"current_password": current, "new_password": new}
    return browser.post(CHANGE, body, content_type="application/json")


@pytest.mark.parametrize(
    "spelling", ["olena@kalynodil.example", "OLENA@Kalynodil.example", " olena@KALYNODIL.EXAMPLE "]
)
def test_signing_in_opens_the_account(person: User, spelling: str) -> None:
    browser = Client()
    answer = sign_in(browser, spelling, **{"User-Agent": "Тестовий браузер"})
    assert answer.status_code == 200
    assert answer.json()["data"]["user"]["id"] == str(person.pk)
    assert browser.get("/api/v1/me").status_code == 200
    session = Session.objects.get(person=person)
    assert (session.ip, session.user_agent) == ("127.0.0.1", "Тестовий браузер")
    assert kinds(person) == ["accounts.person_created", "accounts.signed_in"]


def test_the_key_of_the_session_changes_with_the_sign_in(person: User) -> None:
    browser = Client()
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["viche_session"] = session.session_key or ""
    sign_in(browser, person.email)
    assert browser.cookies["viche_session"].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_who_does_not_get_in_learns_nothing(
    person: User, administrator: User, make_person: MakePerson
) -> None:
    deactivated = make_person(email="gone@kalynodil.example", password=PASSWORD)
    deactivate_person(actor=Actor.for_person(administrator.pk), person_id=deactivated.pk)
    passwordless = make_person(email="new@kalynodil.example")
    refusals = [
        sign_in(Client(), person.email, "wrong password"),
        sign_in(Client(), "nobody@kalynodil.example"),
        sign_in(Client(), deactivated.email),
        sign_in(Client(), passwordless.email),
    ]
    assert {refusal.status_code for refusal in refusals} == {400}
    assert len({refusal.content for refusal in refusals}) == 1
    assert refusals[0].json()["errors"][0]["code"] == "email_password_mismatch"


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": "a@b.c", "password": "x"',
        b'\xff\xfe{"email": 1}',
        b"[" * 100_000,
        b'{"email": "a@b.c", "email": "a@b.c", "password": "x"}',
        b'{"email": "a@b.c", "password": NaN}',
        b'["email"]',
        b'{"email": "a@b.c", "password": "\\ud800"}',
        b'{"email": "a@b.c", "password": "a\\u0000b"}',
        b'{"email": "a@b.c", "password": "x", "\\ud800": 1}',
    ],
)
def test_what_is_not_a_form_is_refused_as_a_problem(body: bytes) -> None:
    answer = Client().post("/_allauth/browser/v1/auth/login", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"]


@pytest.mark.parametrize(
    "body", [{}, {"email": "a@b.c"}, {"email": "no", "password": "x"}, {"email": ["a"], "password": {}}]
)
def test_a_form_with_faults_names_them(body: dict[str, object]) -> None:
    answer = Client().post("/_allauth/browser/v1/auth/login", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"]


def test_a_page_elsewhere_cannot_sign_in_or_change_anything(person: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    refused = sign_in(browser, person.email)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    assert refused["Content-Type"] == "application/problem+json"
    assert "застаріла" in refused.content.decode()
    browser.get(SESSION)  # sets the CSRF cookie
    token = browser.cookies["viche_csrf"].value
    assert sign_in(browser, person.email, **{"X-CSRFToken": token}).status_code == 200

    def patch(**headers: str) -> Any:
        headers["If-Match"] = '"1"'
        return browser.patch(
            "/api/v1/me", {"language": "en"}, content_type="application/json", headers=headers
        )

    forged = patch()
    assert (forged.status_code, forged.json()["code"]) == (403, "csrf")
    assert patch(**{"X-CSRFToken": browser.cookies["viche_csrf"].value}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "auth/signup",
        "account/email",
        "account/phone",
        "auth/password/request",
        "auth/code/request",
        "auth/sessions",
        "auth/provider/redirect",
        "auth/2fa/trust",
        "auth/webauthn/signup",
        "account/authenticators",
        "account/authenticators/totp",
        "account/authenticators/webauthn",
        "account/authenticators/recovery-codes",
    ],
)
def test_what_is_not_opened_is_not_there(person: User, address: str) -> None:
    for client in ("browser", "app"):
        answer = sit_down(person).post(
            f"/_allauth/{client}/v1/{address}", {}, content_type="application/json"
        )
        assert answer.status_code == 404


def test_signing_out_ends_the_session_and_tells_the_sockets(person: User) -> None:
    browser = Client()
    sign_in(browser, person.email)
    key = browser.session.session_key
    copy = Client()
    copy.cookies["viche_session"] = browser.cookies["viche_session"].value
    assert browser.delete(SESSION).status_code == 401
    assert copy.get("/api/v1/me").status_code == 401
    change = AccessChange.objects.get(reason="session_ended")
    assert (change.person_id, change.session_digest) == (person.pk, hash_session_id(key))
    assert kinds(person)[-1] == "accounts.session_ended"
    assert browser.delete(SESSION).status_code == 401
    assert AccessChange.objects.filter(reason="session_ended").count() == 1


def test_a_new_password_ends_every_other_session(person: User) -> None:
    here, there = Client(), Client()
    sign_in(here, person.email)
    sign_in(there, person.email)
    copy = Client()
    copy.cookies["viche_session"] = here.cookies["viche_session"].value
    assert change_password(here, PASSWORD, NEW_PASSWORD).status_code == 200
    assert here.get("/api/v1/me").status_code == 200
    assert there.get("/api/v1/me").status_code == 401
    assert copy.get("/api/v1/me").status_code == 401
    assert Session.objects.filter(person=person).count() == 1
    assert AccessChange.objects.filter(person=person, reason="password_changed").count() == 1
    assert kinds(person)[-1] == "accounts.password_changed"
    assert sign_in(Client(), person.email).status_code == 400
    assert sign_in(Client(), person.email, NEW_PASSWORD).status_code == 200


@pytest.mark.parametrize(
    ("current", "new"),
    [
        ("wrong password", NEW_PASSWORD),
        (PASSWORD, "short"),
        (PASSWORD, "password1234"),
        (PASSWORD, "kalynodil.example"),
    ],
)
def test_a_bad_change_of_password_changes_nothing(person: User, current: str, new: str) -> None:
    browser = Client()
    sign_in(browser, person.email)
    assert change_password(browser, current, new).status_code == 400
    assert "accounts.password_changed" not in kinds(person)
    assert sign_in(Client(), person.email).status_code == 200
