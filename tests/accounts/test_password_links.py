"""A new password by a link in a letter, and the first one of somebody who was invited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, at_once, sign_in, sit_down
from viche.accounts.jobs import prune_sessions, send_letters
from viche.accounts.models import Letter, Session, User
from viche.accounts.services.password_links import set_password_by_link
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import NotFound
from viche.kernel.events import list_events_after

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Вечір-біля-криниці-9"
SYSTEM = Actor.for_system("tests")


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


def post(address: str, **body: Any) -> Any:
    return Client().post(f"/api/v1/{address}", body, content_type="application/json")


def ask_for_link(address: str) -> str:
    """The secret of the link that is sent."""
    assert post("password-resets", email=address).status_code == 202
    send_letters()
    return secret_in(mail.outbox[-1])


def secret_in(message: EmailMessage) -> str:
    found = re.search(r"/set-password#(\S+)", str(message.body))
    assert found is not None
    return found[1]


def kinds(person: User) -> list[str]:
    return [event.kind for _seq, event in list_events_after(f"user:{person.pk}", 0)]


def test_a_link_sets_the_password_and_ends_every_session(person: User) -> None:
    there = sit_down(person)
    secret = ask_for_link("OLENA@kalynodil.example")
    message = mail.outbox[-1]
    assert (message.to, message.subject) == ([person.email], "Новий пароль до Віче")
    assert secret not in str(Letter.objects.values_list())
    seen = post("password-links/read", secret=secret).json()
    assert (seen["email"], seen["first"]) == (person.email, False)
    answer = post("password-links/use", secret=secret, password=NEW_PASSWORD)
    assert answer.status_code == 204
    assert "viche_session" not in answer.cookies, "whoever reads the mail is not signed in by it"
    assert there.get("/api/v1/me").status_code == 401
    assert not Session.objects.filter(person=person).exists()
    assert sign_in(Client(), person.email).status_code == 400
    assert sign_in(Client(), person.email, NEW_PASSWORD).status_code == 200
    assert kinds(person)[1:3] == ["accounts.password_link_sent", "accounts.password_changed"]
    send_letters()
    assert mail.outbox[-1].subject == "Ваш пароль змінено"


def test_the_answer_does_not_tell_who_has_an_account(person: User, make_person: MakePerson) -> None:
    gone = make_person(email="gone@kalynodil.example", password=PASSWORD)
    deactivate_person(actor=SYSTEM, person_id=gone.pk, reason="Звільнення")
    wanted = (person.email, "nobody@kalynodil.example", gone.email)
    answers = [post("password-resets", email=address) for address in wanted]
    assert {(one.status_code, one.content) for one in answers} == {(202, b"")}
    send_letters()
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert Letter.objects.count() == 1, "nothing is kept of addresses that nobody has"


def test_asking_costs_the_same_for_every_address(
    person: User, django_assert_num_queries: Any, make_person: MakePerson
) -> None:
    for address in ("first@kalynodil.example", person.email, "nobody@kalynodil.example"):
        with django_assert_num_queries(3):
            post("password-resets", email=address)


def test_one_address_is_written_to_only_so_often_and_nobody_is_told(person: User) -> None:
    for _number in range(6):
        assert post("password-resets", email=person.email).status_code == 202
    send_letters()
    assert len(mail.outbox) == 3


def test_one_network_asks_only_so_often() -> None:
    answers = [post("password-resets", email=f"somebody{index}@kalynodil.example") for index in range(21)]
    assert [one.status_code for one in answers] == [202] * 20 + [429]
    assert int(answers[-1]["Retry-After"]) > 800


def test_behind_a_proxy_nobody_uses_up_what_others_may_ask(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def ask(network: str, claimed: str = "203.0.113.1") -> int:
        body = {"email": "olena@kalynodil.example"}
        headers = {"X-Forwarded-For": f"{claimed}, {network}"}
        return (
            Client()
            .post("/api/v1/password-resets", body, content_type="application/json", headers=headers)
            .status_code
        )

    assert [ask("198.51.100.7", f"203.0.113.{number}") for number in range(21)] == [202] * 20 + [429]
    assert ask("198.51.100.8") == 202


def test_a_link_is_good_once(person: User) -> None:
    secret = ask_for_link(person.email)
    assert post("password-links/use", secret=secret, password="short").status_code == 422
    assert post("password-links/use", secret=secret, password=NEW_PASSWORD).status_code == 204
    refused = post("password-links/use", secret=secret, password=PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (404, "link_invalid")


def test_what_makes_a_link_void(person: User) -> None:
    first, second = ask_for_link(person.email), ask_for_link(person.email)
    later = now() + timedelta(hours=1, seconds=1)
    with replace_clock(lambda: later):
        assert post("password-links/read", secret=second).status_code == 404
    post("password-links/use", secret=second, password=NEW_PASSWORD)
    third = ask_for_link(person.email)
    User.objects.filter(pk=person.pk).update(email="other@kalynodil.example")
    void = [post("password-links/read", secret=one) for one in (first, second, third, "x" * 43)]
    User.objects.filter(pk=person.pk).update(email=person.email)
    assert post("password-links/read", secret=third).status_code == 200
    deactivate_person(actor=SYSTEM, person_id=person.pk, reason="Звільнення")
    void.append(post("password-links/use", secret=third, password=PASSWORD))
    for one in void:
        assert (one.status_code, one.json()["code"]) == (404, "link_invalid")


def test_a_link_that_waits_to_be_sent_is_void_with_the_others(person: User) -> None:
    secret = ask_for_link(person.email)
    post("password-resets", email=person.email)
    post("password-links/use", secret=secret, password=NEW_PASSWORD)
    send_letters()
    assert [message.subject for message in mail.outbox[1:]] == ["Ваш пароль змінено"]


@pytest.mark.parametrize("body", [{}, {"email": "no"}, {"email": 5}, {"email": "a@b.c", "x": 1}])
def test_bad_addresses_are_named(body: dict[str, object]) -> None:
    refused = post("password-resets", **body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] in ("/email", "/x")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("sonyericsson", "password_breached"),
        ("коротко", "password_too_short"),
        ("olena@kalynodil.example", "password_known_words"),
        ("a\x00bcdefghijklmnop", "invalid"),
        (7, "invalid"),
    ],
)
def test_a_weak_password_is_refused_by_name(person: User, password: object, code: str) -> None:
    refused = post("password-links/use", secret=ask_for_link(person.email), password=password)
    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/password", code)]


def test_letters_wait_for_the_mail_server(person: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_self: EmailBackend, _messages: Sequence[EmailMessage]) -> int:
        raise SMTPServerDisconnected

    post("password-resets", email=person.email)
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", away)
        send_letters()
    letter = Letter.objects.get()
    assert (letter.attempts, letter.digest, letter.sent_at) == (1, None, None)
    minute = now() + timedelta(minutes=1)
    with replace_clock(lambda: minute):
        send_letters()
        assert post("password-links/read", secret=secret_in(mail.outbox[-1])).status_code == 200
    month = now() + timedelta(days=31)
    with replace_clock(lambda: month):
        prune_sessions()
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_set_one_password(make_person: MakePerson) -> None:
    person = make_person(password=PASSWORD)
    secret = ask_for_link(person.email)
    passwords = ["Вечір-біля-криниці-1", "Вечір-біля-криниці-2"]
    results = at_once(
        2,
        lambda index: set_password_by_link(actor=ANONYMOUS, secret=secret, password=passwords[index]),
    )
    assert [type(one) for one in results if isinstance(one, Exception)] == [NotFound]
