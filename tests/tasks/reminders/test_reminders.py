"""Reminders: planned with the item and planned anew, by the clock of the group; fired once; stopped."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from groups.models import InitiativeGroup
from tasks.deadlines import handle_due_reminders
from tasks.models import ActionItem, Reminder, ReminderAudience, ReminderRule
from tasks.reminders.services import acknowledge_reminder, remove_reminder, set_reminder
from tests.cast import World, a_world
from tests.groups.helpers import until_waiting
from tests.patience import PATIENCE
from tests.tasks.helpers import an_item, an_item_in, edit, in_days, kinds_of, move, prove
from viche.deadlines.engine import fire_due
from viche.deadlines.registry import DEADLINES, Deadline
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, SignedOut
from viche.kernel.events import list_events_after
from viche.kernel.models import Event, OutboxEntry

KYIV = ZoneInfo("Europe/Kyiv")


def plan(item: ActionItem, *, fired: bool = False) -> set[tuple[str, str, datetime]]:
    rows = Reminder.objects.filter(action=item, fired_at__isnull=not fired)
    return {(row.rule, row.audience, row.due_at) for row in rows}


def nine(day: date, zone: ZoneInfo = KYIV) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=zone)


def due_events(item: ActionItem) -> list[tuple[str, str]]:
    rows = Event.objects.filter(kind="tasks.reminder_due", subject_id=item.pk).order_by("id")
    return [(row.data["rule"], row.data["audience"]) for row in rows]


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


PLANNED = [
    ("before_due", "owner", -3),
    ("on_due", "owner", 0),
    ("overdue", "owner", 1),
    ("overdue", "owner_organisation", 4),
    ("overdue", "facilitator", 7),
    ("overdue", "group", 14),
]


def planned(due: date, zone: ZoneInfo = KYIV) -> set[tuple[str, str, datetime]]:
    return {(rule, audience, nine(due + timedelta(days=days), zone)) for rule, audience, days in PLANNED}


# ---- planning ----------------------------------------------------------------------------------------------


def test_an_item_comes_with_its_reminders(world: World) -> None:
    item = an_item(world)
    assert plan(item) == planned(item.due_on)


@pytest.mark.parametrize(
    "due",
    [
        date(2027, 3, 28),  # the clock goes forward in Kyiv that night
        date(2027, 3, 30),
        date(2027, 10, 31),  # and back
        date(2027, 11, 2),
        date(2028, 2, 29),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York", "Asia/Kathmandu"])
def test_nine_in_the_morning_is_by_the_clock_of_the_group(world: World, due: date, zone: str) -> None:
    InitiativeGroup.objects.filter(pk=world.group.pk).update(time_zone=zone)
    with at(datetime(due.year, due.month, 1, tzinfo=UTC) - timedelta(days=10)):
        item = an_item(world, due_on=due)
    assert plan(item) == planned(due, ZoneInfo(zone))


def test_what_has_passed_is_not_caught_up(world: World) -> None:
    with at(datetime(2027, 6, 10, 12, tzinfo=KYIV)):
        item = an_item(world, due_on=date(2027, 6, 10))
        assert {rule for rule, _audience, _at in plan(item)} == {"overdue"}


def test_another_day_plans_anew_and_what_came_stays(world: World) -> None:
    with at(datetime(2027, 6, 1, 8, tzinfo=KYIV)):
        item = an_item(world, due_on=date(2027, 6, 10))
    with at(datetime(2027, 6, 8, 8, tzinfo=KYIV)):
        fire_due()
        edit(world, item, due_on=date(2027, 6, 20))
        assert plan(item, fired=True) == {("before_due", "owner", nine(date(2027, 6, 7)))}
        assert plan(item) == planned(date(2027, 6, 20))
        edit(world, item, due_on=date(2027, 6, 10))
        assert plan(item) == {one for one in planned(date(2027, 6, 10)) if one[0] != "before_due"}
    with at(datetime(2027, 6, 9, 12, tzinfo=KYIV)):
        fire_due()
    assert due_events(item) == [("before_due", "owner")]


def test_reminders_follow_the_state(world: World) -> None:
    item = an_item_in(world, "in_progress")
    prove(world, item)
    move(world, item, "done")
    assert plan(item) == {  # the owner is finished
        ("unverified", "verifier", nine(in_days(3))),
        ("unverified", "facilitator", nine(in_days(7))),
    }
    move(world, item, "returned", "officer")
    assert plan(item) == planned(item.due_on)
    move(world, item, "blocked")
    assert plan(item) == planned(item.due_on)
    move(world, item, "cancelled", "facilitator")
    assert plan(item) == set()


# ---- firing ------------------------------------------------------------------------------------------------


def test_each_reminder_is_recorded_once_with_its_reason(world: World) -> None:
    with at(datetime(2027, 6, 1, 8, tzinfo=KYIV)):
        item = an_item(world, due_on=date(2027, 6, 10))
        assert fire_due() == 0
    with at(datetime(2027, 6, 7, 9, tzinfo=KYIV)):
        assert (fire_due(), fire_due()) == (1, 0)
    event = Event.objects.get(kind="tasks.reminder_due")
    assert event.data | {"reminder_id": ""} == {
        "action_id": str(item.pk),
        "reminder_id": "",
        "rule": "before_due",
        "audience": "owner",
        "group_id": str(world.group.pk),
        "due_on": "2027-06-10",
        "days": 3,
    }
    assert event.system == "deadlines.tick"
    assert list(event.entries.values_list("topic_id", flat=True)) == [f"action:{item.pk}"]
    with at(datetime(2027, 6, 12, 9, tzinfo=KYIV)):
        fire_due()
    assert sorted(due_events(item)) == [(rule, audience) for rule, audience, _days in PLANNED[:3]]


def test_many_are_fired_in_one_statement(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """With numbers that follow one another in the topic of each item, in the order in which they were due."""
    items = [an_item(world), an_item(world)]
    start = now() - timedelta(hours=1)
    Reminder.objects.bulk_create(
        Reminder(
            action=items[number % 2],
            rule=ReminderRule.CUSTOM,
            audience=ReminderAudience.OWNER,
            due_at=start + timedelta(seconds=number),
        )
        for number in range(40)
    )
    OutboxEntry.objects.all().delete()
    others = len(DEADLINES) - 1
    # Three to see that nothing else of a kind is due; two make a savepoint.
    with django_assert_num_queries(3 * others + 3):
        assert fire_due() == 40
    for item in items:
        entries = list_events_after(f"action:{item.pk}", 1)
        due = [Reminder.objects.get(pk=event.data["reminder_id"]).due_at for _seq, event in entries]
        assert len(due) == 20
        assert due == sorted(due)
        assert [seq for seq, _event in entries] == list(range(2, 22))
    assert set(OutboxEntry.objects.values_list("event__kind", "subscriber")) == {
        ("tasks.reminder_due", "notifications")
    }


def test_a_clock_that_goes_back_repeats_nothing(world: World) -> None:
    with at(datetime(2027, 6, 1, 8, tzinfo=KYIV)):
        item = an_item(world, due_on=date(2027, 6, 10))
    for moment in (
        datetime(2027, 6, 7, 9, 30, tzinfo=KYIV),
        datetime(2027, 6, 7, 8, 30, tzinfo=KYIV),
        datetime(2027, 6, 7, 9, 30, tzinfo=KYIV),
    ):
        with at(moment):
            fire_due()
    assert due_events(item) == [("before_due", "owner")]


def test_late_is_not_lost(world: World) -> None:
    """Nobody ticked for three weeks."""
    with at(datetime(2027, 6, 1, 8, tzinfo=KYIV)):
        item = an_item(world, due_on=date(2027, 6, 10))
    with at(datetime(2027, 7, 1, 8, tzinfo=KYIV)):
        assert fire_due() == len(PLANNED)
        assert fire_due() == 0
    assert len(due_events(item)) == len(PLANNED)
    # What repeats comes once for all the times that were missed, and goes on in its own rhythm.
    assert plan(item) == {("overdue", "owner", nine(date(2027, 7, 2)))}


def test_what_is_finished_meanwhile_is_silent(world: World) -> None:
    """The row was there, but the item needs nothing any more: it counts as fired and nobody hears of it."""
    with at(datetime(2027, 6, 1, 8, tzinfo=KYIV)):
        item = an_item(world, due_on=date(2027, 6, 10))
        row = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
        move(world, item, "declined")
        assert not Reminder.objects.filter(pk=row.pk).exists()
        row.save(force_insert=True)
    with at(datetime(2027, 6, 8, 8, tzinfo=KYIV)):
        assert fire_due() == 1
    assert due_events(item) == []


@pytest.mark.django_db(transaction=True)
def test_a_day_that_moves_while_its_reminder_fires_is_neither_doubled_nor_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The engine has claimed the row and fired it, but not committed; the facilitator moves the day."""
    world = a_world("Тут")
    item = an_item(world)
    row = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
    Reminder.objects.filter(pk=row.pk).update(due_at=now() - timedelta(minutes=1))
    fired = threading.Event()

    def pause(actor: Actor, rows: list[Reminder]) -> None:
        handle_due_reminders(actor, rows)
        fired.set()
        until_waiting(1)  # the other one, for this row

    monkeypatch.setitem(DEADLINES, "tasks.reminder", Deadline("tasks.reminder", Reminder, pause))

    def tick() -> int:
        try:
            return fire_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        ticking = threads.submit(tick)
        assert fired.wait(PATIENCE)
        edit(world, item, due_on=in_days(40))
        assert ticking.result(PATIENCE) == 1
    assert due_events(item) == [("before_due", "owner")]
    assert plan(item) == planned(in_days(40))
    assert Reminder.objects.get(pk=row.pk).fired_at is not None


