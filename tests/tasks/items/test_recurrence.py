"""What comes again: the rules that are understood, and what follows a closed item."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from groups.memberships.services import end_membership
from groups.models import Role
from tasks.items.recurrence import Recurrence
from tasks.models import ActionItem, Priority, ReminderAudience
from tasks.reminders.rules import set_item_ladder
from tasks.reminders.schedule import LadderStep
from tests.cast import SYSTEM, World, a_mandate, a_seat
from tests.dialogue.helpers import a_restricted_thread, api
from tests.tasks.checklists.test_checklists import tick, write
from tests.tasks.helpers import (
    PATHS,
    an_item,
    an_item_in,
    edit,
    finish,
    fresh,
    in_days,
    kinds_of,
    move,
    prove,
    tag,
)
from viche.kernel.errors import Invalid

DAY = date(2026, 11, 30)  # a Monday, the last of its month


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("FREQ=MONTHLY", "FREQ=MONTHLY"),
        ("rrule:freq=weekly;interval=1;byday=FR,MO", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("UNTIL=20271231;FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20271231"),
        (" COUNT=4;INTERVAL=3;FREQ=MONTHLY ", "FREQ=MONTHLY;INTERVAL=3;COUNT=4"),
    ],
)
def test_a_rule_is_kept_in_one_way(written: str, kept: str) -> None:
    assert str(Recurrence.parse(written)) == kept
    assert str(Recurrence.parse(kept)) == kept


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "not_a_rule"),
        ("щомісяця", "not_a_rule"),
        ("INTERVAL=2", "not_a_rule"),
        ("FREQ=SECONDLY", "not_a_rule"),
        ("FREQ=MONTHLY;FREQ=DAILY", "not_a_rule"),
        ("FREQ=MONTHLY;BYSETPOS=1", "not_a_rule"),
        ("FREQ=WEEKLY;BYDAY=1MO", "not_a_rule"),
        ("FREQ=WEEKLY;BYDAY=MO,MO", "not_a_rule"),
        ("FREQ=DAILY;BYDAY=MO", "not_weekly"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "not_monthly"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "out_of_range"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "out_of_range"),
        ("FREQ=DAILY;INTERVAL=0", "out_of_range"),
        ("FREQ=DAILY;INTERVAL=100", "out_of_range"),
        ("FREQ=DAILY;INTERVAL=٣", "out_of_range"),
        ("FREQ=DAILY;COUNT=1", "out_of_range"),
        ("FREQ=DAILY;COUNT=1000000000", "out_of_range"),
        ("FREQ=DAILY;UNTIL=20270230", "not_a_day"),
        ("FREQ=DAILY;UNTIL=２０２７1231", "not_a_day"),
        ("FREQ=DAILY;UNTIL=20271231T000000Z", "not_a_day"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20271231", "two_ends"),
    ],
)
def test_another_is_refused_by_its_name(written: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        Recurrence.parse(written)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/recurrence", code)]


@pytest.mark.parametrize(
    ("rule", "not_before", "day", "rest"),
    [
        ("FREQ=WEEKLY", date(2026, 12, 1), date(2026, 12, 7), "FREQ=WEEKLY"),
        # A late one moves none of those that follow, and what passed meanwhile is not caught up.
        ("FREQ=WEEKLY;INTERVAL=2", date(2026, 12, 20), date(2026, 12, 28), "FREQ=WEEKLY;INTERVAL=2"),
        ("FREQ=WEEKLY;BYDAY=WE,FR", date(2026, 12, 1), date(2026, 12, 2), "FREQ=WEEKLY;BYDAY=WE,FR"),
        ("FREQ=DAILY", DAY, date(2026, 12, 1), "FREQ=DAILY"),
        ("FREQ=MONTHLY", DAY, date(2026, 12, 30), "FREQ=MONTHLY"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", DAY, date(2026, 12, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        # A month without such a day is left out.
        ("FREQ=MONTHLY;BYMONTHDAY=31", date(2027, 2, 1), date(2027, 3, 31), "FREQ=MONTHLY;BYMONTHDAY=31"),
        ("FREQ=YEARLY;COUNT=3", DAY, date(2027, 11, 30), "FREQ=YEARLY;COUNT=2"),
        ("FREQ=DAILY;COUNT=5", date(2026, 12, 3), date(2026, 12, 3), "FREQ=DAILY;COUNT=2"),
        ("FREQ=DAILY;COUNT=4", date(2026, 12, 3), date(2026, 12, 3), ""),
        ("FREQ=DAILY;UNTIL=20261201", DAY, date(2026, 12, 1), "FREQ=DAILY;UNTIL=20261201"),
    ],
)
def test_the_next_day_is_counted_from_the_first(rule: str, not_before: date, day: date, rest: str) -> None:
    found = Recurrence.parse(rule).following(DAY, not_before)
    assert found == (day, rest)


@pytest.mark.parametrize(
    ("rule", "not_before"),
    [
        ("FREQ=DAILY;UNTIL=20261130", DAY),
        ("FREQ=DAILY;UNTIL=20261203", date(2026, 12, 4)),
        ("FREQ=DAILY;COUNT=3", date(2026, 12, 3)),
    ],
)
def test_it_ends(rule: str, not_before: date) -> None:
    assert Recurrence.parse(rule).following(DAY, not_before) is None


# ---- what follows a closed item ----------------------------------------------------------------------------


def test_what_was_agreed_comes_again_once_it_is_closed(world: World) -> None:
    item = an_item(
        world,
        due_on=in_days(3),
        recurrence="FREQ=WEEKLY;COUNT=2",
        priority=Priority.HIGH,
        criteria=["Акт підписано"],
        tags=["пандуси"],
        owner_id=world.mandates["councillor"].pk,
        verifier_organisation_id=world.organisations["police"].pk,
    )
    lines = write(world, item, "Виміряти", "Підписати")
    tick(world, lines[0])
    for to, by in (("accepted", "councillor"), ("in_progress", "councillor")):
        move(world, item, to, by)
    prove(world, item)
    finish(world, item)
    move(world, item, "verified", "officer")
    assert not ActionItem.objects.filter(previous=item).exists()
    move(world, item, "closed", "secretary")
    after = ActionItem.objects.get(previous=item)
    kept = ("title_uk", "priority", "tags", "owner_organisation_id", "owner_id", "verifier_organisation_id")
    assert [getattr(after, one) for one in kept] == [getattr(fresh(item), one) for one in kept]
    assert (after.state, after.due_on, after.original_due_on) == ("proposed", in_days(10), in_days(10))
    assert (after.number, after.recurrence, after.evidence_count) == (item.number + 1, "", 0)
    assert [one.text for one in after.criteria.all()] == ["Акт підписано"]
    assert [(one.text, one.done_at) for one in after.checklist.order_by("position")] == [
        ("Виміряти", None),
        ("Підписати", None),
    ]
    assert (after.checklist_count, after.checklist_done) == (2, 0)
    assert kinds_of(after) == ["action_made"]
    assert after.reminders.filter(fired_at=None).exists()


def closed(world: World, item: ActionItem) -> ActionItem:
    """An item that is done, brought to its end."""
    move(world, item, "verified", "officer")
    return move(world, item, "closed", "secretary")


def test_it_is_proposed_through_the_seat_that_was_chosen(world: World) -> None:
    second = a_mandate(world.people["secretary"], world.organisations["market"])
    a_seat(world.group, second, Role.SECRETARY)
    item = an_item_in(world, "verified", recurrence="FREQ=WEEKLY")
    for one in (second, world.mandates["secretary"]):
        move(world, item, "closed", "secretary", mandate_id=one.pk)
        item = ActionItem.objects.get(previous=item)
        assert item.created_through_id == one.pk
        for to, by in PATHS["verified"]:
            if to == "done":
                prove(world, item)
            move(world, item, to, by)


def test_the_last_one_is_followed_by_none(world: World) -> None:
    item = an_item_in(world, "done", recurrence="FREQ=WEEKLY")
    edit(world, item, recurrence=f"FREQ=WEEKLY;UNTIL={in_days(15):%Y%m%d}")
    closed(world, item)
    assert not ActionItem.objects.filter(previous=item).exists()


def test_whoever_has_left_is_not_named_anew(world: World) -> None:
    people = {
        "owner_id": world.mandates["councillor"].pk,
        "verifier_organisation_id": world.organisations["police"].pk,
    }
    item = closed(world, an_item_in(world, "done", recurrence="FREQ=MONTHLY", **people))
    after = ActionItem.objects.get(previous=item)
    assert (after.owner_id, after.verifier_organisation_id) == tuple(people.values())
    for to, by in (("accepted", "councillor"), ("in_progress", "councillor")):
        move(world, after, to, by)
    prove(world, after)
    move(world, after, "done")
    move(world, after, "verified", "officer")
    for name in ("councillor", "officer"):
        seat = {"group_id": world.group.pk, "membership_id": world.seats[name].pk}
        end_membership(actor=SYSTEM, reason="Інша робота", **seat)
    move(world, after, "closed", "secretary")
    last = ActionItem.objects.get(previous=after)
    assert (last.owner_id, last.verifier_organisation_id) == (None, None)
    assert last.owner_organisation_id == item.owner_organisation_id


def test_it_stays_as_restricted_and_keeps_its_rules_of_reminding(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk, recurrence="FREQ=WEEKLY;INTERVAL=2")
    steps = [LadderStep(-10, ReminderAudience.FACILITATOR)]
    set_item_ladder(actor=world.actor("facilitator"), action_id=item.pk, steps=steps, expected_version=0)
    for to, by in (("accepted", "councillor"), ("in_progress", "councillor")):
        move(world, item, to, by)
    prove(world, item)
    move(world, item, "done")
    move(world, item, "verified", "officer")
    move(world, item, "closed", "facilitator")
    after = ActionItem.objects.get(previous=item)
    assert (after.audience, after.thread_id) == ("thread", thread.pk)
    assert api(world, "councillor").get(f"action-items/{after.pk}").status_code == 200
    assert api(world, "teacher").get(f"action-items/{after.pk}").status_code == 404
    assert [one.audience for one in after.reminders.all()] == ["facilitator"]
    first = api(world, "councillor").get(f"action-items/{item.pk}/relations").json()
    assert (first["previous"], first["following"]["number"]) == (None, after.number)
    second = api(world, "councillor").get(f"action-items/{after.pk}/relations").json()
    assert (second["previous"]["number"], second["following"]) == (item.number, None)


def test_over_http(world: World) -> None:
    item = an_item(world)
    address, leads = f"action-items/{item.pk}", api(world, "facilitator")

    def say(rule: Any) -> Any:
        return leads.patch(address, {"recurrence": rule}, **tag(fresh(item).version))

    assert say("freq=monthly;interval=3").json()["recurrence"] == "FREQ=MONTHLY;INTERVAL=3"
    refused = say("FREQ=HOURLY")
    assert refused.status_code == 422
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [
        ("/recurrence", "not_a_rule")
    ]
    assert say("F" * 200).json()["errors"][0]["pointer"] == "/recurrence"
    assert say("").json()["recurrence"] is None
    assert kinds_of(item) == ["action_made", "action_edited", "action_edited"]
