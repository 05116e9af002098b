"""A 401 says why the session has ended: a browser keeps less after a revocation than after time alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from tests.accounts.conftest import PASSWORD, SYSTEM, MakePerson, actor_in, sign_in, sit_down
from tests.accounts.factors import code_of
from viche.accounts.jobs import prune_sessions
from viche.accounts.models import Session, User
from viche.accounts.services.factors import reset_factors
from viche.accounts.services.people import change_password, deactivate_person
from viche.accounts.services.sessions import end_session, sign_out, sign_out_everywhere
from viche.accounts.session_endings import EndedSession
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.privacy.services.erasure import erase_now

pytestmark = pytest.mark.django_db
ME = "/api/v1/me"
REVOKED, EXPIRED = (401, "session_revoked"), (401, "session_expired")
NEW_PASSWORD = "Вечір-біля-криниці-9"


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person(email="olena@kalynodil.example", name_uk="Олена Коваль", password=PASSWORD)


def expire(person: User) -> None:
    Session.objects.filter(person=person).update(expire_date=now() - timedelta(seconds=1))


def _end_one(person: User) -> None:
    row = Session.objects.get(person=person)
    end_session(actor=Actor.for_person(person.pk), session_id=row.public_id)


def _change_password(person: User) -> None:
    change_password(actor=Actor.for_person(person.pk), person_id=person.pk, password=NEW_PASSWORD)


def _change_hash(person: User) -> None:
    """Django itself puts out who does not hold the present password's hash."""
    person.set_password(NEW_PASSWORD)
    person.save(update_fields=["password"])


REVOCATIONS: list[Callable[[User], object]] = [
    _end_one,
    _change_password,
    _change_hash,
    lambda person: sign_out_everywhere(actor=SYSTEM, person_id=person.pk),
    lambda person: deactivate_person(actor=SYSTEM, person_id=person.pk),
    lambda person: reset_factors(actor=SYSTEM, person_id=person.pk, reason="Загубила телефон"),
]
NAMES = ["one", "password", "hash", "everywhere", "deactivated", "factors"]


@pytest.mark.parametrize("revoke", REVOCATIONS, ids=NAMES)
def test_a_session_that_was_ended_elsewhere_is_revoked(
    person: User, revoke: Callable[[User], object]
) -> None:
    browser = sit_down(person)
    revoke(person)
    # Each answer says so, the first and those that come after it.
    assert [code_of(browser.get(ME)) for _time in range(3)] == [REVOKED] * 3
    prune_sessions()
    assert code_of(browser.get(ME)) == REVOKED


def test_a_session_that_time_alone_has_ended_is_expired_before_and_after_housekeeping(person: User) -> None:
    browser = sit_down(person)
    expire(person)
    assert code_of(browser.get(ME)) == EXPIRED
    prune_sessions()
    assert not Session.objects.filter(person=person).exists()
    assert code_of(browser.get(ME)) == EXPIRED


@pytest.mark.parametrize("housekept", [False, True])
def test_a_device_that_is_signed_out_after_its_time_is_revoked(person: User, housekept: bool) -> None:
    lost = sit_down(person)
    expire(person)
    if housekept:
        prune_sessions()
    sign_out_everywhere(actor=Actor.for_person(person.pk), person_id=person.pk)
    assert code_of(lost.get(ME)) == REVOKED


def test_a_stranger_learns_of_no_session(person: User) -> None:
    sit_down(person)
    public_id = Session.objects.get(person=person).public_id
    expire(person)
    prune_sessions()
    for key in ("x" * 32, public_id.hex, EndedSession.objects.get().digest):
        stranger = Client()
        stranger.cookies["viche_session"] = key
        assert code_of(stranger.get(ME)) == (401, "signed_out")
    assert code_of(Client().get(ME)) == (401, "signed_out")


def test_what_is_kept_of_an_ended_session_signs_nobody_in(person: User) -> None:
    browser = sit_down(person)
    key = browser.cookies["viche_session"].value
    expire(person)
    prune_sessions()
    (row,) = EndedSession.objects.values_list()
    assert key not in str(row)


def test_the_note_goes_when_no_browser_holds_the_key_any_more(person: User) -> None:
    browser = sit_down(person)
    expire(person)
    prune_sessions()
    later = now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60)
    with replace_clock(lambda: later):
        prune_sessions()
    assert not EndedSession.objects.exists()
    assert code_of(browser.get(ME)) == (401, "signed_out")


def test_nothing_is_kept_of_an_erased_person(person: User) -> None:
    browser = sit_down(person)
    expire(person)
    prune_sessions()
    erase_now(actor=SYSTEM, person_id=person.pk, removes_messages=False)
    assert not EndedSession.objects.exists()
    assert code_of(browser.get(ME)) == (401, "signed_out")


def test_an_ended_session_closes_nothing_that_is_open_to_all(person: User) -> None:
    browser = sit_down(person)
    expire(person)
    assert browser.get("/api/v1/identity-providers").status_code == 200
    assert sign_in(browser, person.email).status_code == 200, "and one signs in again"
    assert browser.get(ME).status_code == 200


def test_a_sign_in_takes_no_key_over_that_has_ended(person: User) -> None:
    browser = sit_down(person)
    before = browser.cookies["viche_session"].value
    expire(person)
    sign_in(browser, person.email)
    assert browser.cookies["viche_session"].value != before
    assert not Session.objects.filter(session_key=before, expire_date__gt=now()).exists()


def test_a_deliberate_sign_out_clears_what_the_browser_keeps(person: User) -> None:
    sign_outs = ["/_allauth/browser/v1/auth/session", "/api/v1/me/sessions"]
    for address in sign_outs:
        browser = sit_down(person)
        answer = browser.delete(address)
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert answer.cookies["viche_session"]["max-age"] == 0
    here = sit_down(person)
    row = Session.objects.get(person=person)
    assert here.delete(f"/api/v1/me/sessions/{row.public_id}")["Clear-Site-Data"]


def test_ending_another_browser_clears_nothing_here(person: User) -> None:
    here, there = sit_down(person), sit_down(person)
    other = Session.objects.get(session_key=there.session.session_key)
    assert "Clear-Site-Data" not in here.delete(f"/api/v1/me/sessions/{other.public_id}")
    expired = sit_down(person)
    sign_out(actor=actor_in(expired, person))
    assert "Clear-Site-Data" not in expired.get(ME)
