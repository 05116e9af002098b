"""The words of a request for a seat and of its answer: what looks like personal data is told knowingly."""

from __future__ import annotations

from typing import Any

import pytest

from groups.models import JoinRequest, Membership
from tests.cast import World, person
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_joining import ask, come, coordinator, link
from tests.groups.joining.test_signup import form, letter_to
from viche.accounts.models import User
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
PHONE = "Дзвоніть: 067 123 45 67"


def faults(answer: tuple[int, Any]) -> tuple[int, str, list[tuple[str, str]]]:
    status, problem = answer
    return status, problem["code"], [(one["pointer"], one["code"]) for one in problem["errors"]]


def confirmed(kind: str) -> list[list[str]]:
    told = Event.objects.filter(kind=f"groups.{kind}").order_by("id")
    return [one.data["confirmed"] for one in told]


def test_why_one_asks_for_a_seat_is_told_knowingly(world: World) -> None:
    body = {
        "organisation": str(world.organisations["market"].pk),
        "position": "директорка",
        "words": PHONE,
    }
    page, path = browser(world, "outsider"), f"groups/{world.group.pk}/join-requests"
    assert faults(page.ask("POST", path, body)) == (422, "personal_data", [("/words", "phone")])
    assert not JoinRequest.objects.exists()
    assert page.ask("POST", path, {**body, "confirmed": ["phone"]})[0] == 201
    assert confirmed("seat_asked_for") == [["phone"]]


def test_who_comes_by_a_link_is_asked_too(world: World) -> None:
    secret, page = link(browser(world, "facilitator"), world), Browser(person("newcomer"))
    said = {"position": "директорка", "words": PHONE}
    assert faults(come(page, secret, **said)) == (422, "personal_data", [("/words", "phone")])
    body = {"secret": secret, **said, "confirmed": ["phone"]}
    assert page.ask("POST", "invitations/use", body)[0] == 201
    assert JoinRequest.objects.get().words == PHONE


def test_who_makes_an_account_is_asked_before_there_is_one(world: World) -> None:
    secret, before = letter_to(world), User.objects.count()
    said: dict[str, Any] = {**form(secret), "position": "директорка", "words": PHONE}
    refused = Browser().ask("POST", "invitations/sign-up", said)
    assert faults(refused) == (422, "personal_data", [("/words", "phone")])
    assert User.objects.count() == before
    assert Browser().ask("POST", "invitations/sign-up", {**said, "confirmed": ["phone"]})[0] == 201
    assert JoinRequest.objects.get().words == PHONE


def test_why_somebody_is_declined_is_told_knowingly(world: World) -> None:
    _status, asked = ask(world, browser(world, "outsider"))
    page, path = browser(world, "facilitator"), f"join-requests/{asked['id']}"
    said = {"to": "declined", "reason": PHONE}
    assert faults(page.ask("POST", path, said)) == (422, "personal_data", [("/reason", "phone")])
    assert JoinRequest.objects.get().state == "pending"
    assert page.ask("POST", path, {**said, "confirmed": ["phone"]})[0] == 200
    assert confirmed("join_request_closed") == [["phone"]]


def test_what_is_said_with_a_seat_is_told_knowingly(world: World) -> None:
    _status, asked = ask(world, Browser(person("newcomer")))
    page, path = coordinator(world), f"join-requests/{asked['id']}"
    said = {"to": "admitted", "document": "Лист № 3", "reason": PHONE}
    before = Membership.objects.count()
    assert faults(page.ask("POST", path, said)) == (422, "personal_data", [("/reason", "phone")])
    assert Membership.objects.count() == before
    assert page.ask("POST", path, {**said, "confirmed": ["phone"]})[0] == 200
    assert confirmed("join_request_closed") == [["phone"]]
