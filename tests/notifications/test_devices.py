"""Browsers to which people have news pushed: each their own, as long as they are signed in there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.accounts.conftest import bearer, sit_down, token_of
from tests.cast import SYSTEM, World
from tests.notifications.phones import SUBSCRIPTIONS, Phone, PushService
from viche.accounts.models import Session, User
from viche.accounts.services.erasure import erase_account
from viche.accounts.services.people import deactivate_person
from viche.accounts.services.sessions import sign_out_everywhere
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.devices import list_reachable_devices
from viche.notifications.jobs import prune_devices
from viche.notifications.models import PushSubscription
from viche.notifications.services.devices import MAX_DEVICES
from viche.notifications.webpush.keys import get_current_key


@pytest.fixture
def officer(world: World) -> User:
    return world.people["officer"]


def items(browser: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.get(SUBSCRIPTIONS).json()["items"]
    return found


def test_a_browser_is_switched_on_and_off(service: PushService, officer: User) -> None:
    here, there = sit_down(officer), sit_down(officer)
    assert here.get(f"{SUBSCRIPTIONS}/key").json() == {"key": get_current_key().public}
    made = Phone(service, "here").switch_on(here)
    assert (made.status_code, made.json()["current"]) == (201, True)
    assert set(made.json()) == {
        "id",
        "user_agent",
        "created_at",
        "pushed_at",
        "failing_since",
        "current",
    }
    Phone(service, "there").switch_on(there)
    assert [one["current"] for one in items(here)] == [False, True]
    assert there.delete(f"{SUBSCRIPTIONS}/{made.json()['id']}").status_code == 204
    assert [one["current"] for one in items(here)] == [False]
    assert there.delete(f"{SUBSCRIPTIONS}/{made.json()['id']}").status_code == 404
    kinds = list(
        Event.objects.filter(kind__startswith="notifications.push").order_by("id").values_list("kind")
    )
    assert [kind.rpartition("_")[2] for (kind,) in kinds] == ["subscribed", "subscribed", "unsubscribed"]


def test_again_it_changes_nothing_and_new_keys_take_the_place_of_old_ones(
    service: PushService, officer: User
) -> None:
    here, phone = sit_down(officer), Phone(service)
    first = phone.switch_on(here).json()
    assert phone.switch_on(here).json() == first
    other = Phone(service, "renewed").switch_on(here).json()
    assert other["id"] != first["id"]
    assert PushSubscription.objects.get().endpoint.endswith("/renewed")


def test_a_browser_that_is_handed_on_is_no_longer_of_who_had_it(world: World, service: PushService) -> None:
    officer, teacher, phone = (
        sit_down(world.people["officer"]),
        sit_down(world.people["teacher"]),
        Phone(service),
    )
    phone.switch_on(officer)
    phone.switch_on(teacher)
    assert (len(items(officer)), len(items(teacher))) == (0, 1)
    assert PushSubscription.objects.get().person_id == world.people["teacher"].pk


def test_there_is_an_end_to_devices_and_the_list_costs_the_same(
    service: PushService, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browsers = [sit_down(officer) for _nth in range(MAX_DEVICES + 1)]
    answers = [Phone(service, f"p{nth}").switch_on(one).status_code for nth, one in enumerate(browsers)]
    assert answers == [201] * MAX_DEVICES + [409]
    with django_assert_num_queries(3):  # session with its person, devices, their sign-ins
        assert len(items(browsers[0])) == MAX_DEVICES
    # One that is there already makes room for itself.
    assert Phone(service, "anew").switch_on(browsers[0]).status_code == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"endpoint": "https://example.org/push"}, "/endpoint"),
        ({"endpoint": "http://127.0.0.1:1/push"}, "/endpoint"),
        ({"endpoint": ""}, "/endpoint"),
        ({"endpoint": "http://{host}/" + "x" * 1000}, "/endpoint"),
        ({"p256dh": "BTBZMqHH6r4Tts7J_aSIgg"}, "/p256dh"),
        ({"p256dh": "B" + "A" * 86}, "/p256dh"),
        ({"p256dh": "не ключ"}, "/p256dh"),
        ({"auth": "AAAA"}, "/auth"),
        ({"auth": "!" * 22}, "/auth"),
        (
            {"key": "B" + "C" * 86},
            "/key",
        ),
        ({"person": "1"}, "/person"),
    ],
)
def test_what_no_browser_says_is_refused_by_name(
    service: PushService, officer: User, change: dict[str, str], pointer: str
) -> None:
    said = {name: value.replace("{host}", service.host) for name, value in change.items()}
    refused = Phone(service).switch_on(sit_down(officer), **said)
    assert refused.status_code == 422
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert not PushSubscription.objects.exists()
    assert service.pushed == []


def test_a_token_has_no_devices_and_sees_none(service: PushService, officer: User) -> None:
    made = Phone(service).switch_on(sit_down(officer)).json()
    headers = bearer(token_of(officer, "notifications:read", "notifications:write"))
    program = Client()
    said = Phone(service, "program").said()
    assert program.get(SUBSCRIPTIONS, headers=headers).status_code == 403
    assert program.get(f"{SUBSCRIPTIONS}/key", headers=headers).status_code == 403
    posted = program.post(SUBSCRIPTIONS, said, content_type="application/json", headers=headers)
    assert posted.status_code == 403
    assert program.delete(f"{SUBSCRIPTIONS}/{made['id']}", headers=headers).status_code == 403


def test_where_nothing_is_pushed_there_is_no_key(settings: Any, officer: User) -> None:
    settings.PUSH_HOSTS = []
    here = sit_down(officer)
    assert here.get(f"{SUBSCRIPTIONS}/key").json() == {"key": None}


# ---- the end of a sign-in ----------------------------------------------------------------------------------


def _sign_out(here: Client, _person: User) -> None:
    current = next(one for one in here.get("/api/v1/me/sessions").json()["items"] if one["current"])
    assert here.delete(f"/api/v1/me/sessions/{current['id']}").status_code == 204


def _leave(here: Client, _person: User) -> None:
    here.delete("/_allauth/browser/v1/auth/session")


def _everywhere(_here: Client, person: User) -> None:
    sign_out_everywhere(actor=SYSTEM, person_id=person.pk)


def _expire(_here: Client, _person: User) -> None:
    Session.objects.update(expire_date=now() - timedelta(seconds=1))


def _deactivate(_here: Client, person: User) -> None:
    deactivate_person(actor=SYSTEM, person_id=person.pk, reason="Звільнено")


def _erase(_here: Client, person: User) -> None:
    erase_account(actor=SYSTEM, person_id=person.pk, name={"uk": "Особа 1", "en": "Person 1"})


@pytest.mark.parametrize("end", [_sign_out, _leave, _everywhere, _expire, _deactivate, _erase])
def test_with_the_sign_in_ends_what_is_pushed_there(service: PushService, officer: User, end: Any) -> None:
    here = sit_down(officer)
    Phone(service).switch_on(here)
    assert len(list_reachable_devices(officer.pk)) == 1
    end(here, officer)
    assert list_reachable_devices(officer.pk) == []
    prune_devices()
    assert not PushSubscription.objects.exists()


def test_a_new_key_of_the_same_sign_in_changes_nothing(service: PushService, officer: User) -> None:
    here = sit_down(officer)
    Phone(service).switch_on(here)
    session = here.session
    session.cycle_key()
    session.save()
    prune_devices()
    assert len(list_reachable_devices(officer.pk)) == 1


def test_one_that_takes_nothing_for_a_month_is_forgotten(service: PushService, officer: User) -> None:
    Phone(service).switch_on(sit_down(officer))
    PushSubscription.objects.update(failing_since=now() - timedelta(days=29))
    prune_devices()
    assert PushSubscription.objects.exists()
    PushSubscription.objects.update(failing_since=now() - timedelta(days=31))
    prune_devices()
    assert not PushSubscription.objects.exists()
