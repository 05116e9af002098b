"""A reminder names the rule by which it comes, and offers what can be done at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from tasks.lifecycle.services.help import ask_help
from tasks.models import ActionItem, Reminder, ReminderAudience
from tasks.reminders.notification_details import describe_step
from tasks.reminders.personal import set_own_reminder, snooze_reminder
from tasks.reminders.rules import set_group_ladder, set_item_ladder
from tasks.reminders.schedule import LadderStep
from tasks.reminders.services import set_reminder
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.notifications.test_mailing import later, send_soon
from tests.tasks.helpers import an_item, an_item_in, fresh, kinds_of
from tests.tasks.lifecycle.test_notifications import forget, words
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now, replace_clock
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.text import bilingual_of
from viche.notifications.models import Notification

pytestmark = pytest.mark.usefixtures("quiet")

BAD: list[object] = ["so", 5, [], {}]
OWNER, VERIFIER = ReminderAudience.OWNER, ReminderAudience.VERIFIER


@contextmanager
def came(item: ActionItem, **facts: Any) -> Iterator[Reminder]:
    """When a planned reminder of an item has just come."""
    forget()
    row = Reminder.objects.filter(action=item, fired_at=None, **facts).earliest("due_at")
    with time_machine.travel(row.due_at, tick=False):
        fire_due()
        drain_outbox()
        Notification.objects.exclude(event__data__reminder_id=str(row.pk)).delete()
        yield row


def rule(world: World, name: str = "councillor") -> list[str]:
    """What its reason says after why this person gets it."""
    reason = words(world, name).reason
    return [reason["uk"].partition(". ")[2], reason["en"].partition(". ")[2]]


def english(world: World, name: str) -> str:
    return bilingual_of(world.people[name], "name")["en"]


def offered(world: World, name: str) -> list[str]:
    return [one.do for one in words(world, name).offers]


# ---- the rule ----------------------------------------------------------------------------------------------


def test_it_names_the_rule_and_whose_it_is(world: World) -> None:
    usual = an_item(world)
    with came(usual):
        assert rule(world) == [
            "Звичайне правило: за 3 дні до строку.",
            "The usual rule: 3 days before the due date.",
        ]
    leads = world.actor("facilitator")
    set_group_ladder(actor=leads, group_id=world.group.pk, steps=[LadderStep(-1, OWNER)], expected_version=0)
    of_group, own = an_item(world), an_item(world)
    set_item_ladder(actor=leads, action_id=own.pk, steps=[LadderStep(1, OWNER, 3)], expected_version=0)
    with came(of_group):
        assert rule(world)[0] == "Правило групи: за 1 день до строку."
    with came(own):
        assert rule(world) == [
            "Правило цього доручення: через 1 день після строку, далі кожні 3 дні.",
            "The rule of this action item: 1 day after the due date, then every 3 days.",
        ]


def test_a_rule_that_was_changed_since_is_not_called_one_of_now(world: World) -> None:
    item = an_item(world)
    with came(item):
        set_group_ladder(
            actor=world.actor("facilitator"),
            group_id=world.group.pk,
            steps=[LadderStep(-1, OWNER)],
            expected_version=0,
        )
        assert rule(world)[0] == "Правило, що діяло тоді: за 3 дні до строку."


def test_who_leads_hears_of_what_nobody_verifies_by_the_same_rules(world: World) -> None:
    item = an_item_in(world, "done")
    with came(item, audience="facilitator"):
        assert rule(world, "facilitator")[0] == "Звичайне правило: через 7 днів після виконання."


def test_what_somebody_set_names_them_and_ones_own_is_called_so(world: World) -> None:
    item = an_item(world)
    row = set_reminder(
        actor=world.actor("facilitator"), action_id=item.pk, due_at=now() + timedelta(hours=1), audience=OWNER
    )
    own = set_own_reminder(actor=world.actor("observer"), action_id=item.pk, due_at=row.due_at)
    forget()
    with replace_clock(lambda: own.due_at):
        fire_due()
        drain_outbox()
        assert rule(world) == [
            f"Нагадування на цей час призначено, автор: {world.people['facilitator'].name_uk}.",
            f"Set for this moment by: {english(world, 'facilitator')}.",
        ]
        assert rule(world, "observer") == ["Це ваше власне нагадування.", "Your own reminder."]
        snoozed = snooze_reminder(
            actor=world.actor("observer"), reminder_id=row.pk, until=now() + timedelta(hours=1)
        )
        forget()
    with replace_clock(lambda: snoozed.due_at):
        fire_due()
        drain_outbox()
        assert rule(world, "observer")[0] == "Це нагадування ви відклали до цього часу."


@pytest.mark.parametrize(
    ("step", "ukrainian", "english"),
    [
        (LadderStep(-1, OWNER), "за 1 день до строку", "1 day before the due date"),
        (LadderStep(-5, OWNER), "за 5 днів до строку", "5 days before the due date"),
        (LadderStep(0, OWNER), "у день строку", "on the due date"),
        (
            LadderStep(2, OWNER, 1),
            "через 2 дні після строку, далі щодня",
            "2 days after the due date, then every day",
        ),
        (
            LadderStep(21, OWNER, 21),
            "через 21 день після строку, далі кожен 21 день",
            "21 days after the due date, then every 21 days",
        ),
        (
            LadderStep(0, VERIFIER, waiting=True),
            "у день виконання",
            "on the day on which it was done",
        ),
        (
            LadderStep(5, VERIFIER, 7, waiting=True),
            "через 5 днів після виконання, далі щотижня",
            "5 days after it was done, then every week",
        ),
    ],
)
def test_a_rule_in_words(step: LadderStep, ukrainian: str, english: str) -> None:
    with override("uk"):
        assert describe_step(step) == ukrainian
    with override("en"):
        assert describe_step(step) == english


# ---- the offers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("proposed", ["accept", "snooze", "help"]),
        ("accepted", ["done", "snooze", "help"]),
        ("in_progress", ["done", "snooze", "help"]),
        ("blocked", ["done", "snooze", "help"]),
    ],
)
def test_the_owner_is_offered_what_they_may_do_now(world: World, state: str, expected: list[str]) -> None:
    item = an_item_in(world, state)
    with came(item, audience="owner"):
        assert offered(world, "councillor") == expected
        one = words(world, "councillor").offers[0]
        assert (one.about, one.url) == (item.pk, f"/actions/{item.pk}?do={expected[0]}")


def test_others_are_offered_what_they_may_do_and_nobody_asks_for_help_twice(world: World) -> None:
    item = an_item_in(world, "in_progress")
    with came(item, audience="group"):
        assert offered(world, "observer") == ["snooze"]
        assert offered(world, "facilitator") == ["snooze"]
        assert offered(world, "councillor") == ["done", "snooze", "help"]
        ask_help(actor=world.actor("councillor"), action_id=item.pk, text="Бракує коштів")
        row = Notification.objects.filter(kind="tasks.reminder_due", person=world.people["councillor"])
        Notification.objects.exclude(pk__in=row).delete()
        assert offered(world, "councillor") == ["done", "snooze"]


def test_who_verifies_is_offered_that(world: World) -> None:
    item = an_item_in(world, "done")
    with came(item, audience="verifier"):
        assert offered(world, "officer") == ["verify", "snooze"]


def test_nothing_is_offered_of_what_is_over_and_nothing_beside_reminders(world: World) -> None:
    item = an_item_in(world, "in_progress")
    with came(item, audience="owner"):
        ActionItem.objects.filter(pk=item.pk).update(state="cancelled")
        assert offered(world, "councillor") == []
    forget()
    an_item(world)
    drain_outbox()
    assert offered(world, "councillor") == []


def test_they_are_in_the_inbox_in_one_shape_and_in_so_many_queries(world: World) -> None:
    def ask() -> tuple[list[dict[str, Any]], int]:
        with CaptureQueriesContext(connection) as queries:
            page = api(world, "councillor").get("notifications").json()
        return page["items"], len(queries)

    first, more = an_item_in(world, "in_progress"), [an_item_in(world, "in_progress") for _turn in range(4)]
    Reminder.objects.filter(action__in=more).delete()
    with came(first, audience="owner"):
        items, few = ask()
    assert items[0]["offers"][1] == {
        "do": "snooze",
        "label": {"uk": "Нагадати пізніше", "en": "Remind me later"},
        "about": str(first.pk),
        "url": f"/actions/{first.pk}?do=snooze",
    }
    for item in more:
        set_reminder(
            actor=world.actor("facilitator"),
            action_id=item.pk,
            due_at=now() + timedelta(hours=1),
            audience=OWNER,
        )
    with later(hours=2):
        fire_due()
        drain_outbox()
        items, many = ask()
    assert len(items) >= 5
    assert many <= few


def test_a_mail_leads_to_pages_that_ask_and_opening_them_changes_nothing(world: World) -> None:
    item = an_item_in(world, "in_progress")
    with came(item, audience="owner"):
        before = kinds_of(item)
        send_soon()
        letter = next(one for one in mail.outbox if one.to == [world.people["councillor"].email])
        html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
        for do, label in (
            ("done", "Виконано"),
            ("snooze", "Нагадати пізніше"),
            ("help", "Потрібна допомога"),
        ):
            address = f"/actions/{item.pk}?do={do}"
            assert f"{label}: http" in letter.body
            assert address in letter.body
            assert f'{address}"' in html
        assert "Звичайне правило: за 3 дні до строку." in letter.body
    assert fresh(item).version == item.version
    assert kinds_of(item) == before


# ---- to put it off for the reader alone, without naming a reminder -----------------------------------------


def test_what_is_put_off_for_oneself_silences_what_is_planned_until_then(world: World) -> None:
    item = an_item_in(world, "in_progress")
    address = f"action-items/{item.pk}/my-reminders"
    with came(item, rule="on_due"):
        until = now() + timedelta(days=2)
        made = api(world, "councillor").post(address, {"due_at": until.isoformat(), "puts_off": True})
        assert made.status_code == 201
        assert made.json()["kind"] == "snoozed"
    with came(item, rule="overdue", audience="owner"):
        people = {*Notification.objects.values_list("person", flat=True)}
        assert world.people["councillor"].pk not in people
        assert world.people["secretary"].pk in people
    with later(days=40):
        late = now() + timedelta(days=31)
        refused = api(world, "councillor").post(address, {"due_at": late.isoformat(), "puts_off": True})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/due_at"
        for bad in BAD:
            sent: dict[str, object] = {"due_at": late.isoformat(), "puts_off": bad}
            assert pointers(api(world, "councillor").post(address, sent)) == [("/puts_off", "invalid")]
