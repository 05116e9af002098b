"""What is pushed: without words, once as far as the database goes, to who may see it at that moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from groups.mandates.services import end_mandate
from tests.accounts.conftest import sit_down
from tests.cast import SYSTEM, World, a_world
from tests.dialogue.helpers import a_restricted_thread
from tests.notifications.conftest import Bell, toll
from tests.notifications.phones import Phone, PushService
from tests.patience import PATIENCE
from tests.tasks.helpers import an_item
from viche.accounts.models import Session, User
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.notifications.jobs import push_news
from viche.notifications.models import (
    Channel,
    Delivery,
    DeliveryState,
    Mode,
    Notification,
    Preference,
    PreferenceSheet,
    PushSubscription,
    Topic,
)
from viche.notifications.notices import NOTICES
from viche.notifications.push_runner import push_waiting
from viche.notifications.services.create import create_notifications, mark_all_read

NOON = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, 12:00 in Kyiv


@pytest.fixture
def clock(world: World, bell: Bell) -> Any:
    """A clock that stands until it is moved; what the making of the world told is forgotten."""
    with time_machine.travel(NOON, tick=False) as moved:
        forget()
        bell.call(world, "officer")
        yield moved


def forget() -> None:
    drain_outbox()
    Notification.objects.all().delete()


def phone_of(world: World, service: PushService, name: str = "officer", label: str = "phone") -> Phone:
    made = Phone(service, label)
    assert made.switch_on(sit_down(world.people[name])).status_code == 201
    return made


def ring(times: int = 1) -> None:
    for _turn in range(times):
        toll(SYSTEM, uuid7())
    drain_outbox()


def states() -> list[str]:
    return list(Delivery.objects.filter(channel=Channel.PUSH).order_by("id").values_list("state", flat=True))


def about(topic: Topic) -> None:
    old = NOTICES["tests.tolled"]
    NOTICES["tests.tolled"] = replace(old, topic=topic)


# ---- what is pushed ----------------------------------------------------------------------------------------


def test_a_push_says_that_there_is_news_and_nothing_of_it(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone = phone_of(world, service)
    forget()
    ring()
    push_news()
    row = Notification.objects.get()
    assert service.to(phone) == [{"id": str(row.pk), "language": "uk", "more": 0}]
    headers = service.pushed[0].headers
    assert headers["Content-Encoding"] == "aes128gcm"
    assert headers["Authorization"].startswith("vapid t=")
    assert (headers["TTL"], headers["Urgency"], headers["Topic"]) == ("86400", "normal", "news")
    assert service.pushed[0].body[16:21] == b"\x00\x00\x10\x00\x41"
    assert states() == [DeliveryState.SENT]
    device = PushSubscription.objects.get()
    assert (device.pushed_at, device.failing_since) == (NOON, None)
    assert push_waiting() == 0


def test_several_pieces_of_news_are_one_push_to_each_device(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phones = [phone_of(world, service, label=label) for label in ("phone", "desk")]
    forget()
    ring(4)
    newest = Notification.objects.latest("id")
    assert push_waiting() == 1
    for phone in phones:
        assert service.to(phone) == [{"id": str(newest.pk), "language": "uk", "more": 3}]
    assert states() == [DeliveryState.SENT] * 4


def test_who_has_no_device_has_nothing_on_the_way(world: World, bell: Bell, clock: Any) -> None:
    ring()
    assert list(Delivery.objects.values_list("channel", flat=True)) == [Channel.EMAIL]


def test_what_is_switched_off_is_not_pushed_and_mail_comes_all_the_same(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone = phone_of(world, service)
    forget()
    chosen: dict[str, Any] = {
        "person": world.people["officer"],
        "topic": Topic.STEPS,
        "channel": Channel.PUSH,
    }
    Preference.objects.create(**chosen, mode=Mode.OFF)
    ring()
    assert list(Delivery.objects.values_list("channel", flat=True)) == [Channel.EMAIL]
    Preference.objects.create(**chosen, group_id=world.group.pk, mode=Mode.AT_ONCE)
    toll(SYSTEM, uuid7(), world.group.pk)
    drain_outbox()
    Preference.objects.filter(group_id=world.group.pk).update(mode=Mode.OFF)  # meanwhile
    push_waiting()
    assert (service.to(phone), states()) == ([], [DeliveryState.DROPPED])


def test_telling_again_pushes_nothing_again(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone_of(world, service)
    forget()
    ring()
    create_notifications(actor=SYSTEM, event=Notification.objects.get().event)
    assert len(states()) == 1


def test_a_push_costs_the_same_however_much_it_tells(
    world: World,
    bell: Bell,
    service: PushService,
    clock: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    phone_of(world, service)
    forget()
    for many in (1, 9):
        ring(many)
        # Claim (3), hours, choices, devices, what became of it (2), savepoint (2); nothing more is due (4).
        with django_assert_num_queries(14):
            push_waiting()


# ---- who may see it ----------------------------------------------------------------------------------------


def test_what_may_no_longer_be_seen_or_was_read_meanwhile_is_not_pushed(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phones = {name: phone_of(world, service, name, name) for name in ("officer", "teacher", "councillor")}
    forget()
    bell.call(world, *phones)
    ring()
    bell.deaf = {world.people["officer"].pk}
    mark_all_read(actor=world.actor("teacher"))
    push_waiting()
    assert {name: len(service.to(phone)) for name, phone in phones.items()} == {
        "officer": 0,
        "teacher": 0,
        "councillor": 1,
    }
    assert sorted(states()) == ["dropped", "dropped", "sent"]


def _sign_out(person: User) -> None:
    Session.objects.filter(person=person).delete()


def _deactivate(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("end", [_sign_out, _deactivate])
def test_nothing_goes_to_a_browser_in_which_nobody_is_signed_in(
    world: World, bell: Bell, service: PushService, clock: Any, end: Any
) -> None:
    phone_of(world, service)
    forget()
    ring()
    end(world.people["officer"])
    push_waiting()
    assert (service.pushed, states()) == ([], [DeliveryState.DROPPED])


def test_a_browser_shows_words_as_long_as_its_reader_may_read_them(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    browser, other = sit_down(world.people["officer"]), sit_down(world.people["teacher"])
    phone = Phone(service)
    phone.switch_on(browser)
    forget()
    ring()
    push_waiting()
    address = f"/api/v1/notifications/{service.to(phone)[0]['id']}"
    assert browser.get(address).json()["title"] == {"uk": "Дзвін", "en": "Bell"}
    assert other.get(address).status_code == 404
    bell.deaf = {world.people["officer"].pk}
    assert browser.get(address).status_code == 404
    _sign_out(world.people["officer"])
    assert browser.get(address).status_code == 401


def test_nothing_of_a_thread_is_pushed_or_told_when_access_has_ended(
    world: World, service: PushService
) -> None:
    thread = a_restricted_thread(world, organisations=("police", "council"))
    browser = sit_down(world.people["councillor"])
    phone = Phone(service)
    phone.switch_on(browser)
    forget()
    an_item(world, thread_id=thread.pk)
    drain_outbox()
    push_waiting()
    an_item(world, thread_id=thread.pk)
    drain_outbox()
    address = f"/api/v1/notifications/{service.to(phone)[0]['id']}"
    assert browser.get(address).status_code == 200
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["councillor"].pk, reason="Переведення")
    # What the push service may still keep opens nothing; what waited is not sent.
    assert browser.get(address).status_code == 404
    push_waiting()
    assert len(service.to(phone)) == 1
    assert states() == [DeliveryState.SENT, DeliveryState.DROPPED]


# ---- hours -------------------------------------------------------------------------------------------------


def test_quiet_hours_hold_but_for_the_safety_of_the_account(
    world: World, bell: Bell, service: PushService, clock: Any
) -> None:
    phone = phone_of(world, service)
    forget()
    person = world.people["officer"]
    PreferenceSheet.objects.update_or_create(
        person=person, defaults={"quiet_from": time(22), "quiet_until": time(7)}
    )
    clock.move_to(datetime(2026, 11, 25, 21, tzinfo=UTC))  # 23:00 in Kyiv
    ring(2)
    about(Topic.ACCOUNT)
    ring()
    push_waiting()
    assert [one["more"] for one in service.to(phone)] == [0]
    assert (service.pushed[0].headers["Urgency"], service.pushed[0].headers["Topic"]) == ("high", "account")
    clock.move_to(datetime(2026, 11, 26, 4, 59, tzinfo=UTC))
    push_waiting()
    assert len(service.pushed) == 1
    clock.move_to(datetime(2026, 11, 26, 5, tzinfo=UTC))
    push_waiting()
    assert [one["more"] for one in service.to(phone)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_push_each_piece_of_news_once(bell: Bell, service: PushService) -> None:
    world = a_world("Тут")
    phones = {name: phone_of(world, service, name, name) for name in ("officer", "teacher", "councillor")}
    forget()
    bell.call(world, *phones)
    ring(4)
    together = threading.Barrier(3)

    def work(_turn: int) -> int:
        try:
            together.wait(PATIENCE)
            return push_waiting()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(work, range(3)))
    assert set(states()) == {DeliveryState.SENT}
    for phone in phones.values():
        assert sum(1 + one["more"] for one in service.to(phone)) == 4