# ---- chosen ones -------------------------------------------------------------------------------------------


def set_by(world: World, name: str, item: ActionItem, moment: datetime, audience: str = "owner") -> Reminder:
    return set_reminder(
        actor=world.actor(name), action_id=item.pk, due_at=moment, audience=ReminderAudience(audience)
    )


def test_the_owner_and_the_facilitator_set_reminders(world: World) -> None:
    item, moment = an_item(world), now() + timedelta(days=2)
    first = set_by(world, "councillor", item, moment)
    assert set_by(world, "facilitator", item, moment).pk == first.pk
    set_by(world, "facilitator", item, moment, "verifier")
    assert kinds_of(item) == ["action_made", "reminder_set", "reminder_set"]
    refusals: list[tuple[str, type[DomainError]]] = [
        ("officer", Forbidden),
        ("observer", Forbidden),
        ("outsider", NotFound),
        ("anonymous", SignedOut),
    ]
    for name, error in refusals:
        with pytest.raises(error):
            set_by(world, name, item, moment)


def test_a_moment_must_be_to_come_and_near(world: World) -> None:
    item = an_item(world)
    for moment, code in ((now(), "past"), (now() + timedelta(days=366 * 6), "too_far")):
        with pytest.raises(Invalid) as refused:
            set_by(world, "councillor", item, moment)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/due_at", code)]


