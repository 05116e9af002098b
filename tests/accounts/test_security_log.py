"""What the security log says of failed sign-ins and refused access, and of whom."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, bearer, sign_in, sit_down, token_of
from viche.accounts import security_log
from viche.accounts.models import Session, User
from viche.accounts.security_log import REFUSALS_PER_LINE, RefusalCounter, build_pseudonym
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
NETWORK = "198.51.100.7"


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", password=PASSWORD)


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security_log, "refusals", RefusalCounter())


class Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record)


@pytest.fixture
def lines() -> Iterator[list[logging.LogRecord]]:
    kept = Kept()
    security_log.logger.addHandler(kept)
    yield kept.lines
    security_log.logger.removeHandler(kept)


def facts(lines: list[logging.LogRecord], *names: str) -> list[tuple[Any, ...]]:
    return [(one.getMessage(), *(getattr(one, name, None) for name in names)) for one in lines]


def called(kind: str, value: str) -> str:
    """What the command says that the log calls somebody."""
    said = StringIO()
    call_command("security_pseudonym", kind, value, stdout=said)
    return said.getvalue().strip()


def test_a_failed_sign_in_is_told_by_pseudonyms(person: User, lines: list[logging.LogRecord]) -> None:
    for address in ("Olena@Kalynodil.example", "nobody@kalynodil.example"):
        assert sign_in(Client(REMOTE_ADDR=NETWORK), address, "wrong password").status_code == 400
    network = called("network", NETWORK).removeprefix("network: ")
    known, unknown = facts(lines, "way", "blocked", "network")
    assert known == unknown == ("sign_in_failed", "password", False, network)
    told = facts(lines, "person", "address")
    assert f"person: {told[0][1]}" == called("person", person.email)
    assert f"address: {told[1][2]}" == called("person", "nobody@kalynodil.example")
    assert not any(word in str(vars(one)) for one in lines for word in ("kalynodil", NETWORK, str(person.pk)))


def test_tries_that_are_not_looked_at_any_more_are_told_as_blocked(
    person: User, lines: list[logging.LogRecord]
) -> None:
    for _try in range(6):
        sign_in(Client(), person.email, "wrong password")
    assert [blocked for _said, blocked in facts(lines, "blocked")] == [False] * 5 + [True]


def test_a_right_password_is_no_line(person: User, lines: list[logging.LogRecord]) -> None:
    assert sign_in(Client(), person.email).status_code == 200
    assert facts(lines) == []


def test_refused_access_is_told_once_it_happens_often(person: User, lines: list[logging.LogRecord]) -> None:
    browser = sit_down(person)
    for _request in range(REFUSALS_PER_LINE - 1):
        assert browser.get(f"/api/v1/groups/{uuid7()}").status_code == 404
    assert facts(lines) == []
    browser.get(f"/api/v1/groups/{uuid7()}")
    session = Session.objects.get(person=person)
    assert facts(lines, "person", "session", "count", "status") == [
        (
            "access_refused",
            build_pseudonym("person", person.pk),
            build_pseudonym("session", session.public_id),
            REFUSALS_PER_LINE,
            404,
        )
    ]


def test_a_token_is_counted_with_its_person(person: User, lines: list[logging.LogRecord]) -> None:
    headers = bearer(token_of(person, "groups:read"))
    for _request in range(REFUSALS_PER_LINE):
        assert Client().get("/api/v1/me/sessions", headers=headers).status_code == 403
    ((_said, told, token),) = facts(lines, "person", "token")
    assert told == build_pseudonym("person", person.pk)
    assert token == build_pseudonym("token", person.tokens.get().pk)


def test_who_is_not_signed_in_is_counted_by_network(person: User, lines: list[logging.LogRecord]) -> None:
    for nth in range(REFUSALS_PER_LINE):
        assert Client().get("/api/v1/me", REMOTE_ADDR=f"198.51.100.{nth}").status_code == 401
    assert facts(lines) == []
    for _request in range(REFUSALS_PER_LINE):
        Client().get("/api/v1/me", REMOTE_ADDR=NETWORK)
    ((_said, network, person_told),) = facts(lines, "network", "person")
    assert (network, person_told) == (build_pseudonym("network", NETWORK), None)


def test_pseudonyms_need_the_key(person: User, settings: Any) -> None:
    before = build_pseudonym("person", person.pk)
    settings.SEALING_KEYS = ["another key of the server"]
    assert build_pseudonym("person", person.pk) != before
