"""Second factors of one person: set up, used at sign-in and to confirm, taken away."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.accounts.authenticator import app_code
from tests.accounts.conftest import PASSWORD, MakePerson, at_once, bearer, sign_in, sit_down, token_of
from tests.accounts.factors import (
    AUTH,
    FACTORS,
    add_app,
    add_passkey,
    code_of,
    code_step,
    kinds,
    options,
    post,
    show,
    signed_in,
    who,
)
from viche.accounts.models import Session, User
from viche.accounts.services.factors import use_code
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


@pytest.fixture
def browser(person: User) -> Client:
    return signed_in(person.email)


# ---- app codes ---------------------------------------------------------------------------------------------


def test_an_app_becomes_the_second_step(person: User, browser: Client) -> None:
    elsewhere = signed_in(person.email)
    setup = post(browser, f"{FACTORS}/app-codes/setup").json()
    assert setup["qr"].startswith("<svg")
    assert setup["address"] == (
        f"otpauth://totp/Viche%3Aolena%40kalynodil.example?secret={setup['secret']}&issuer=Viche"
    )
    added = post(browser, f"{FACTORS}/app-codes", {"code": app_code(setup["secret"], -1)})
    assert (added.status_code, len(added.json()["recovery_codes"])) == (201, 10)
    assert who(browser) == 200
    assert who(elsewhere) == 401, "it was opened with less"
    assert kinds(person)[-1] == "accounts.app_codes_added"

    fresh = Client()
    first = sign_in(fresh, person.email)
    pending = next(flow for flow in first.json()["data"]["flows"] if flow.get("is_pending"))
    assert (first.status_code, pending["id"]) == (401, "mfa_authenticate")
    assert set(pending["types"]) == {"totp", "recovery_codes"}
    assert who(fresh) == 401
    assert code_step(fresh, app_code(setup["secret"])).status_code == 200
    assert who(fresh) == 200


def test_the_key_of_the_session_changes_with_the_second_step(person: User, browser: Client) -> None:
    secret, _codes = add_app(browser)
    between = signed_in(person.email)
    before = between.cookies["viche_session"].value
    code_step(between, app_code(secret))
    assert between.cookies["viche_session"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_a_code_is_good_once(person: User, browser: Client) -> None:
    secret, _codes = add_app(browser)
    code = app_code(secret)
    assert code_step(signed_in(person.email), code).status_code == 200
    assert code_of(code_step(signed_in(person.email), code)) == (400, "incorrect_code")
    earlier = app_code(secret, -1)
    assert code_of(code_step(signed_in(person.email), earlier)) == (400, "incorrect_code")


def test_the_code_of_the_setup_does_not_sign_in(person: User, browser: Client) -> None:
    setup = post(browser, f"{FACTORS}/app-codes/setup").json()
    code = app_code(setup["secret"])
    assert post(browser, f"{FACTORS}/app-codes", {"code": code}).status_code == 201
    assert code_of(code_step(signed_in(person.email), code)) == (400, "incorrect_code")


def test_nothing_that_is_stored_can_be_typed_in(person: User, browser: Client) -> None:
    setup = post(browser, f"{FACTORS}/app-codes/setup").json()
    sessions = " ".join(Session.objects.values_list("session_data", flat=True))
    codes = post(browser, f"{FACTORS}/app-codes", {"code": app_code(setup["secret"])}).json()[
        "recovery_codes"
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT digest FROM accounts_recoverycode")
        stored += " ".join(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT data::text FROM kernel_event")
        stored += " ".join(row[0] for row in cursor.fetchall())
    assert setup["secret"] not in stored + sessions
    for code in codes:
        assert code not in stored
        assert code.replace("-", "") not in stored


@pytest.mark.parametrize("code", ["", "000000", "12345", "абвгґд", "1" * 40, 123456, None, ["1"], {}])
def test_a_wrong_code_sets_nothing_up(browser: Client, code: Any) -> None:
    post(browser, f"{FACTORS}/app-codes/setup")
    answer = post(browser, f"{FACTORS}/app-codes", {"code": code})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/code"
    assert not Authenticator.objects.exists()


def test_app_codes_are_set_up_in_order(browser: Client) -> None:
    assert code_of(post(browser, f"{FACTORS}/app-codes", {"code": "123456"})) == (409, "not_begun")
    secret, _codes = add_app(browser)
    post(browser, f"{FACTORS}/app-codes/setup")
    again = post(browser, f"{FACTORS}/app-codes", {"code": app_code(secret)})
    assert code_of(again) == (409, "already_set_up")


# ---- recovery codes ----------------------------------------------------------------------------------------


def test_a_recovery_code_opens_once_in_any_spelling(person: User, browser: Client) -> None:
    _secret, codes = add_app(browser)
    spelled = codes[0].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert code_step(signed_in(person.email), spelled).status_code == 200
    assert code_of(code_step(signed_in(person.email), codes[0])) == (400, "incorrect_code")
    assert kinds(person)[-2:] == ["accounts.recovery_code_used", "accounts.signed_in"]
    assert browser.get(FACTORS).json()["recovery_codes_left"] == 9


@pytest.mark.django_db(transaction=True)
def test_of_several_who_type_one_code_one_gets_in(person: User) -> None:
    secret, codes = add_app(signed_in(person.email))
    actor = Actor.for_person(person.pk)
    for code in (codes[0], app_code(secret)):
        results = at_once(4, lambda _n, code=code: use_code(actor=actor, code=code))  # type: ignore[misc]
        assert sorted(map(str, results))[:3] == ["None"] * 3
        assert results.count(None) == 3


def test_new_recovery_codes_end_the_old_ones(person: User, browser: Client) -> None:
    _secret, old = add_app(browser)
    new = post(browser, f"{FACTORS}/recovery-codes").json()["recovery_codes"]
    assert len(set(new) | set(old)) == 20
    assert code_of(code_step(signed_in(person.email), old[1])) == (400, "incorrect_code")
    assert code_step(signed_in(person.email), new[1]).status_code == 200


def test_without_a_factor_there_are_no_recovery_codes(browser: Client) -> None:
    assert code_of(post(browser, f"{FACTORS}/recovery-codes")) == (409, "no_factor")


# ---- guessing ----------------------------------------------------------------------------------------------


def test_guesses_are_counted_together_wherever_they_are_made(person: User, browser: Client) -> None:
    secret, codes = add_app(browser)
    del browser.cookies["viche_browser"]
    for nth in range(5):
        place = signed_in(person.email) if nth % 2 else browser
        step = "authenticate" if nth % 2 else "reauthenticate"
        assert code_of(post(place, f"{AUTH}/2fa/{step}", {"code": "000000"})) == (400, "incorrect_code")
    for code in (app_code(secret), codes[0]):
        refused = code_step(signed_in(person.email), code)
        assert code_of(refused) == (429, "too_many_login_attempts")
        assert 290 <= int(refused["Retry-After"]) <= 300


def test_a_right_code_among_wrong_ones_hides_none_of_them(person: User, browser: Client) -> None:
    _secret, codes = add_app(browser)
    for nth in range(5):
        code_step(signed_in(person.email), "000000")
        if nth < 4:
            assert code_step(signed_in(person.email), codes[nth]).status_code == 200
    assert code_of(code_step(signed_in(person.email), codes[9])) == (429, "too_many_login_attempts")


# ---- whose they are ----------------------------------------------------------------------------------------


def test_a_deactivated_person_does_not_finish(person: User, administrator: User, browser: Client) -> None:
    secret, codes = add_app(browser)
    key = add_passkey(browser)
    between = [signed_in(person.email) for _nth in range(3)]
    asked = key.get(options(between[2], "authenticate"))
    deactivate_person(actor=Actor.for_person(administrator.pk), person_id=person.pk)
    code_step(between[0], app_code(secret))
    code_step(between[1], codes[1])
    post(between[2], f"{AUTH}/webauthn/authenticate", {"credential": asked})
    assert [who(one) for one in between] == [401] * 3
    assert code_of(show(Client(), key)) == (400, "incorrect_passkey")
    assert not Session.objects.filter(person=person).exists()


def test_the_second_step_needs_the_first(person: User, browser: Client) -> None:
    secret, _codes = add_app(browser)
    assert code_step(Client(), app_code(secret)).status_code == 401
    assert Client().get(f"{AUTH}/webauthn/authenticate").status_code == 401
    for step in ("reauthenticate", "2fa/reauthenticate", "webauthn/reauthenticate"):
        assert post(Client(), f"{AUTH}/{step}", {"code": app_code(secret)}).status_code == 401


def test_a_token_reaches_no_factors(person: User, browser: Client) -> None:
    add_app(browser)
    headers = bearer(token_of(person))
    asked = [
        ("GET", ""),
        ("POST", "/app-codes/setup"),
        ("DELETE", "/app-codes"),
        ("POST", "/passkeys/options"),
        ("POST", "/recovery-codes"),
    ]
    for method, address in asked:
        answer = Client().generic(
            method, FACTORS + address, "{}", content_type="application/json", headers=headers
        )
        assert code_of(answer) == (403, "needs_sign_in")


def test_another_persons_passkey_is_not_there(browser: Client, make_person: MakePerson) -> None:
    add_passkey(browser)
    theirs = browser.get(FACTORS).json()["passkeys"][0]["id"]
    stranger = sit_down(make_person())
    hidden = stranger.delete(f"{FACTORS}/passkeys/{theirs}")
    missing = stranger.delete(f"{FACTORS}/passkeys/{uuid7()}")
    assert hidden.status_code == missing.status_code == 404
    assert {**hidden.json(), "request_id": ""} == {**missing.json(), "request_id": ""}


# ---- proof before a change ---------------------------------------------------------------------------------


def stale(browser: Client) -> None:
    """Let every proof of the session be older than five minutes."""
    session = browser.session
    for proof in session["account_authentication_methods"]:
        proof["at"] -= 301
    session.save()


def test_a_change_needs_a_fresh_proof(person: User, browser: Client) -> None:
    stale(browser)
    refused = post(browser, f"{FACTORS}/app-codes/setup")
    assert code_of(refused) == (403, "proof_required")
    assert code_of(post(browser, f"{AUTH}/reauthenticate", {"password": "wrong"})) == (
        400,
        "incorrect_password",
    )
    assert post(browser, f"{AUTH}/reauthenticate", {"password": PASSWORD}).status_code == 200
    add_app(browser)


def test_who_has_a_factor_proves_it_with_that_one(person: User, browser: Client) -> None:
    secret, _codes = add_app(browser)
    stale(browser)
    post(browser, f"{AUTH}/reauthenticate", {"password": PASSWORD})
    assert code_of(browser.delete(f"{FACTORS}/app-codes")) == (403, "proof_required")
    assert post(browser, f"{AUTH}/2fa/reauthenticate", {"code": app_code(secret)}).status_code == 200
    key = add_passkey(browser)
    stale(browser)
    assert code_of(browser.delete(f"{FACTORS}/app-codes")) == (403, "proof_required")
    assert show(browser, key, "reauthenticate").status_code == 200
    assert browser.delete(f"{FACTORS}/app-codes").status_code == 204


def test_who_tries_codes_elsewhere_shuts_nobody_out_where_they_are_known(
    person: User, browser: Client
) -> None:
    cookie = browser.cookies["viche_browser"].value
    _secret, codes = add_app(browser)
    browser.delete(f"{AUTH}/session")
    for _nth in range(5):
        code_step(signed_in(person.email), "000000")
    assert code_of(code_step(signed_in(person.email), codes[0])) == (429, "too_many_login_attempts")
    sign_in(browser, person.email)
    assert code_step(browser, codes[0]).status_code == 200
    browser.delete(f"{AUTH}/session")
    sign_in(browser, person.email)
    others = Client()
    others.cookies["viche_browser"] = cookie
    sign_in(others, person.email)
    for _nth in range(5):
        code_step(others, "000000")
    assert code_of(code_step(browser, codes[1])) == (429, "too_many_login_attempts")


def test_taking_the_last_factor_away_takes_the_recovery_codes_too(person: User, browser: Client) -> None:
    key = add_passkey(browser)
    elsewhere = Client()
    show(elsewhere, key)
    listed = browser.get(FACTORS).json()
    assert browser.delete(f"{FACTORS}/passkeys/{listed['passkeys'][0]['id']}").status_code == 204
    assert (who(browser), who(elsewhere)) == (200, 401)
    assert browser.get(FACTORS).json() == {
        "app_codes": None,
        "passkeys": [],
        "recovery_codes_left": None,
        "demands": [],
    }
    assert kinds(person)[-1] == "accounts.passkey_removed"
    assert code_of(show(Client(), key)) == (400, "incorrect_passkey")
    assert sign_in(Client(), person.email).status_code == 200


def test_the_list_costs_the_same_for_any_number(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_passkey(browser)
    for nth in range(4):
        add_passkey(browser, f"Ключ {nth}")
    with django_assert_num_queries(5):  # session with its person, administers, person, factors, codes
        assert len(browser.get(FACTORS).json()["passkeys"]) == 5
