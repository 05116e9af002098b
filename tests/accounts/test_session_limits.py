"""How long a sign-in lasts: without activity by role, and in any case; and what counts as activity."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from groups.models import Office, OfficeKind
from groups.offices.services import give_office
from tests.accounts.conftest import PASSWORD, SYSTEM, MakePerson, actor_in, sign_in, sit_down
from tests.cast import World
from viche.accounts.jobs import refresh_all_factor_due_dates
from viche.accounts.models import Session, User
from viche.accounts.services.administrators import make_administrator
from viche.accounts.services.sessions import record_session_seen
from viche.accounts.session_validity import find_sign_in_end
from viche.kernel.clock import now, replace_clock
from viche.kernel.models import AccessChange

pytestmark = pytest.mark.django_db
ACTIVE = {"Viche-Active": "1"}


def at(moment: datetime, browser: Client, **headers: str) -> int:
    """The status of /me at another moment."""
    with replace_clock(lambda: moment):
        return int(browser.get("/api/v1/me", headers=headers).status_code)


def began(person: User) -> datetime:
    return Session.objects.get(person=person).last_seen_at


@pytest.fixture
def coordinator(world: World) -> User:
    person = world.people["outsider"]
    give_office(
        actor=SYSTEM,
        person_id=person.pk,
        territory_id=world.territory.pk,
        kind=OfficeKind.COORDINATOR,
        document="Наказ № 12",
    )
    return person


def test_an_administrator_is_signed_out_after_half_an_hour_without_activity(administrator: User) -> None:
    browser = sit_down(administrator)
    start = began(administrator)
    assert at(start + timedelta(minutes=29), browser) == 200
    assert at(start + timedelta(minutes=31), browser) == 401
    assert find_sign_in_end(actor_in(browser, administrator)) == start + timedelta(minutes=30)


def test_who_holds_an_office_is_signed_out_after_twelve_hours(coordinator: User) -> None:
    browser = sit_down(coordinator)
    start = began(coordinator)
    assert at(start + timedelta(hours=11), browser) == 200
    assert at(start + timedelta(hours=13), browser) == 401


def test_everybody_else_stays_for_fourteen_days(person: User) -> None:
    browser = sit_down(person)
    start = began(person)
    assert at(start + timedelta(days=13), browser) == 200
    assert at(start + timedelta(days=15), browser) == 401


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        (ACTIVE, 200),
        ({}, 401),  # a poll, the service worker, a page that loads something anew
        ({"Viche-Active": "0"}, 401),
        ({"Sec-Fetch-User": "?1", "Sec-Fetch-Site": "same-origin"}, 200),  # a page opened by hand
        ({"Sec-Fetch-User": "?1", "Sec-Fetch-Site": "cross-site"}, 401),  # a link on a page elsewhere
        ({"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}, 401),
    ],
)
def test_what_the_person_does_prolongs_the_session_and_what_the_page_does_not(
    administrator: User, headers: dict[str, str], after: int
) -> None:
    browser = sit_down(administrator)
    start = began(administrator)
    for minutes in (10, 20, 29):
        assert at(start + timedelta(minutes=minutes), browser, **headers) == 200
    assert at(start + timedelta(minutes=45), browser) == after


def test_activity_does_not_outlast_the_absolute_limit(person: User) -> None:
    browser = sit_down(person)
    start = began(person)
    days = [at(start + timedelta(days=day), browser, **ACTIVE) for day in (13, 26, 29.9, 30.1)]
    assert days == [200, 200, 200, 401]


def test_a_session_that_is_over_is_not_prolonged(administrator: User) -> None:
    browser = sit_down(administrator)
    actor, start = actor_in(browser, administrator), began(administrator)
    with replace_clock(lambda: start + timedelta(hours=1)):
        record_session_seen(actor=actor)
        assert find_sign_in_end(actor) is None


def test_a_new_proof_does_not_prolong_the_absolute_limit(make_person: MakePerson) -> None:
    person = make_person(email="olena@kalynodil.example", password=PASSWORD)
    browser = Client()
    sign_in(browser, person.email)
    start = Session.objects.get(person=person).created_at
    with replace_clock(lambda: start + timedelta(days=13)):
        address = "/_allauth/browser/v1/auth/reauthenticate"
        proof = browser.post(address, {"password": PASSWORD}, content_type="application/json")
        assert proof.status_code == 200
    assert Session.objects.get(person=person).expire_date == start + timedelta(days=27)
    assert at(start + timedelta(days=26), browser, **ACTIVE) == 200
    assert Session.objects.get(person=person).expire_date == start + timedelta(days=30)


def test_a_role_that_is_given_shortens_the_sign_ins_that_are_open(person: User) -> None:
    browser = sit_down(person)
    start = began(person)
    make_administrator(actor=SYSTEM, person_id=person.pk, reason="Наказ № 12")
    assert at(start + timedelta(minutes=31), browser) == 401


def test_an_office_that_begins_by_its_day_shortens_them_and_open_pages_look_again(world: World) -> None:
    person = world.people["outsider"]
    starts = now() + timedelta(hours=1)
    office = {"kind": OfficeKind.COORDINATOR, "territory": world.territory, "document": "Наказ № 12"}
    Office.objects.create(person=person, starts_at=starts, **office)
    browser = sit_down(person)
    start = began(person)
    actor = actor_in(browser, person)
    assert find_sign_in_end(actor) == start + timedelta(days=14)
    before = AccessChange.objects.count()
    with replace_clock(lambda: starts + timedelta(minutes=1)):
        refresh_all_factor_due_dates()
    assert find_sign_in_end(actor) == start + timedelta(hours=12)
    told = AccessChange.objects.order_by("seq")[before:]
    assert [(one.person_id, one.reason) for one in told] == [(person.pk, "session_shortened")]


def test_the_limits_are_said_where_the_sign_ins_are_listed(administrator: User) -> None:
    (listed,) = sit_down(administrator).get("/api/v1/me/sessions").json()["items"]
    row = Session.objects.get(person=administrator)
    assert listed["idle_minutes"] == 30
    assert datetime.fromisoformat(listed["expires_at"]) == row.last_seen_at + timedelta(minutes=30)
    assert datetime.fromisoformat(listed["ends_at"]) == row.created_at + timedelta(days=30)


def test_on_a_device_of_others_the_cookie_goes_with_the_browser(make_person: MakePerson) -> None:
    person = make_person(email="olena@kalynodil.example", password=PASSWORD)
    browser, own = Client(), Client()
    shared = sign_in(browser, person.email, **{"Viche-Device": "shared"}).cookies["viche_session"]
    assert (shared["max-age"], shared["expires"]) == ("", "")
    assert sign_in(own, person.email).cookies["viche_session"]["max-age"] > 0
