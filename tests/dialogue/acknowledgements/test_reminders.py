"""Who has not acknowledged what must be read is reminded: when, how long, and in which words."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from dialogue.acknowledgements.services import make_must_read
from dialogue.models import MustReadReminder
from groups.initiative_groups.services import activate_group, suspend_group
from tests.cast import SYSTEM, World
from tests.dialogue.acknowledgements.helpers import (
    EVERYBODY,
    acknowledge,
    asked_for,
    news,
    nine,
    told,
    tomorrow,
)
from tests.dialogue.helpers import a_group_beside, a_restricted_thread, a_thread, take
from tests.groups.helpers import seat
from tests.tasks.helpers import in_days
from viche.deadlines.engine import fire_due
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_they_are_reminded_on_their_days_until_it_is_given(world: World) -> None:
    with time_machine.travel(nine(0) + timedelta(hours=1), tick=False):
        message = asked_for(world, due_on=in_days(5))
        acknowledge(world, "teacher", message)
    came = []
    for day in range(1, 50):
        moment = nine(day)
        with time_machine.travel(moment + timedelta(minutes=1), tick=False):
            if fire_due():
                came.append(day)
                drain_outbox()
    assert came == [4, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 42, 49]
    reminded = EVERYBODY - {"officer", "teacher"}
    assert set(told(world, "dialogue.must_read_due")) == reminded


def test_without_a_day_every_third_and_for_a_year(world: World) -> None:
    with time_machine.travel(nine(0) + timedelta(hours=1), tick=False):
        message = asked_for(world)
    (first,) = MustReadReminder.objects.filter(fired_at=None)
    assert first.due_at == nine(3)
    make_must_read(actor=world.actor("facilitator"), message_id=message.pk, due_on=in_days(20))
    (moved,) = MustReadReminder.objects.filter(fired_at=None)
    assert moved.due_at == nine(19)
    with time_machine.travel(nine(500), tick=False):
        assert fire_due() == 1
    assert not MustReadReminder.objects.filter(fired_at=None).exists()


def test_where_its_thread_goes_it_counts_by_the_clock_of_that_group(world: World) -> None:
    there = a_group_beside(world, "facilitator", "teacher", led_by="facilitator")
    there.time_zone = "Europe/Lisbon"  # two hours behind
    there.save(update_fields=["time_zone"])
    thread = a_thread(world)
    with time_machine.travel(nine(0) + timedelta(hours=1), tick=False):
        asked_for(world, thread, due_on=in_days(5))
        asked_for(world, thread, due_on=in_days(9))
    planned = MustReadReminder.objects.filter(fired_at=None).order_by("due_at")
    fourth, fifth, eighth = nine(4), nine(5), nine(8)
    assert [one.due_at for one in planned] == [fourth, eighth]
    lisbon = ZoneInfo("Europe/Lisbon")
    with time_machine.travel(fourth + timedelta(minutes=1), tick=False):
        take(world, thread, there)
        assert fire_due() == 0
    later = [day.replace(tzinfo=lisbon) for day in (fourth, fifth, eighth)]
    assert [one.due_at for one in planned.all()] == [later[0], later[2]]
    with time_machine.travel(later[0] + timedelta(minutes=1), tick=False):
        assert fire_due() == 1
        assert [one.due_at for one in planned.all()] == later[1:]
        take(world, thread, world.group)
        assert fire_due() == 0
    assert [one.due_at for one in planned.all()] == [fifth, eighth]


def test_nobody_is_reminded_while_the_group_rests_and_all_are_again(world: World) -> None:
    with time_machine.travel(nine(0) + timedelta(hours=1), tick=False):
        message = asked_for(world)
        suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Літо")
    tomorrow(world)
    assert told(world, "dialogue.must_read_due") == []
    activate_group(actor=SYSTEM, group_id=world.group.pk)
    for name in EVERYBODY - {"officer", "observer"}:
        acknowledge(world, name, message)
    tomorrow(world, days=7)
    assert told(world, "dialogue.must_read_due") == ["observer"]
    acknowledge(world, "observer", message)
    events = Event.objects.filter(kind="dialogue.must_read_due").count()
    tomorrow(world, days=10)
    assert Event.objects.filter(kind="dialogue.must_read_due").count() == events
    seat(world, "outsider")
    tomorrow(world, days=13)
    assert told(world, "dialogue.must_read_due") == ["observer", "outsider"]  # the former as of before


def test_the_words_name_the_day_the_author_and_the_reason(world: World) -> None:
    asked_for(world, a_restricted_thread(world, organisations=("police", "school")), due_on=in_days(3))
    assert told(world) == ["teacher"]
    (shown,) = news(world, "teacher")
    assert shown["title"]["uk"].startswith("Ознайомтеся до ")
    assert f"{in_days(3).year} року" in shown["title"]["uk"]
    assert str(in_days(3).year) in shown["title"]["en"]
    assert "виїзду" not in shown["body"]["uk"]
    assert shown["reason"]["uk"]
    assert shown["url"].endswith("?message=1")
