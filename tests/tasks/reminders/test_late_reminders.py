"""Reminders that nobody fired in time, and those that fire while their day moves: late, once, in one mail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.message import EmailMessage as Parsed
from uuid import UUID

import pytest
import time_machine
from django.core import mail
from django.db import transaction

from tasks.models import ActionItem, Reminder, ReminderRule
from tests.cast import World, a_world
from tests.groups.helpers import in_turn
from tests.notifications.test_mailing import parsed
from tests.tasks.helpers import an_item, edit, in_days, move
from tests.tasks.reminders.test_reminders import KYIV, due_events, plan, planned
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event, Topic
from viche.notifications.mail_runner import send_waiting
from viche.notifications.models import Notification

ITEMS = 40


def at(day: int, hour: int, minute: int = 0) -> time_machine.travel:
    return time_machine.travel(datetime(2027, 6, day, hour, minute, tzinfo=KYIV), tick=False)


def mails_to(world: World, name: str) -> list[Parsed]:
    address = world.people[name].email
    return [parsed(one) for one in mail.outbox if one.to == [address]]


def work_off() -> None:
    """What beat has the worker do, until nothing is left."""
    fire_due()
    drain_outbox()
    with time_machine.travel(now() + timedelta(minutes=3), tick=False):
        send_waiting()


def test_two_days_without_a_beat_are_late_and_one_mail(world: World) -> None:
    """Forty items of one owner; most of them had a reminder to come meanwhile."""
    with at(1, 8):
        items = [
            an_item(world, title_uk=f"Справа {n}", due_on=date(2027, 6, 9 + n % 2)) for n in range(ITEMS)
        ]
        for item in items[:-1]:
            move(world, item, "accepted")
        drain_outbox()
        Notification.objects.all().delete()
    with at(8, 12):
        work_off()
    Notification.objects.all().delete()
    mail.outbox.clear()

    with at(10, 12):
        missed = Reminder.objects.filter(fired_at=None, due_at__lte=now())
        waiting = set(missed.values_list("pk", flat=True))
        assert len(waiting) >= ITEMS
        for _turn in range(3):
            work_off()
    (letter,) = mails_to(world, "councillor")
    fired = Event.objects.filter(kind="tasks.reminder_due", at__gte=datetime(2027, 6, 10, tzinfo=KYIV))
    came = [UUID(one) for one in fired.values_list("data__reminder_id", flat=True)]
    assert (set(came), len(came)) == (waiting, len(waiting))
    told = Notification.objects.filter(person=world.people["councillor"], event__in=fired)
    assert told.count() == told.values("event").distinct().count() == len(waiting)
    body = letter.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    assert [one.title_uk for one in items if one.title_uk not in words] == []


def a_due_item(world: World) -> tuple[ActionItem, Reminder]:
    """One whose first reminder is due."""
    item = an_item(world)
    rows = Reminder.objects.filter(action=item, rule=ReminderRule.BEFORE_DUE)
    rows.update(due_at=now() - timedelta(minutes=1))
    return item, rows.get()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_day_that_moves_while_its_reminder_is_claimed_is_neither_doubled_nor_lost() -> None:
    """The engine holds the reminder and waits for the topic; the facilitator moves the day."""
    world = a_world("Тут")
    item, row = a_due_item(world)
    fired, moved = in_turn(
        Topic.objects.filter(name=f"action:{item.pk}"),
        fire_due,
        lambda: edit(world, item, due_on=in_days(40)),
    )
    assert (fired, isinstance(moved, ActionItem)) == (1, True)
    assert due_events(item) == [("before_due", "owner")]
    assert plan(item) == planned(in_days(40))
    assert Reminder.objects.get(pk=row.pk).fired_at is not None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_reminder_whose_day_has_moved_first_is_passed_over() -> None:
    """The facilitator holds the item and its reminders and has not committed when the engine comes by."""
    world = a_world("Тут")
    item, _row = a_due_item(world)
    topic = Topic.objects.filter(name=f"action:{item.pk}")

    def come_by() -> int:
        taken = fire_due()
        with transaction.atomic():  # waits as long as the other one
            list(topic.select_for_update())
        return taken

    moved, fired = in_turn(topic, lambda: edit(world, item, due_on=in_days(40)), come_by)
    assert (isinstance(moved, ActionItem), fired) == (True, 0)
    assert due_events(item) == []
    assert plan(item) == planned(in_days(40))
