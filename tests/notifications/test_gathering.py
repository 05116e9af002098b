"""Several pieces of news are one mail, when its reader wants it; nothing is told twice or lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import count
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
import time_machine
from django.core import mail

from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api
from tests.notifications.conftest import Bell, toll
from tests.notifications.test_mailing import Server, server
from viche.accounts.models import User
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.notifications.mail_runner import send_waiting
from viche.notifications.models import (
    Channel,
    Delivery,
    DeliveryState,
    Mail,
    MailKind,
    Mode,
    Notification,
    Preference,
    PreferenceSheet,
    Topic,
)
from viche.notifications.notices import NOTICES
from viche.notifications.services import mail_batching
from viche.notifications.services.preferences import unsubscribe

__all__ = ["server"]

NOON = datetime(2026, 11, 25, 10, tzinfo=UTC)  # a Wednesday, 12:00 in Kyiv


@pytest.fixture
def clock(world: World, bell: Bell) -> Any:
    """A clock that stands until it is moved; what the making of the world told is forgotten."""
    drain_outbox()
    Notification.objects.all().delete()
    bell.call(world, "officer")
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


def ring(times: int = 1) -> None:
    for _turn in range(times):
        toll(SYSTEM, uuid7())
    drain_outbox()


def at(clock: Any, day: int, hour: int, minute: int = 0) -> int:
    """How many mails have gone by a moment of November, in UTC."""
    clock.move_to(datetime(2026, 11, day, hour, minute, tzinfo=UTC))
    send_waiting()
    return len(mail.outbox)


def choose(world: World, mode: Mode, topic: Topic = Topic.STEPS) -> None:
    person = world.people["officer"]
    Preference.objects.update_or_create(
        person=person, topic=topic, channel=Channel.EMAIL, group_id=None, defaults={"mode": mode}
    )


def want(world: World, **hours: Any) -> None:
    PreferenceSheet.objects.update_or_create(person=world.people["officer"], defaults=hours)


def about(bell: Bell, topic: Topic) -> None:
    old = NOTICES["tests.tolled"]
    NOTICES["tests.tolled"] = replace(old, topic=topic)


def test_ten_changes_are_one_mail_two_minutes_after_the_last(world: World, bell: Bell, clock: Any) -> None:
    ring(4)
    assert at(clock, 25, 10, 1) == 0
    ring(6)
    assert at(clock, 25, 10, 2) == 1  # ten are full
    assert "і ще 9" in mail.outbox[0].subject
    ring(3)
    assert at(clock, 25, 10, 3) == 1
    ring(2)
    assert at(clock, 25, 10, 4) == 1  # put off by the two that came a minute ago
    assert at(clock, 25, 10, 5) == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert sorted(one.deliveries.count() for one in Mail.objects.all()) == [5, 10]


def test_what_has_piled_up_is_one_mail(world: World, bell: Bell, clock: Any) -> None:
    ring(23)
    assert at(clock, 25, 11) == 1
    assert [one.deliveries.count() for one in Mail.objects.all()] == [23]


def test_more_than_one_mail_holds_are_several_and_each_is_told_once(
    world: World, bell: Bell, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_batching, "MAX_MAIL_ITEMS", 10)
    ring(23)
    assert at(clock, 25, 10, 1) == 0
    assert at(clock, 25, 10, 2) == 3
    assert sorted(one.deliveries.count() for one in Mail.objects.all()) == [3, 10, 10]
    tolled = {f"/bells/{one.subject_id}" for one in Notification.objects.all()}
    assert {path for path in tolled for one in mail.outbox if path in str(one.body)} == tolled


def test_the_account_comes_at_once_whatever_the_hour_and_reminders_outside_of_quiet_hours(
    world: World, bell: Bell, clock: Any
) -> None:
    want(world, quiet_from=time(22), quiet_until=time(7))
    clock.move_to(datetime(2026, 11, 25, 21, tzinfo=UTC))  # 23:00 in Kyiv
    about(bell, Topic.ACCOUNT)
    ring()
    about(bell, Topic.REMINDERS)
    ring(3)
    about(bell, Topic.STEPS)
    ring()
    assert at(clock, 25, 21, 3) == 1
    assert at(clock, 26, 4, 59) == 1
    assert at(clock, 26, 5) == 3  # the reminders together, the rest in another
    about(bell, Topic.REMINDERS)
    ring()
    assert at(clock, 26, 5) == 4


def test_a_mail_that_failed_waits_for_the_end_of_the_quiet_hours_too_unless_it_is_urgent(
    world: World, bell: Bell, clock: Any, server: type[Server]
) -> None:
    want(world, quiet_from=time(22), quiet_until=time(7))
    clock.move_to(datetime(2026, 11, 25, 19, 57, 59, tzinfo=UTC))  # two minutes before 22:00 in Kyiv
    ring()
    server.fails = [SMTPServerDisconnected("away")]
    clock.shift(timedelta(minutes=2))
    send_waiting()
    assert Mail.objects.get().next_try_at == datetime(2026, 11, 26, 5, tzinfo=UTC)
    about(bell, Topic.ACCOUNT)
    ring()
    server.fails = [SMTPServerDisconnected("away")]
    assert at(clock, 25, 20) == 0
    assert at(clock, 25, 20, 1) == 1
    assert at(clock, 26, 4, 59) == 1
    assert at(clock, 26, 5) == 2


def test_mail_goes_while_more_is_gathered_and_what_is_urgent_first(
    world: World, bell: Bell, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell.call(world, "officer", "teacher", "councillor")
    ring()
    clock.shift(timedelta(minutes=3))
    bell.call(world, "secretary")
    about(bell, Topic.ACCOUNT)
    ring()
    seconds = count()
    monkeypatch.setattr("viche.notifications.mail_runner.monotonic", lambda: next(seconds))
    went = [send_waiting(timedelta(seconds=6)) for _round in range(2)]
    assert went == [2, 2]  # half of each round is for gathering
    assert list(Mail.objects.order_by("id").values_list("kind", flat=True))[:1] == [MailKind.URGENT]
    assert mail.outbox[0].to == [world.people["secretary"].email]


def test_mail_waits_for_a_working_day(world: World, bell: Bell, clock: Any) -> None:
    want(world, working_days=[1, 2, 3, 4, 5])
    clock.move_to(datetime(2026, 11, 28, 10, tzinfo=UTC))  # Saturday
    ring(2)
    assert at(clock, 29, 10) == 0
    assert at(clock, 29, 22) == 1  # midnight to Monday


def test_digests_come_in_the_readers_own_morning(world: World, bell: Bell, clock: Any) -> None:
    choose(world, Mode.DAILY)
    User.objects.filter(pk=world.people["officer"].pk).update(time_zone="Europe/Lisbon", language="en")
    ring(12)
    assert at(clock, 26, 7, 59) == 0
    assert at(clock, 26, 8) == 1
    assert mail.outbox[0].subject == "Viche in a day: 12 notifications"
    assert at(clock, 27, 8) == 1  # no news, no mail
    choose(world, Mode.WEEKLY)
    ring()
    assert at(clock, 30, 7, 59) == 1
    assert at(clock, 30, 8) == 2
    assert mail.outbox[1].subject == "Viche in a week: 1 notification"


def test_a_digest_that_is_late_keeps_the_quiet_hours(world: World, bell: Bell, clock: Any) -> None:
    choose(world, Mode.DAILY)
    want(world, quiet_from=time(22), quiet_until=time(9))
    ring()
    # Nobody worked for two days and then in the night.
    assert at(clock, 27, 22) == 0
    assert at(clock, 28, 7) == 1
    ring()
    assert at(clock, 29, 6) == 2  # at eight, within the quiet hours: that is what was chosen


def test_what_is_switched_off_or_out_of_sight_meanwhile_is_left_out(
    world: World, bell: Bell, clock: Any
) -> None:
    choose(world, Mode.DAILY)
    ring(2)
    unsubscribe(actor=SYSTEM, person_id=world.people["officer"].pk, topics=[Topic.STEPS])
    assert at(clock, 26, 6) == 0
    choose(world, Mode.DAILY)
    ring(2)
    bell.deaf = {world.people["officer"].pk}
    assert at(clock, 27, 6) == 0
    assert list(Mail.objects.values_list("state", flat=True)) == [DeliveryState.DROPPED] * 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DROPPED}


def test_the_log_shows_ones_own_deliveries_in_words_that_hold(world: World, bell: Bell, clock: Any) -> None:
    bell.call(world, "officer", "teacher")
    ring(2)
    at(clock, 25, 10, 3)
    officer = api(world, "officer")
    page = officer.get("me/deliveries").json()
    assert [(one["state"], one["error"]) for one in page["items"]] == [("sent", "")] * 2
    assert {one["title"]["uk"] for one in page["items"]} == {"Дзвін"}
    first = officer.get("me/deliveries?limit=1").json()
    rest = officer.get(f"me/deliveries?limit=1&cursor={first['next_cursor']}").json()
    assert [*first["items"], *rest["items"]] == page["items"]
    assert set(page["items"][0]) == {
        "id",
        "channel",
        "state",
        "title",
        "url",
        "created_at",
        "due_at",
        "sent_at",
        "error",
    }
    theirs = Delivery.objects.filter(person=world.people["teacher"]).values_list("pk", flat=True)
    assert not {str(pk) for pk in theirs} & {one["id"] for one in page["items"]}
    bell.deaf = {world.people["officer"].pk}
    assert [one["title"] for one in officer.get("me/deliveries").json()["items"]] == [None, None]
    assert api(world, "anonymous").get("me/deliveries").status_code == 401
