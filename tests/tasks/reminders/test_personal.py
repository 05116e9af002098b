"""Reminders of one person alone, what is put off, and calls for help."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.models import InitiativeGroup
from tasks.lifecycle.services.help import answer_help, ask_help
from tasks.models import OwnReminder, Reminder, ReminderAudience, ReminderRule
from tasks.reminders.personal import remove_own_reminder, set_own_reminder, snooze_reminder
from tasks.reminders.services import acknowledge_reminder, set_reminder
from tests.cast import World
from tests.dialogue.helpers import api
from tests.tasks.helpers import an_item, an_item_in, fresh, kinds_of, move
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now, replace_clock
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from viche.kernel.events import get_head
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification

pytestmark = pytest.mark.usefixtures("quiet")

HOUR = timedelta(hours=1)


def told(world: World) -> dict[str, str]:
    drain_outbox()
    names = {person.pk: name for name, person in world.people.items()}
    return {names[one.person_id]: one.reason for one in Notification.objects.all()}


def forget() -> None:
    drain_outbox()
    Notification.objects.all().delete()


# ---- one's own ---------------------------------------------------------------------------------------------


def test_it_comes_to_the_one_who_set_it_and_nobody_else_hears_of_it(world: World) -> None:
    item = an_item(world)
    forget()
    seq = get_head(f"action:{item.pk}")
    row = set_own_reminder(actor=world.actor("observer"), action_id=item.pk, due_at=now() + HOUR)
    again = set_own_reminder(actor=world.actor("observer"), action_id=item.pk, due_at=row.due_at)
    assert again.pk == row.pk
    with replace_clock(lambda: row.due_at):
        assert (fire_due(), fire_due()) == (1, 0)
        assert told(world) == {"observer": "own"}
    assert get_head(f"action:{item.pk}") == seq
    assert kinds_of(item) == ["action_made"]
    address = f"action-items/{item.pk}/my-reminders"
    assert [one["kind"] for one in api(world, "observer").get(address).json()["items"]] == ["chosen"]
    assert api(world, "facilitator").get(address).json()["items"] == []


def test_it_is_silent_when_nothing_is_left_to_do_or_to_see(world: World) -> None:
    item, hidden = an_item(world), an_item_in(world, "declined")
    row = set_own_reminder(actor=world.actor("officer"), action_id=item.pk, due_at=now() + HOUR)
    with pytest.raises(Forbidden):
        set_own_reminder(actor=world.actor("officer"), action_id=hidden.pk, due_at=now() + HOUR)
    move(world, item, "cancelled", "facilitator")
    forget()
    with replace_clock(lambda: row.due_at):
        assert fire_due() == 1
        assert told(world) == {}


def test_others_find_nothing_to_take_back(world: World) -> None:
    item = an_item(world)
    row = set_own_reminder(actor=world.actor("officer"), action_id=item.pk, due_at=now() + HOUR)
    with pytest.raises(NotFound):
        remove_own_reminder(actor=world.actor("facilitator"), reminder_id=row.pk)
    move(world, item, "cancelled", "facilitator")
    remove_own_reminder(actor=world.actor("officer"), reminder_id=row.pk)
    assert not OwnReminder.objects.exists()


def test_there_are_bounds(world: World) -> None:
    item, officer = an_item(world), world.actor("officer")
    for hours in range(1, 11):
        set_own_reminder(actor=officer, action_id=item.pk, due_at=now() + hours * HOUR)
    with pytest.raises(Conflict) as refused:
        set_own_reminder(actor=officer, action_id=item.pk, due_at=now() + 20 * HOUR)
    assert refused.value.reason == "too_many_reminders"
    for moment in (now(), now() + timedelta(days=366 * 6)):
        with pytest.raises(Invalid):
            set_own_reminder(actor=world.actor("teacher"), action_id=item.pk, due_at=moment)


# ---- put off -----------------------------------------------------------------------------------------------


def test_what_is_put_off_comes_later_to_them_and_at_once_to_others(world: World) -> None:
    item = an_item(world)
    first = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
    second = Reminder.objects.get(action=item, rule=ReminderRule.ON_DUE)
    with replace_clock(lambda: first.due_at):
        fire_due()
        until = second.due_at + HOUR
        snoozed = snooze_reminder(actor=world.actor("councillor"), reminder_id=first.pk, until=until)
        forget()
    with replace_clock(lambda: second.due_at):
        fire_due()
        assert told(world) == {"secretary": "owner"}
        forget()
    with replace_clock(lambda: snoozed.due_at):
        fire_due()
        assert told(world) == {"councillor": "own"}


def test_what_was_put_off_rests_with_the_group_and_what_was_chosen_comes(world: World) -> None:
    item = an_item(world)
    first = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
    with replace_clock(lambda: first.due_at):
        fire_due()
        until = first.due_at + HOUR
        snooze_reminder(actor=world.actor("councillor"), reminder_id=first.pk, until=until)
        set_own_reminder(actor=world.actor("officer"), action_id=item.pk, due_at=until)
        forget()
    InitiativeGroup.objects.filter(pk=world.group.pk).update(state="suspended")
    with replace_clock(lambda: until):
        assert fire_due() == 2
        assert told(world) == {"officer": "own"}


def test_whoever_is_reminded_may_put_it_off_and_nobody_is_offered_what_came_to_others(world: World) -> None:
    item = an_item(world)
    path = f"action-items/{item.pk}/reminders"
    first = Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE)
    moments = {"owner_organisation": first.due_at - HOUR, "group": first.due_at - HOUR / 2}
    for audience, due_at in moments.items():
        set_reminder(
            actor=world.actor("facilitator"),
            action_id=item.pk,
            due_at=due_at,
            audience=ReminderAudience(audience),
        )

    def offered(name: str) -> list[list[str]]:
        return [one["allowed"] for one in api(world, name).get(path).json()["items"][:3]]

    assert offered("observer") == [[], [], []]
    with replace_clock(lambda: first.due_at):
        fire_due()
        assert offered("councillor") == [["snooze"], ["snooze"], ["acknowledge", "snooze"]]
        assert offered("observer") == [[], ["snooze"], []]
        assert offered("facilitator") == [["acknowledge"], ["acknowledge", "snooze"], []]
        of_all = Reminder.objects.get(action=item, audience="group", rule=ReminderRule.CUSTOM)
        acknowledge_reminder(actor=world.actor("facilitator"), reminder_id=of_all.pk)
        assert offered("observer") == [[], [], []]


def test_it_is_put_off_for_a_month_at_most(world: World) -> None:
    row = Reminder.objects.filter(action=an_item(world)).order_by("due_at")[0]
    for until, code in ((now() - HOUR, "past"), (now() + timedelta(days=31), "too_far")):
        with pytest.raises(Invalid) as refused:
            snooze_reminder(actor=world.actor("councillor"), reminder_id=row.pk, until=until)
        assert [(one.pointer, one.code) for one in refused.value.errors] == [("/until", code)]
    with pytest.raises(NotFound):
        snooze_reminder(actor=world.actor("outsider"), reminder_id=row.pk, until=now() + HOUR)


# ---- help --------------------------------------------------------------------------------------------------


def test_a_call_for_help_stands_until_it_is_answered(world: World) -> None:
    item = an_item_in(world, "blocked")
    forget()
    ask_help(actor=world.actor("councillor"), action_id=item.pk, text="Немає вишки")
    assert told(world) == {"facilitator": "facilitator"}
    shown = api(world, "observer").get(f"action-items/{item.pk}").json()["help_asked"]
    assert shown["text"] == "Немає вишки"
    assert shown["by"]["organisation"]["id"] == str(world.organisations["council"].pk)
    forget()
    seen, leader = fresh(item).version, world.actor("facilitator")
    ask_help(actor=world.actor("secretary"), action_id=item.pk, text="Немає ні вишки, ні водія")
    with pytest.raises(Stale):
        answer_help(actor=leader, action_id=item.pk, text="Дасть ДСНС", expected_version=seen)
    ask_help(actor=world.actor("councillor"), action_id=item.pk, text="Немає вишки")
    forget()
    answer_help(actor=leader, action_id=item.pk, text="Дасть ДСНС", expected_version=fresh(item).version)
    assert told(world) == {"councillor": "asked"}
    assert fresh(item).help_remark_id is None
    ask_help(actor=world.actor("councillor"), action_id=item.pk, text="І пального")
    move(world, item, "cancelled", "facilitator")
    assert fresh(item).help_remark_id is None
    with pytest.raises(Forbidden):
        answer_help(actor=leader, action_id=item.pk, text="Ще раз", expected_version=fresh(item).version)


def test_words_and_somebody_who_waits_are_needed(world: World) -> None:
    item = an_item_in(world, "blocked")
    with pytest.raises(Conflict) as refused:
        answer_help(
            actor=world.actor("facilitator"),
            action_id=item.pk,
            text="Ось",
            expected_version=fresh(item).version,
        )
    assert refused.value.reason == "nothing_asked"
    answer = api(world, "councillor").put(f"action-items/{item.pk}/help", {"text": " "})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/text")
