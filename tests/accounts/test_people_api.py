"""Accounts, as administrators handle them."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.conftest import PASSWORD, MakePerson, bearer, sign_in, sit_down, token_of
from tests.accounts.test_password_links import NEW_PASSWORD, post, secret_in
from viche.accounts.jobs import send_letters
from viche.accounts.models import User
from viche.accounts.session_validity import build_sign_in_reference, is_live, resolve_sign_in_reference
from viche.kernel.actor import Actor
from viche.kernel.models import AccessChange, Event

pytestmark = pytest.mark.django_db

PEOPLE = "/api/v1/people"


@pytest.fixture
def desk(administrator: User) -> Client:
    return sit_down(administrator)


def send(browser: Client, method: str, address: str, body: object | None = None) -> Any:
    return getattr(browser, method)(f"{PEOPLE}{address}", body, content_type="application/json")


def test_somebody_is_made_and_sets_their_first_password(desk: Client) -> None:
    body = {"email": "Nova@Kalynodil.example", "name_uk": "Нова Особа", "language": "en"}
    made = send(desk, "post", "", body)
    assert made.status_code == 201
    assert (made.json()["email"], made.json()["has_password"]) == ("nova@kalynodil.example", False)
    assert "invite" in made.json()["allowed"]
    send_letters()
    message = mail.outbox[-1]
    assert (message.to, message.subject) == (["nova@kalynodil.example"], "You are invited to Viche")
    first = secret_in(message)
    again = send(desk, "post", f"/{made.json()['id']}/invitation")
    assert again.status_code == 202
    send_letters()
    second = secret_in(mail.outbox[-1])
    assert post("password-links/read", secret=first).status_code == 404, "the newest link alone is good"
    assert post("password-links/read", secret=second).json()["first"]
    assert post("password-links/use", secret=second, password=NEW_PASSWORD).status_code == 204
    assert sign_in(Client(), "nova@kalynodil.example", NEW_PASSWORD).status_code == 200
    refused = send(desk, "post", f"/{made.json()['id']}/invitation")
    assert (refused.status_code, refused.json()["code"]) == (409, "has_password")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"email": "no"}, "/email"),
        ({"email": "olena@kalynodil.example"}, "/email"),
        ({"name_uk": " "}, "/name_uk"),
        ({"gender": "x"}, "/gender"),
        ({"language": "ru"}, "/language"),
        ({"password": PASSWORD}, "/password"),
        ({"is_administrator": True}, "/is_administrator"),
    ],
)
def test_what_nobody_can_be_made_with(
    desk: Client, person: User, change: dict[str, object], pointer: str
) -> None:
    before = User.objects.count()
    refused = send(desk, "post", "", {"email": "new@kalynodil.example", "name_uk": "Нова", **change})
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert (User.objects.count(), mail.outbox) == (before, [])


def test_people_are_found_by_name_and_address_page_by_page(
    desk: Client, make_person: MakePerson, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        make_person(name_uk=f"Оксана Гай {number}", name_en="Oksana Hai")
    make_person(name_uk="Оксана Інша", email="hai@kalynodil.example")

    def page(query: str) -> Any:
        return desk.get(f"{PEOPLE}?{query}").json()

    first = page("q=ОКСАНА гай&limit=3")
    second = page(f"q=ОКСАНА гай&limit=3&cursor={first['next_cursor']}")
    found = [one["name"]["uk"] for one in first["items"] + second["items"]]
    assert found == [f"Оксана Гай {number}" for number in (4, 3, 2, 1, 0)]
    assert second["next_cursor"] is None
    assert len(page("q=hai")["items"]) == 6
    assert page("q=oksana&active=false")["items"] == []
    page("limit=100")  # writes down whose accounts were shown: each of the next asks whether it is
    with django_assert_num_queries(6):
        page("limit=2")
    with django_assert_num_queries(6):
        page("limit=100")


@pytest.mark.parametrize("query", ["active=yes", "x=1", "limit=0", "cursor=x", f"q={'x' * 101}"])
def test_bad_questions_are_refused(desk: Client, query: str) -> None:
    assert desk.get(f"{PEOPLE}?{query}").status_code == 400


def test_a_deactivated_person_is_out_everywhere_at_once(desk: Client, make_person: MakePerson) -> None:
    person = make_person(email="olena@kalynodil.example", password=PASSWORD)
    browser, secret = Client(), token_of(person)
    sign_in(browser, person.email)
    post("password-resets", email=person.email)
    send_letters()
    link = secret_in(mail.outbox[-1])
    actor = Actor(person_id=person.pk, session_id=browser.session.session_key)
    references = [
        build_sign_in_reference(actor),
        build_sign_in_reference(Actor.for_person(person.pk)),
    ]  # as in file links
    answer = send(desk, "post", f"/{person.pk}/deactivation", {"reason": "Звільнення з посади"})
    assert answer.json()["allowed"] == ["reactivate", "rename"]
    assert answer.json()["deactivation_reason"] == "Звільнення з посади"
    assert browser.get("/api/v1/me").status_code == 401
    assert Client().get("/api/v1/me", headers=bearer(secret)).status_code == 401
    assert post("password-links/use", secret=link, password=NEW_PASSWORD).status_code == 404
    assert not is_live(actor)
    assert all(resolve_sign_in_reference(one).is_anonymous for one in references)
    assert AccessChange.objects.filter(person=person, reason="person_deactivated").count() == 1
    assert sign_in(Client(), person.email).status_code == 400
    event = Event.objects.get(kind="accounts.person_deactivated")
    assert "Звільнення" not in str(event.data), "events hold no text"
    back = send(desk, "delete", f"/{person.pk}/deactivation")
    assert (back.json()["is_active"], back.json()["deactivation_reason"]) == (True, "")
    assert sign_in(Client(), person.email).status_code == 200
    assert Client().get("/api/v1/me", headers=bearer(secret)).status_code == 401, "what ended stays ended"


@pytest.mark.parametrize("reason", [None, "", "  ", "x" * 501])
def test_a_deactivation_has_its_reason(desk: Client, person: User, reason: str | None) -> None:
    refused = send(desk, "post", f"/{person.pk}/deactivation", {} if reason is None else {"reason": reason})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/reason"


def test_only_an_administrator_in_a_browser_handles_accounts(
    person: User, administrator: User, make_person: MakePerson
) -> None:
    other = make_person()
    for step in ("/invitation", "/deactivation"):
        refused = send(sit_down(person), "post", f"/{other.pk}{step}", {"reason": "Так"})
        assert refused.status_code == 404
    assert sit_down(person).get(f"{PEOPLE}/{other.pk}").status_code == 404
    assert sit_down(person).get(PEOPLE).status_code == 403
    assert send(sit_down(person), "post", "", {"email": "a@b.example", "name_uk": "А"}).status_code == 403
    with_token = Client(headers=bearer(token_of(administrator)))
    assert with_token.get(PEOPLE).status_code == 403
    assert send(with_token, "post", f"/{other.pk}/deactivation", {"reason": "Так"}).status_code == 403
    own = send(sit_down(administrator), "post", f"/{administrator.pk}/deactivation", {"reason": "Так"})
    assert own.status_code == 403, "nobody locks themselves out"
