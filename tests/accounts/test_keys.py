"""Keys of a person (tokens, calendar address, sign-ins through organisations): made, revoked, expired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD, SYSTEM, MakePerson, bearer, sign_in, sit_down, token_of
from tests.accounts.factors import code_of
from tests.accounts.identities import add
from viche.accounts.jobs import send_letters
from viche.accounts.models import Identity, PersonalAccessToken, User
from viche.accounts.services.factors import reset_factors
from viche.accounts.services.keys import revoke_keys
from viche.accounts.services.password_links import invite_person
from viche.accounts.services.sessions import sign_out_everywhere
from viche.accounts.session_validity import find_sign_in_end, is_live
from viche.deadlines.models import CalendarFeed
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Forbidden, NotFound
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.mail_runner import send_waiting

pytestmark = pytest.mark.django_db
TOKENS, FEED = "/api/v1/tokens", "/api/v1/me/calendar-feed"
NEW_TOKEN = {"name": "Звіт", "scopes": ["accounts:read"]}
NEW_PASSWORD = "Вечір-біля-криниці-9"


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


def post(browser: Client, address: str, body: Any = None) -> Any:
    return browser.post(address, body, content_type="application/json")


def give_keys(person: User) -> dict[str, str]:
    """Give the person one key of each kind; returns the headers of the token."""
    provider = add(f"p{person.pk.hex[-8:]}", f"https://{person.pk.hex}.example")
    Identity.objects.create(person=person, provider=provider, subject="olena")
    CalendarFeed.objects.create(person=person, digest=person.pk.hex)
    return bearer(token_of(person))


def keys_of(person: User) -> tuple[int, int, int]:
    return (
        PersonalAccessToken.live.filter(person=person).count(),
        CalendarFeed.objects.filter(person=person).count(),
        Identity.objects.filter(person=person).count(),
    )


def mails() -> list[str]:
    drain_outbox()
    send_waiting()
    return [str(message.subject) for message in mail.outbox]


@pytest.mark.parametrize(
    ("address", "body", "subject"),
    [
        (TOKENS, NEW_TOKEN, "Створено токен доступу до вашого облікового запису: «Звіт»"),
        (FEED, None, "Ваш календар має нову адресу"),
    ],
)
def test_a_key_is_made_with_a_fresh_proof_and_its_person_gets_an_email(
    person: User, address: str, body: Any, subject: str
) -> None:
    # A borrowed browser: signed in, and nobody has proved anything for a while.
    borrowed = sit_down(person)
    assert code_of(post(borrowed, address, body)) == (403, "proof_required")
    assert keys_of(person) == (0, 0, 0)
    fresh = Client()
    assert sign_in(fresh, person.email).status_code == 200
    assert post(fresh, address, body).status_code == 201
    assert mails() == [subject]


def reset_by_letter(person: User) -> None:
    post(Client(), "/api/v1/password-resets", {"email": person.email})
    use_link(person)


def use_link(person: User) -> None:
    send_letters()
    secret = str(mail.outbox[-1].body).partition("/set-password#")[2].split()[0]
    body = {"secret": secret, "password": NEW_PASSWORD}
    assert post(Client(), "/api/v1/password-links/use", body).status_code == 204


def reset_factors_of(person: User) -> None:
    reset_factors(actor=SYSTEM, person_id=person.pk, reason="Загубила телефон у потязі")


@pytest.mark.parametrize("recover", [reset_by_letter, reset_factors_of])
def test_a_recovery_revokes_every_key(
    person: User, make_person: MakePerson, recover: Callable[[User], None]
) -> None:
    other = make_person()
    headers, theirs = give_keys(person), give_keys(other)
    recover(person)
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    assert keys_of(person) == (0, 0, 0)
    assert keys_of(other) == (1, 1, 1)
    assert Client().get("/api/v1/me", headers=theirs).status_code == 200


def test_a_first_password_revokes_nothing(make_person: MakePerson) -> None:
    person = make_person()
    give_keys(person)
    invite_person(actor=SYSTEM, person_id=person.pk)
    use_link(person)
    assert keys_of(person) == (1, 1, 1)


@pytest.mark.parametrize(
    ("body", "left"),
    [(None, (0, 0, 0)), ({}, (0, 0, 0)), ({"keys": True}, (0, 0, 0)), ({"keys": False}, (1, 1, 1))],
)
def test_an_administrators_sign_out_revokes_the_keys_unless_it_says_otherwise(
    person: User, administrator: User, body: Any, left: tuple[int, int, int]
) -> None:
    give_keys(person)
    there = sit_down(person)
    answer = post(sit_down(administrator), f"/api/v1/people/{person.pk}/sign-outs", body)
    assert answer.status_code == 204, answer.content
    assert there.get("/api/v1/me").status_code == 401
    assert keys_of(person) == left


@pytest.mark.parametrize(("body", "pointer"), [({"keys": "yes"}, "/keys"), ({"tokens": True}, "/tokens")])
def test_a_wrong_field_of_a_sign_out_is_named(
    person: User, administrator: User, body: Any, pointer: str
) -> None:
    give_keys(person)
    answer = post(sit_down(administrator), f"/api/v1/people/{person.pk}/sign-outs", body)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert keys_of(person) == (1, 1, 1)


def test_an_administrator_revokes_keys_and_their_person_is_told(
    person: User, administrator: User, make_person: MakePerson
) -> None:
    headers = give_keys(person)
    there = sit_down(person)
    address = f"/api/v1/people/{person.pk}/keys"
    assert sit_down(make_person()).delete(address).status_code == 404
    assert Client().delete(address, headers=bearer(token_of(administrator))).status_code == 403
    assert keys_of(person) == (1, 1, 1)
    desk = sit_down(administrator)
    assert "revoke_keys" in desk.get(f"/api/v1/people/{person.pk}").json()["allowed"]
    assert desk.delete(address).status_code == 204
    assert keys_of(person) == (0, 0, 0)
    assert Client().get("/api/v1/me", headers=headers).status_code == 401
    assert there.get("/api/v1/me").status_code == 200, "no sign-in ends"
    mails()
    assert any("Ваш токен доступу відкликано" in str(message.body) for message in mail.outbox)


def test_nobody_revokes_the_keys_of_another(person: User, make_person: MakePerson) -> None:
    give_keys(person)
    with pytest.raises(NotFound):
        revoke_keys(actor=Actor.for_person(make_person().pk), person_id=person.pk)
    token = PersonalAccessToken.objects.get(person=person)
    with pytest.raises(Forbidden):
        revoke_keys(actor=Actor(person_id=person.pk, token_id=token.pk), person_id=person.pk)
    assert sign_out_everywhere(actor=SYSTEM, person_id=person.pk) == 0
    assert keys_of(person) == (1, 1, 1)


def test_a_token_ends_when_nobody_uses_it_for_thirty_days(person: User) -> None:
    script = Client(headers=bearer(token_of(person)))
    token = PersonalAccessToken.objects.get()
    actor = Actor(person_id=person.pk, token_id=token.pk)

    def used_after(days: float) -> int:
        moment = token.created_at + timedelta(days=days)
        with replace_clock(lambda: moment):
            return int(script.get("/api/v1/me").status_code)

    assert find_sign_in_end(actor) == token.created_at + timedelta(days=30)
    assert [used_after(29.9), used_after(59), used_after(85)] == [200, 200, 200]
    token.refresh_from_db()
    assert find_sign_in_end(actor) == token.expires_at, "it lives 90 days at most"
    PersonalAccessToken.objects.update(last_used_at=now() - timedelta(days=31))
    assert code_of(script.get("/api/v1/me")) == (401, "token_invalid")
    assert not is_live(actor)
    (listed,) = sit_down(person).get(TOKENS).json()["items"]
    assert listed["live_until"] < listed["expires_at"]
