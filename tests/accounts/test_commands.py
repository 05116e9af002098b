"""Commands for those who run the system."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.accounts.conftest import PASSWORD, bearer, sign_in
from tests.accounts.test_administrators import titles
from tests.cast import World
from tests.groups.helpers import a_coordinator
from viche.accounts.models import PersonalAccessToken, User
from viche.accounts.scopes import list_scopes

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_issue_token_prints_a_working_token_and_nothing_else(person: User) -> None:
    printed = run("issue_token", "OLENA@kalynodil.example")
    assert printed.endswith("\n")
    assert Client().get("/api/v1/me", headers=bearer(printed.rstrip("\n"))).status_code == 200
    assert PersonalAccessToken.objects.get().scopes == list_scopes()


def test_issue_token_takes_scopes_and_days(person: User) -> None:
    run("issue_token", person.email, "--scope", "accounts:read", "--scope", "files:read", "--days", "1")
    token = PersonalAccessToken.objects.get()
    assert token.scopes == ["accounts:read", "files:read"]
    assert (token.expires_at - token.created_at).days in (0, 1)


@pytest.mark.parametrize(
    "words",
    [
        ["nobody@kalynodil.example"],
        ["olena@kalynodil.example", "--scope", "all:power"],
        ["olena@kalynodil.example", "--days", "0"],
    ],
)
def test_issue_token_says_what_is_wrong(person: User, words: list[str]) -> None:
    with pytest.raises(CommandError):
        run("issue_token", *words)


def create_administrator(monkeypatch: pytest.MonkeyPatch, email: str, name: str) -> User:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    run("create_administrator", email, name)
    return User.objects.get(email=email.lower())


def test_the_first_administrator_signs_in(monkeypatch: pytest.MonkeyPatch) -> None:
    create_administrator(monkeypatch, "Admin@kalynodil.example", "Адміністраторка")
    assert User.objects.get().is_superuser
    assert sign_in(Client(), "admin@kalynodil.example").status_code == 200


def test_a_weak_password_makes_no_administrator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("12345\n"))
    with pytest.raises(CommandError):
        run("create_administrator", "admin@kalynodil.example", "Адміністраторка")
    assert not User.objects.exists()


def test_a_later_administrator_is_announced_to_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    first = create_administrator(monkeypatch, "admin@kalynodil.example", "Адміністраторка")
    assert titles(first) == []
    second = create_administrator(monkeypatch, "second@kalynodil.example", "Ніна Гай")
    assert titles(first) == ["Відтепер адмініструє систему: Ніна Гай"]
    assert titles(second) == ["Відтепер ви адмініструєте систему"]


def test_an_administrator_of_the_server_is_announced_to_who_holds_an_office(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = User.objects.get(pk=str(a_coordinator(world).person_id))
    create_administrator(monkeypatch, "second@kalynodil.example", "Ніна Гай")
    for told in (coordinator, world.people["administrator"]):
        assert titles(told)[-1] == "Відтепер адмініструє систему: Ніна Гай"
