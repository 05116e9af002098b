"""How often a password may be guessed, and who is not shut out by it."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, at_once, sign_in
from viche.accounts import known_browsers, login_throttling
from viche.accounts.models import Attempts, User
from viche.accounts.services.attempts import delete_expired_attempts, take_attempt
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import TooMany

SYSTEM = Actor.for_system("tests")
CONFIRM = "/_allauth/browser/v1/auth/reauthenticate"
CHANGE = "/_allauth/browser/v1/account/password/change"


@pytest.fixture
def person(db: None, make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


def guess(address: str, times: int = 1, browser: Client | None = None, **headers: str) -> list[int]:
    return [
        sign_in(browser or Client(), address, "wrong password", **headers).status_code for _ in range(times)
    ]


@pytest.mark.parametrize("name", ["olena", "nobody"])
def test_no_spelling_of_an_address_gets_more_tries(person: User, name: str) -> None:
    spellings = (
        f"{name}@kalynodil.example",
        f"{name.upper()}@Kalynodil.example",
        f"{name}@kalynodíl.example",
        f"{name}@ｋalynodil.example",
        f" {name}@kályńodil.example ",
    )
    assert [guess(spelling)[0] for spelling in spellings] == [400] * 5
    refused = sign_in(Client(), f"{name}@kalynodil.example")
    assert refused.status_code == 429
    assert 290 <= int(refused["Retry-After"]) <= 300
    assert refused.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_the_window_ends_by_itself(person: User) -> None:
    guess(person.email, 6)
    later = now() + login_throttling.SIGN_IN.window + timedelta(seconds=1)
    with replace_clock(lambda: later):
        assert sign_in(Client(), person.email).status_code == 200
        assert delete_expired_attempts(actor=SYSTEM) == 0
    with replace_clock(lambda: later + timedelta(hours=1)):
        assert delete_expired_attempts(actor=SYSTEM) == Attempts.objects.count() + 2


def test_whoever_has_signed_in_here_before_is_not_shut_out_by_others(person: User) -> None:
    own = Client()
    assert sign_in(own, person.email).status_code == 200
    own.delete("/_allauth/browser/v1/auth/session")
    assert own.cookies["viche_browser"]["httponly"]
    guess(person.email, 6)
    assert sign_in(Client(), person.email).status_code == 429
    assert sign_in(own, person.email).status_code == 200


def test_a_known_browser_gets_no_endless_tries_either(person: User) -> None:
    own = Client()
    sign_in(own, person.email)
    own.delete("/_allauth/browser/v1/auth/session")
    assert guess(person.email, 10, own) == [400] * 10
    assert sign_in(own, person.email).status_code == 429
    assert sign_in(Client(), person.email).status_code == 200, "others are counted apart"


def test_the_cookie_of_a_browser_is_good_for_whoever_signed_in_there_alone(
    person: User, make_person: MakePerson
) -> None:
    other, own = make_person(password=PASSWORD), Client()
    sign_in(own, other.email)
    own.delete("/_allauth/browser/v1/auth/session")
    guess(person.email, 5)
    assert guess(person.email, 1, own) == [429]
    own.cookies["viche_browser"] = own.cookies["viche_browser"].value[:-2] + "xx"
    guess(other.email, 5)
    assert guess(other.email, 1, own) == [429], "a forged cookie makes nobody known"


def test_the_cookie_of_a_browser_does_not_tell_who_signed_in_there(person: User, settings: Any) -> None:
    first, second = Client(), Client()
    told = []
    for own in (first, second):
        sign_in(own, person.email)
        cookie = own.cookies["viche_browser"].value
        told += signing.loads(cookie, salt=known_browsers.SALT)["people"]
    assert not any(sha256(person.email.encode()).hexdigest().startswith(mark) for mark in told)
    assert len(set(told)) == 2, "the same person has another mark in each browser"
    first.delete("/_allauth/browser/v1/auth/session")
    guess(person.email, 5)
    settings.SEALING_KEYS = ["another", *settings.SEALING_KEYS]
    assert sign_in(first, person.email).status_code == 200, "known while the key is being replaced"


def test_a_success_takes_back_its_own_try_and_no_more(person: User) -> None:
    guess(person.email, 4)
    assert sign_in(Client(), person.email).status_code == 200
    assert guess(person.email, 2) == [400, 429]


def test_one_network_address_tries_no_end_of_accounts(person: User) -> None:
    for index in range(login_throttling.SIGN_IN_FROM.most):
        counters = login_throttling.list_sign_in_counters(
            f"somebody{index}@kalynodil.example", "127.0.0.1", None
        )
        take_attempt(actor=SYSTEM, counters=counters)
    assert guess("somebody-else@kalynodil.example") == [429]


def test_a_whole_ipv6_site_is_one_place() -> None:
    one, same, other = (
        login_throttling.list_sign_in_counters("a@b.c", network, None)[0]
        for network in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1")
    )
    assert one == same != other


def test_an_ipv4_address_written_as_ipv6_is_that_address() -> None:
    one, same, other = (
        login_throttling.list_sign_in_counters("a@b.c", network, None)[0]
        for network in ("::ffff:198.51.100.7", "198.51.100.7", "::ffff:198.51.100.8")
    )
    assert one == same != other


def test_tries_are_counted_without_redis(person: User, broken_cache: None) -> None:
    assert guess(person.email, 6) == [400] * 5 + [429]


def test_confirming_by_the_password_is_bounded_without_redis(person: User, broken_cache: None) -> None:
    browser = Client()
    sign_in(browser, person.email)

    def confirm(password: str) -> Any:
        return browser.post(CONFIRM, {"password": password}, content_type="application/json")

    assert [confirm(PASSWORD).status_code for _ in range(login_throttling.CONFIRM.most)] == [200] * 10
    refused = confirm(PASSWORD)
    assert refused.status_code == 429
    assert 50 <= int(refused["Retry-After"]) <= 60


def test_the_present_password_is_not_guessed_through_a_session(person: User) -> None:
    browser = Client()
    sign_in(browser, person.email)

    def change(current: str, new: str) -> Any:
        body = {"current_password": current, "new_password": new}
        return browser.post(CHANGE, body, content_type="application/json")

    assert [change(PASSWORD, "short").status_code for _ in range(7)] == [400] * 7, "no guess"
    assert [change("wrong", "x").status_code for _ in range(6)] == [400] * 5 + [429]
    refused = change(PASSWORD, "Вечір-біля-криниці-9")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 290 <= int(refused["Retry-After"]) <= 300


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_one_by_one() -> None:
    counters = [login_throttling.SIGN_IN.of("race")]
    results = at_once(12, lambda _index: take_attempt(actor=SYSTEM, counters=counters))
    assert sum(isinstance(one, TooMany) for one in results) == 7
