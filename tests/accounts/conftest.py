"""People to test with, and browsers that they sit at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace
from typing import Any, Protocol

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client

from viche.accounts import codes
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.accounts.services.people import create_person
from viche.accounts.services.tokens import issue_token
from viche.kernel.actor import Actor

SYSTEM = Actor.for_system("tests")
PASSWORD = "Калина-над-водою-7"


class MakePerson(Protocol):
    def __call__(self, **facts: Any) -> User: ...


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    """Counters of failed sign-ins outlive a test's transaction."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def broken_cache(settings: Any) -> Iterator[None]:
    """Redis at an address where nobody listens."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    yield
    caches.close_all()


@pytest.fixture(autouse=True)
def steady_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold the clock of authenticator apps: a code must not expire between its making and its use."""
    began = time.time()
    monkeypatch.setattr(codes, "time", SimpleNamespace(time=lambda: began))


class QuickArgon2(Argon2PasswordHasher):
    """The real one with the least work: what is proved here is not how slow it is."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2"]


@pytest.fixture
def make_person() -> MakePerson:
    numbers = count(1)

    def make(**facts: Any) -> User:
        number = next(numbers)
        defaults = {"email": f"person{number}@kalynodil.example", "name_uk": f"Особа {number}"}
        return create_person(actor=SYSTEM, **{**defaults, **facts})

    return make


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", name_en="Olena Koval")


@pytest.fixture
def administrator(make_person: MakePerson) -> User:
    return make_person(is_administrator=True)


def sit_down(person: User) -> Client:
    """A browser in which somebody is signed in."""
    browser = Client()
    browser.force_login(person)
    return browser


def actor_in(browser: Client, person: User) -> Actor:
    return Actor(person_id=person.pk, session_id=browser.session.session_key)


def sign_in(browser: Client, email: str, password: str = PASSWORD, **headers: str) -> Any:
    body = {"email": email, "password": password}
    return browser.post(
        "/_allauth/browser/v1/auth/login", body, content_type="application/json", headers=headers
    )


def token_of(person: User, *scopes: str) -> str:
    """The secret of a new token."""
    return issue_token(actor=SYSTEM, person_id=person.pk, name="тест", scopes=scopes or list_scopes())[1]


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def at_once(number: int, work: Callable[[int], object]) -> list[object]:
    """Run `work` in several threads; returns what each gave or raised."""

    def run(index: int) -> object:
        try:
            return work(index)
        except Exception as error:  # noqa: BLE001 - the refusal is the result
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))
