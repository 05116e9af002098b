"""Becoming somebody of the demo community, where that is offered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from tests.accounts.conftest import SYSTEM, MakePerson, sit_down
from viche.accounts.models import Session, User
from viche.accounts.services.demo import offer_demo_sign_in
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings, person: User) -> User:
    settings.DEMO = True
    offer_demo_sign_in(
        actor=SYSTEM,
        person_id=person.pk,
        hint_uk="Дільнична офіцерка",
        hint_en="Community officer",
        position=1,
        organisation_uk="Відділення поліції № 3",
        organisation_en="Police unit No. 3",
        sector="police",
    )
    return person


def become(browser: Client, email: object, **headers: str) -> Any:
    return browser.post(
        "/api/v1/demo/sign-in", {"email": email}, content_type="application/json", headers=headers
    )


def test_without_the_demo_nobody_is_listed_or_signed_in(settings: Settings, demo: User) -> None:
    settings.DEMO = False
    for browser in (Client(), sit_down(demo)):
        assert browser.get("/api/v1/demo/sign-ins").json()["items"] == []
    assert become(Client(), demo.email).status_code == 404


def test_the_list_shows_who_they_are(
    demo: User, make_person: MakePerson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for position in range(2, 8):
        offer_demo_sign_in(
            actor=SYSTEM, person_id=make_person().pk, hint_uk="Гість", hint_en="Guest", position=position
        )
    with django_assert_num_queries(1):
        items = Client().get("/api/v1/demo/sign-ins").json()["items"]
    assert len(items) == 7
    assert items[0] == {
        "email": "olena@kalynodil.example",
        "name": {"uk": "Олена Коваль", "en": "Olena Koval"},
        "hint": {"uk": "Дільнична офіцерка", "en": "Community officer"},
        "organisation": {
            "name": {"uk": "Відділення поліції № 3", "en": "Police unit No. 3"},
            "sector": "police",
        },
    }
    assert items[1]["organisation"] is None


def test_becoming_one_of_them_and_then_another(demo: User, make_person: MakePerson) -> None:
    other = make_person(email="other@kalynodil.example")
    offer_demo_sign_in(actor=SYSTEM, person_id=other.pk, hint_uk="Інша", hint_en="Other", position=2)
    browser = Client()
    assert become(browser, " Olena@Kalynodil.example").json()["id"] == str(demo.pk)
    assert browser.get("/api/v1/me").json()["email"] == demo.email
    assert become(browser, other.email).status_code == 200
    assert browser.get("/api/v1/me").json()["email"] == other.email
    assert not Session.objects.filter(person=demo).exists()


def test_only_those_who_are_offered_can_be_become(demo: User, administrator: User) -> None:
    assert become(Client(), administrator.email).status_code == 404
    assert become(Client(), 5).status_code == 422
    deactivate_person(actor=SYSTEM, person_id=demo.pk)
    assert become(Client(), demo.email).status_code == 404
    assert Client().get("/api/v1/demo/sign-ins").json()["items"] == []


def test_a_page_elsewhere_signs_nobody_in(demo: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/api/v1/demo/sign-ins")
    assert become(browser, demo.email).status_code == 403
    proof = {"X-CSRFToken": browser.cookies["viche_csrf"].value}
    assert become(browser, demo.email, **proof).status_code == 200


def test_only_the_system_offers_sign_ins(demo: User, administrator: User) -> None:
    with pytest.raises(Forbidden):
        offer_demo_sign_in(
            actor=Actor.for_person(administrator.pk), person_id=demo.pk, hint_uk="x", hint_en="x", position=1
        )


def test_the_demo_is_entered_by_one_click_whatever_offices_demand_by_default(
    settings: Settings, demo: User, default_second_factors: None
) -> None:
    User.objects.filter(pk=demo.pk).update(is_superuser=True)
    refresh_factor_due_dates(actor=SYSTEM, person_ids=[demo.pk])
    browser = Client()
    assert become(browser, demo.email).json()["factor_due_at"] is None
    assert browser.get("/api/v1/groups").status_code == 200
    settings.DEMO = False
    refresh_factor_due_dates(actor=SYSTEM, person_ids=[demo.pk])
    assert browser.get("/api/v1/groups").json()["code"] == "second_factor_required", "in production never"
