"""Whom the steps of an action item are told to, why, and in which words."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from groups.guest_shares.services import share_with_guest
from groups.mandates.deputies import appoint_deputy
from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership
from groups.models import ShareAccess
from tasks.models import Reminder, ReminderRule
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, api
from tests.notifications.test_mailing import send_soon
from tests.tasks.helpers import TITLE, an_item, an_item_in, drain_settled, edit, in_days, move, prove
from viche.accounts.services.people import deactivate_person
from viche.deadlines.engine import fire_due
from viche.kernel.actor import Actor
from viche.kernel.clock import now, replace_clock
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Delivery, Notification
from viche.notifications.notices import NotificationText
from viche.notifications.selectors import texts_of

pytestmark = pytest.mark.usefixtures("quiet")


def forget() -> None:
    drain_settled()
    Notification.objects.all().delete()
    mail.outbox.clear()


def told(world: World) -> dict[str, str]:
    """Who was told since, with the code of why."""
    drain_settled()
    names = {person.pk: name for name, person in world.people.items()}
    return {names[one.person_id]: one.reason for one in Notification.objects.all()}


def words(world: World, name: str) -> NotificationText:
    row = Notification.objects.select_related("event").get(person=world.people[name])
    return texts_of(world.actor(name), [row])[row.pk]


OWNERS = {"councillor": "owner", "secretary": "owner"}
LEADER = {"facilitator": "facilitator"}
VERIFIERS = {"officer": "verifier", "teacher": "verifier", "facilitator": "verifier"}


# ---- whom --------------------------------------------------------------------------------------------------


def test_a_new_item_is_told_to_its_owner(world: World) -> None:
    an_item(world)
    assert told(world) == OWNERS
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize(
    ("state", "to", "by", "expected"),
    [
        ("proposed", "accepted", "councillor", LEADER),
        ("proposed", "declined", "councillor", LEADER),
        ("accepted", "in_progress", "councillor", {}),
        ("in_progress", "blocked", "councillor", LEADER),
        ("in_progress", "done", "councillor", VERIFIERS),
        ("done", "verified", "officer", {**OWNERS, **LEADER}),
        ("verified", "closed", "secretary", {}),
        ("done", "returned", "officer", {**OWNERS, **LEADER}),
        ("accepted", "cancelled", "facilitator", OWNERS),
    ],
)
def test_each_step_is_told_to_those_it_concerns(
    world: World, state: str, to: str, by: str, expected: dict[str, str]
) -> None:
    item = an_item_in(world, state)
    if to == "done":
        prove(world, item)
    forget()
    move(world, item, to, by)
    assert told(world) == expected


def test_who_proposed_it_is_told_what_became_of_it(world: World) -> None:
    item = an_item(world, "secretary", owner="police")
    forget()
    move(world, item, "declined", "officer")
    assert told(world) == {**LEADER, "secretary": "proposer"}


def test_a_named_person_is_told_alone_with_who_stands_in(world: World) -> None:
    appoint_deputy(
        actor=SYSTEM,
        mandate_id=world.mandates["councillor"].pk,
        deputy_id=world.people["secretary"].pk,
        starts_at=now() - timedelta(hours=1),
        ends_at=now() + timedelta(days=1),
    )
    forget()
    an_item(world, owner_id=world.mandates["councillor"].pk)
    assert told(world) == {"councillor": "named", "secretary": "named"}


def test_when_the_named_person_has_left_the_organisation_is_told(world: World) -> None:
    item = an_item(world, owner_id=world.mandates["councillor"].pk)
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["councillor"].pk, reason="Звільнення"
    )
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["councillor"].pk, reason="Звільнення")
    forget()
    move(world, item, "cancelled", "facilitator")
    assert told(world) == {"secretary": "owner"}


def test_when_the_account_of_the_named_person_is_closed_the_organisation_is_told(world: World) -> None:
    item = an_item(world, owner_id=world.mandates["councillor"].pk)
    deactivate_person(actor=SYSTEM, person_id=world.people["councillor"].pk, reason="Звільнення")
    forget()
    move(world, item, "cancelled", "facilitator")
    assert told(world) == {"secretary": "owner"}


def test_only_the_named_verifier_is_asked(world: World) -> None:
    item = an_item_in(world, "in_progress", verifier_organisation_id=world.organisations["school"].pk)
    prove(world, item)
    forget()
    move(world, item, "done")
    assert told(world) == {"teacher": "verifier", **LEADER}


def test_of_a_change_only_another_day_or_owner_is_told(world: World) -> None:
    item = an_item(world)
    forget()
    edit(world, item, title_uk="Інша назва")
    assert told(world) == {}
    edit(world, item, due_on=in_days(20))
    assert told(world) == OWNERS
    forget()
    edit(world, item, owner_organisation_id=world.organisations["police"].pk)
    assert told(world) == {"officer": "owner"}


def test_a_guest_who_works_on_it_is_told(world: World) -> None:
    item = an_item(world)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="action",
        container_id=item.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.WORK,
        until=now() + timedelta(days=1),
        reason="Виконує",
    )
    forget()
    edit(world, item, due_on=in_days(20))
    assert told(world) == {**OWNERS, "outsider": "guest"}


def test_what_is_restricted_is_told_only_to_those_who_see_it(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    for to in ("accepted", "in_progress"):
        move(world, item, to)
    prove(world, item)
    forget()
    move(world, item, "done")
    assert told(world) == {"officer": "verifier", "facilitator": "verifier"}


def test_reminders_reach_their_audience_with_the_reason(world: World) -> None:
    item = an_item(world)
    forget()
    for rule, audience, expected in (
        (ReminderRule.BEFORE_DUE, "owner", OWNERS),
        (ReminderRule.ON_DUE, "owner", OWNERS),
        (ReminderRule.OVERDUE, "owner", OWNERS),
        (ReminderRule.OVERDUE, "facilitator", {**OWNERS, **LEADER}),
    ):
        found = Reminder.objects.filter(action=item, rule=rule, audience=audience, fired_at=None)
        moment = found.order_by("due_at")[0].due_at
        with time_machine.travel(moment, tick=False):
            assert fire_due() >= 1
            assert told(world) == expected
            forget()


# ---- in which words ----------------------------------------------------------------------------------------


def said(world: World, name: str) -> list[str]:
    one = words(world, name)
    return [
        one.title["uk"],
        one.body["uk"],
        one.reason["uk"],
        one.title["en"],
        one.body["en"],
        one.reason["en"],
    ]


def test_the_words_of_a_new_item(world: World) -> None:
    item = an_item(world, title_en="Survey the ramps", due_on=in_days(0).replace(year=2027, month=12, day=8))
    council = world.organisations["council"].name_uk
    drain_outbox()
    assert said(world, "councillor") == [
        f"Нове доручення №\u00a0{item.number}: {TITLE}",
        f"Виконавець: {council}. Строк: 8 грудня 2027. Прийміть доручення або відхиліть, пояснивши чому.",
        f"Ви отримали це, бо представляєте виконавця: {council}.",
        f"New action item no. {item.number}: Survey the ramps",
        f"Owner: {council}. Due: 8 Dec 2027. Accept it, or decline and say why.",
        f"You get this because you act for the owner: {council}.",
    ]
    assert words(world, "councillor").url == f"/actions/{item.pk}"


@pytest.mark.parametrize(
    ("count", "ukrainian", "english"),
    [
        (1, "подає 1 доказ.", "1 piece"),
        (2, "подає 2 докази.", "2 pieces"),
        (5, "подає 5 доказів.", "5 pieces"),
    ],
)
def test_evidence_is_counted_as_each_language_counts(
    world: World, count: int, ukrainian: str, english: str
) -> None:
    item = an_item_in(world, "in_progress")
    for _turn in range(count):
        prove(world, item)
    forget()
    move(world, item, "done")
    drain_settled()
    one = words(world, "officer")
    assert ukrainian in one.body["uk"]
    assert english in one.body["en"]
    assert one.action == {"uk": "Перевірити докази", "en": "Check the evidence"}


@pytest.mark.parametrize(
    ("step", "reader", "line", "body"),
    [
        ("proposed declined councillor", "facilitator", "Відхилено", "Причина: Так треба"),
        ("in_progress blocked councillor", "facilitator", "Заблоковано", "Причина: Так треба"),
        ("done returned officer", "councillor", "Повернуто із зауваженням", "Зауваження: Так треба"),
        (
            "done verified officer",
            "councillor",
            "Підтверджено",
            "police Тут. Примітка: Так треба",
        ),
        ("accepted cancelled facilitator", "councillor", "Скасовано", "Причина: Так треба"),
    ],
)
def test_a_step_is_told_with_its_reason(world: World, step: str, reader: str, line: str, body: str) -> None:
    state, to, by = step.split()
    item = an_item_in(world, state)
    forget()
    move(world, item, to, by)
    drain_settled()
    one = words(world, reader)
    assert one.title["uk"] == f"{line}: доручення №\u00a0{item.number}, {TITLE}"
    assert one.body["uk"].endswith(body)


def test_a_reminder_to_verify_says_what_waits(world: World) -> None:
    item = an_item_in(world, "done")
    forget()
    moment = Reminder.objects.get(action=item, audience="verifier").due_at
    with time_machine.travel(moment, tick=False):
        fire_due()
        assert told(world) == VERIFIERS
        title, _body, reason, in_english, *_rest = said(world, "officer")
    assert title == f"Досі чекає підтвердження: доручення №\u00a0{item.number}, {TITLE}"
    assert reason == (
        "Ви отримали це, бо ваша організація може підтвердити виконання. "
        "Звичайне правило: через 3 дні після виконання, далі щотижня."
    )
    assert in_english.startswith(f"Still waiting for verification: action item no. {item.number}, ")


def test_a_reminder_says_the_day_and_not_how_many_are_left(world: World) -> None:
    """It is read when it is read: “three days left” would be a lie by then."""
    item = an_item(world, due_on=in_days(0).replace(year=2027, month=12, day=8))
    forget()
    with replace_clock(lambda: Reminder.objects.get(action=item, rule=ReminderRule.BEFORE_DUE).due_at):
        fire_due()
        drain_outbox()
    one = words(world, "councillor")
    assert one.title["uk"] == f"Строк 8 грудня 2027: доручення №\u00a0{item.number}, {TITLE}"
    assert one.body["en"].endswith("State: proposed.")


# ---- what is no longer there -------------------------------------------------------------------------------


def test_who_has_left_reads_and_gets_nothing_of_it_any_more(world: World) -> None:
    an_item(world)
    drain_outbox()
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["councillor"].pk, reason="Звільнення"
    )
    items = api(world, "councillor").get("notifications").json()["items"]
    assert [one["kind"] for one in items if one["kind"].startswith("tasks.")] == []
    send_soon()
    assert [one.to for one in mail.outbox] == [[world.people["secretary"].email]]


def test_a_token_without_the_scope_reads_no_titles(world: World) -> None:
    an_item(world)
    drain_outbox()
    row = Notification.objects.select_related("event").get(person=world.people["councillor"])
    limited = Actor(row.person_id, scopes=frozenset({"notifications:read"}))
    assert texts_of(limited, [row]) == {}


def test_a_mail_tells_of_an_item_in_the_readers_language(world: World) -> None:
    item = an_item(world)
    drain_outbox()
    send_soon()
    subjects = {message.subject for message in mail.outbox}
    assert subjects == {f"Нове доручення №\u00a0{item.number}: {TITLE}"}
    assert f"/actions/{item.pk}" in str(mail.outbox[0].body)
