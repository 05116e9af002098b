"""Who is told: once, only what they may see, never of what they did themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.utils.translation import gettext_lazy

from tests.cast import SYSTEM, World, a_world
from tests.notifications.conftest import Bell, toll
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import open_unit_of_work
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event, OutboxEntry
from viche.notifications.models import Delivery, Notification
from viche.notifications.notices import NOTICES, NotificationText
from viche.notifications.registry import Recipient, handle_event
from viche.notifications.selectors import count_unread, texts_of


def told(world: World) -> list[str]:
    names = {person.pk: name for name, person in world.people.items()}
    rows = Notification.objects.filter(kind="tests.tolled")
    return sorted(names[pk] for pk in rows.values_list("person", flat=True))


def test_those_whom_the_room_names_are_told_through_their_channels(world: World, bell: Bell) -> None:
    bell.call(world, "officer", "teacher")
    event = toll(SYSTEM, uuid7())
    assert told(world) == []  # nothing before the outbox
    drain_outbox()
    assert told(world) == ["officer", "teacher"]
    row = Notification.objects.get(person=world.people["officer"], kind="tests.tolled")
    assert (row.event_id, row.subject_id, row.reason, row.read_at) == (
        event.pk,
        event.subject_id,
        "near",
        None,
    )
    assert [one.channel for one in row.deliveries.all()] == ["email"]
    created = Event.objects.get(kind="notifications.notification_created", data__notification_id=str(row.pk))
    assert list(created.entries.values_list("topic_id", flat=True)) == [f"user:{row.person_id}"]


def test_what_only_a_reader_needs_is_asked_for_readers_alone(
    world: World, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def complete(_reader: Actor, rows: Sequence[Notification], said: Mapping[UUID, NotificationText]) -> Any:
        asked.extend(one.kind for one in rows)
        return {pk: replace(words, action={"uk": "Далі", "en": "On"}) for pk, words in said.items()}

    monkeypatch.setitem(NOTICES, "tests.tolled", replace(NOTICES["tests.tolled"], complete=complete))
    bell.call(world, "officer")
    toll(SYSTEM, uuid7())
    drain_outbox()
    officer = world.actor("officer")
    rows = list(Notification.objects.filter(kind="tests.tolled"))
    assert count_unread(officer) > 0
    assert asked == []
    (words,) = texts_of(officer, rows).values()
    assert (words.action, asked) == ({"uk": "Далі", "en": "On"}, ["tests.tolled"])


def test_a_translated_text_is_filled_in_and_the_words_of_people_stay(
    world: World, bell: Bell, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = replace(
        NOTICES["tests.tolled"],
        fields=lambda n: {"name": "100 % %(x)s", "thread": n.reason},
        title=gettext_lazy("%(name)s writes: %(thread)s"),
        body="100 % %(name)s",
        url={"near": lambda n: f"/near/{n.reader.person_id}", "far": "/far"},
    )
    monkeypatch.setitem(NOTICES, "tests.tolled", changed)
    bell.call(world, "officer")
    toll(SYSTEM, uuid7())
    drain_outbox()
    (words,) = texts_of(
        world.actor("officer"), list(Notification.objects.filter(kind="tests.tolled"))
    ).values()
    assert words.title == {"uk": "100 % %(x)s пише: near", "en": "100 % %(x)s writes: near"}
    assert words.body == {"uk": "100 % %(name)s", "en": "100 % %(name)s"}
    assert words.url == f"/near/{world.people['officer'].pk}"


def test_nobody_is_told_of_what_they_did_nor_who_cannot_see_it_nor_who_has_left(
    world: World, bell: Bell
) -> None:
    bell.call(world, "officer", "teacher", "observer", "councillor")
    bell.deaf = {world.people["observer"].pk}
    User.objects.filter(pk=world.people["teacher"].pk).update(is_active=False)
    toll(Actor.for_person(world.people["officer"].pk), uuid7())
    drain_outbox()
    assert told(world) == ["councillor"]


def test_a_person_is_told_once_with_the_first_reason(world: World, bell: Bell) -> None:
    officer = world.people["officer"].pk
    bell.called = [Recipient(officer, "first"), Recipient(officer, "second")]
    toll(SYSTEM, uuid7())
    drain_outbox()
    assert Notification.objects.get(person=officer, kind="tests.tolled").reason == "first"


def test_the_same_event_again_adds_nothing(world: World, bell: Bell) -> None:
    bell.call(world, "officer")
    event = toll(SYSTEM, uuid7())
    drain_outbox()
    for _again in range(2):
        with open_unit_of_work():
            handle_event(event)
    bell.call(world, "officer", "teacher")
    with open_unit_of_work():
        handle_event(event)
    assert told(world) == ["officer", "teacher"]
    assert Delivery.objects.filter(notification__kind="tests.tolled").count() == 2
    created = Event.objects.filter(kind="notifications.notification_created")
    ours = Notification.objects.filter(kind="tests.tolled").values_list("pk", flat=True)
    assert created.filter(data__notification_id__in=[str(pk) for pk in ours]).count() == 2


def test_a_room_that_fails_is_asked_again_and_nothing_is_lost(
    world: World, bell: Bell, caplog: pytest.LogCaptureFixture
) -> None:
    bell.call(world, "officer")
    bell.broken = True
    toll(SYSTEM, uuid7())
    with caplog.at_level("CRITICAL"):
        drain_outbox()
    assert told(world) == []
    bell.broken = False
    OutboxEntry.objects.update(next_try_at=now())
    drain_outbox()
    assert told(world) == ["officer"]


@pytest.mark.django_db(transaction=True)
def test_several_workers_tell_once(bell: Bell) -> None:
    world = a_world("Тут")
    bell.call(world, "officer", "teacher", "councillor")
    drain_outbox()
    for _turn in range(20):
        toll(SYSTEM, uuid7())

    def work(_turn: int) -> None:
        try:
            drain_outbox()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    assert Notification.objects.filter(kind="tests.tolled").count() == 60
    assert Delivery.objects.filter(notification__kind="tests.tolled").count() == 60
    created = Event.objects.filter(kind="notifications.notification_created")
    ours = {str(pk) for pk in Notification.objects.filter(kind="tests.tolled").values_list("pk", flat=True)}
    named = [one.data["notification_id"] for one in created if one.data["notification_id"] in ours]
    assert len(named) == len(set(named)) == 60