def test_there_are_not_endlessly_many(world: World) -> None:
    item = an_item(world)
    for hours in range(1, 21):
        set_by(world, "councillor", item, now() + timedelta(hours=hours))
    with pytest.raises(Conflict) as refused:
        set_by(world, "councillor", item, now() + timedelta(hours=40))
    assert refused.value.reason == "too_many_reminders"


def test_a_chosen_reminder_comes_also_while_it_waits_for_verification(world: World) -> None:
    item = an_item_in(world, "done")
    set_by(world, "facilitator", item, now() + timedelta(hours=1), "verifier")
    with at(now() + timedelta(hours=2)):
        assert fire_due() == 1
    assert due_events(item) == [("custom", "verifier")]


def test_a_reminder_is_taken_back_until_it_comes(world: World) -> None:
    item = an_item(world)
    mine = set_by(world, "councillor", item, now() + timedelta(hours=1))
    gone = set_by(world, "councillor", item, now() + timedelta(hours=3))
    remove_reminder(actor=world.actor("facilitator"), reminder_id=gone.pk)
    ruled = Reminder.objects.filter(action=item, rule=ReminderRule.ON_DUE).get()
    with at(now() + timedelta(hours=2)):
        fire_due()
    for row, code in ((mine, "already_fired"), (ruled, "planned")):
        with pytest.raises(Conflict) as refused:
            remove_reminder(actor=world.actor("councillor"), reminder_id=row.pk)
        assert refused.value.reason == code
    with pytest.raises(NotFound):
        remove_reminder(actor=world.actor("councillor"), reminder_id=gone.pk)
    with pytest.raises(NotFound):
        remove_reminder(actor=world.actor("outsider"), reminder_id=mine.pk)
    with pytest.raises(SignedOut):
        remove_reminder(actor=world.actor("anonymous"), reminder_id=gone.pk)


def test_an_acknowledged_reminder_stays_silent(world: World) -> None:
    item = an_item(world, due_on=in_days(14))
    row = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
    for name in ("officer", "facilitator"):
        with pytest.raises(Forbidden) as refused:
            acknowledge_reminder(actor=world.actor(name), reminder_id=row.pk)
        assert refused.value.reason == "not_for_you"
    known = acknowledge_reminder(actor=world.actor("councillor"), reminder_id=row.pk)
    again = acknowledge_reminder(actor=world.actor("secretary"), reminder_id=row.pk)
    assert again.acknowledged_by_id == known.acknowledged_by_id == world.people["councillor"].pk
    with at(row.due_at + timedelta(hours=1)):
        assert fire_due() == 1
    assert due_events(item) == []
    assert kinds_of(item) == ["action_made", "reminder_acknowledged"]
