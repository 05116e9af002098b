"""By which rules people are reminded: what repeats, who stops it, and whose rules hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import given, strategies as st

from groups.models import InitiativeGroup
from tasks.jobs import reschedule_reminders
from tasks.models import ActionItem, Reminder, ReminderAudience, ReminderLadder, ReminderStep
from tasks.reminders.rules import follow_group_ladder, set_group_ladder, set_item_ladder
from tasks.reminders.schedule import (
    DEFAULT_REMINDER_RULES,
    MAX_OVERDUE_PERIOD,
    LadderStep,
    find_next_time,
    get_reminder_time,
)
from tasks.reminders.services import acknowledge_reminder
from tests.cast import World
from tests.dialogue.helpers import api
from tests.tasks.helpers import an_item, an_item_in, edit, fresh, move, prove, tag
from viche.deadlines.engine import fire_due
from viche.kernel.errors import Invalid, Stale
from viche.kernel.models import Event

KYIV = ZoneInfo("Europe/Kyiv")
OWNER, GROUP = ReminderAudience.OWNER, ReminderAudience.GROUP
EVERY_THIRD = LadderStep(1, OWNER, repeat_days=3)
DUE = date(2027, 6, 10)


def at(day: date, hour: int = 8) -> time_machine.travel:
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=KYIV), tick=False)


def days(count: int) -> date:
    return DUE + timedelta(days=count)


def to_come(item: ActionItem) -> list[tuple[int, str, date]]:
    """Return the planned reminders: their step, and the day on which they come, by the clock of Kyiv."""
    rows = Reminder.objects.filter(action=item, fired_at=None, acknowledged_at=None).order_by("due_at", "id")
    return [(row.offset_days or 0, row.audience, row.due_at.astimezone(KYIV).date()) for row in rows]


def came(item: ActionItem) -> list[str]:
    rows = Event.objects.filter(kind="tasks.reminder_due", subject_id=item.pk).order_by("id")
    return [row.data["audience"] for row in rows]


def an_item_with(world: World, *steps: LadderStep) -> ActionItem:
    with at(days(-9)):
        item = an_item(world, due_on=DUE)
        set_item_ladder(actor=world.actor("facilitator"), action_id=item.pk, steps=steps, expected_version=0)
    return item


# ---- what repeats ------------------------------------------------------------------------------------------


def test_it_repeats_until_the_owner_is_finished(world: World) -> None:
    item = an_item_with(world, EVERY_THIRD)
    for day in (1, 4, 7):
        assert to_come(item) == [(1, "owner", days(day))]
        with at(days(day), 9):
            assert (fire_due(), fire_due()) == (1, 0)
    with at(days(8)):
        for step in ("accepted", "in_progress"):
            move(world, item, step)
        prove(world, item)
        assert to_come(item) == [(1, "owner", days(10))]  # a step of the work moves no reminder
        move(world, item, "done")
        assert to_come(item) == []
        move(world, item, "returned", "officer")
        assert to_come(item) == [(1, "owner", days(10))]
    assert came(item) == ["owner"] * 3


def test_it_ends_after_a_year(world: World) -> None:
    item = an_item_with(world, LadderStep(1, OWNER, repeat_days=30))
    with at(days(340), 9):
        fire_due()
        assert to_come(item) == [(1, "owner", days(361))]
    with at(days(361), 9):
        fire_due()
        assert to_come(item) == []
    assert len(came(item)) == 2


zones = st.sampled_from(["Europe/Kyiv", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
offsets, repeats = st.integers(1, 60), st.integers(1, 30)
# Around both changes of the clock, to the second.
moments = st.integers(0, 274 * 86_400).map(
    lambda seconds: datetime(2027, 3, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@given(zones, offsets, repeats, moments)
def test_the_next_is_the_first_of_its_days_that_is_to_come(
    zone: str, offset: int, repeat: int, after: datetime
) -> None:
    step, due = LadderStep(offset, OWNER, repeat), date(2027, 3, 10)
    everyone = [
        get_reminder_time(due + timedelta(days=offset + nth * repeat), zone)
        for nth in range(MAX_OVERDUE_PERIOD.days // repeat + 1)
        if timedelta(days=offset + nth * repeat) <= MAX_OVERDUE_PERIOD
    ]
    assert find_next_time(step, due, zone, after) == next((one for one in everyone if one > after), None)


@pytest.mark.parametrize("zone", ["Europe/Kyiv", "America/New_York", "Pacific/Apia"])
@pytest.mark.parametrize("hours", [0, 8, 9, 10, 23])
@pytest.mark.parametrize("late", [0, 1, 2, 3, 25, 134])
def test_the_statement_counts_as_the_plan_does(world: World, zone: str, hours: int, late: int) -> None:
    """What fires late is followed by what a plan made then would hold; in 134 days Kyiv's clock goes back."""
    world.group.time_zone = zone
    world.group.save(update_fields=["time_zone"])
    item = an_item_with(world, EVERY_THIRD)
    moment = datetime(2027, 6, 11, tzinfo=ZoneInfo(zone)) + timedelta(days=late, hours=hours)
    with time_machine.travel(moment, tick=False):
        fire_due()
        (row,) = Reminder.objects.filter(action=item, fired_at=None)
        assert row.due_at == find_next_time(EVERY_THIRD, DUE, zone, moment)


def test_two_steps_that_meet_on_one_morning_both_go_on(world: World) -> None:
    item = an_item_with(world, EVERY_THIRD, LadderStep(4, OWNER))
    for day in (1, 4):
        with at(days(day), 9):
            fire_due()
    assert came(item) == ["owner"] * 3
    assert to_come(item) == [(1, "owner", days(7))]


def test_what_waits_for_a_worker_survives_a_change(world: World) -> None:
    """It fell due at nine, nobody was there, and somebody touched the item meanwhile."""
    item = an_item_with(world, LadderStep(1, OWNER))
    with at(days(1), 10):
        edit(world, item, title_uk="Інша назва")
        assert fire_due() == 1
    assert came(item) == ["owner"]


def test_what_reminds_of_a_day_that_was_moved_is_silent(world: World) -> None:
    """Its row was made while the day was being moved, and nobody took it away."""
    item = an_item_with(world, EVERY_THIRD)
    stale = Reminder.objects.get(action=item, fired_at=None)
    with at(days(-9)):
        edit(world, item, due_on=days(20), reason="Дощ")
        stale.save(force_insert=True)
    with at(days(1), 9):
        assert fire_due() == 1
    assert came(item) == []
    assert to_come(item) == [(1, "owner", days(21))]


@pytest.mark.parametrize("state", ["suspended", "dissolved"])
def test_it_rests_while_the_group_rests_and_goes_on_with_it(world: World, state: str) -> None:
    """Nobody could act meanwhile; nothing is caught up afterwards."""
    item = an_item_with(world, EVERY_THIRD, LadderStep(4, ReminderAudience.FACILITATOR))
    groups = InitiativeGroup.objects.filter(pk=world.group.pk)
    with at(days(1), 9):
        fire_due()
    groups.update(state=state)
    for day in (4, 7, 10):
        with at(days(day), 9):
            fire_due()
        assert (came(item), to_come(item)) == (["owner"], [(1, "owner", days(day + 3))])
    groups.update(state="active")
    for day in (12, 13):
        with at(days(day), 9):
            fire_due()
    assert (came(item), to_come(item)) == (["owner"] * 2, [(1, "owner", days(16))])


# ---- what waits for verification ---------------------------------------------------------------------------


def done_on_the_day(world: World) -> ActionItem:
    """Done two days before it was due, and by the usual rules."""
    with at(days(-2)):
        return an_item_in(world, "done", due_on=DUE)


def test_who_may_verify_is_reminded_of_what_waits_and_then_who_leads(world: World) -> None:
    item = done_on_the_day(world)
    assert to_come(item) == [(3, "verifier", days(1)), (7, "facilitator", days(5))]
    with at(days(1), 9):
        assert (fire_due(), fire_due()) == (1, 0)
    assert to_come(item) == [(7, "facilitator", days(5)), (3, "verifier", days(8))]
    for day in (5, 8):
        with at(days(day), 9):
            fire_due()
    assert came(item) == ["verifier", "facilitator", "verifier"]
    with at(days(9)):
        move(world, item, "verified", "officer")
    assert to_come(item) == []


def test_what_is_returned_reminds_the_owner_and_counts_anew_when_it_is_done_again(world: World) -> None:
    item = done_on_the_day(world)
    with at(days(2)):
        fire_due()
        first = Reminder.objects.get(action=item, rule="unverified", fired_at__isnull=False)
        acknowledge_reminder(actor=world.actor("officer"), reminder_id=first.pk)
        assert to_come(item) == [(7, "facilitator", days(5))]
        move(world, item, "returned", "officer")
        assert {audience for _step, audience, _day in to_come(item)} == {
            "owner",
            "owner_organisation",
            "facilitator",
            "group",
        }
    with at(days(3)):
        move(world, item, "done")
        assert to_come(item) == [(3, "verifier", days(6)), (7, "facilitator", days(10))]


def test_who_verifies_is_reminded_by_the_rules_of_the_group(world: World) -> None:
    verifier = ReminderAudience.VERIFIER
    item = an_item_with(world, LadderStep(0, OWNER), LadderStep(2, verifier))
    assert to_come(item) == [(0, "owner", DUE)]
    with at(days(-8)):
        for step in ("accepted", "in_progress"):
            move(world, item, step)
        prove(world, item)
        move(world, item, "done")
        assert to_come(item) == [(2, "verifier", days(-6)), (7, "facilitator", days(-1))]
        silent: list[LadderStep] = [LadderStep(0, OWNER)]
        known = ReminderLadder.objects.get(action=item).version
        leads = world.actor("facilitator")
        set_item_ladder(actor=leads, action_id=item.pk, steps=silent, expected_version=known)
        assert to_come(item) == []


# ---- who stops it ------------------------------------------------------------------------------------------


def test_whoever_knows_stops_what_would_follow_until_another_day_is_set(world: World) -> None:
    item = an_item_with(world, EVERY_THIRD, LadderStep(1, ReminderAudience.FACILITATOR, repeat_days=1))
    with at(days(1), 9):
        fire_due()
        first = Reminder.objects.get(action=item, audience=OWNER, fired_at__isnull=False)
        acknowledge_reminder(actor=world.actor("councillor"), reminder_id=first.pk)
        assert [audience for _step, audience, _day in to_come(item)] == ["facilitator"]
        move(world, item, "accepted")  # what is planned anew does not bring it back
        assert [audience for _step, audience, _day in to_come(item)] == ["facilitator"]
        edit(world, item, due_on=days(20), reason="Дощ")
    assert to_come(item) == [(1, "owner", days(21)), (1, "facilitator", days(21))] or sorted(
        to_come(item)
    ) == [(1, "facilitator", days(21)), (1, "owner", days(21))]


def test_what_is_acknowledged_while_the_next_one_fires_is_the_last(world: World) -> None:
    """The row that follows was there already, and is claimed before anybody could take it away."""
    item = an_item_with(world, EVERY_THIRD)
    with at(days(1), 9):
        fire_due()
    first = Reminder.objects.get(action=item, fired_at__isnull=False)
    Reminder.objects.filter(pk=first.pk).update(
        acknowledged_at=first.fired_at, acknowledged_by=world.people["councillor"]
    )
    with at(days(4), 9):
        assert fire_due() == 1
    assert came(item) == ["owner"]
    assert to_come(item) == []


# ---- whose rules hold --------------------------------------------------------------------------------------


def test_a_group_has_its_own_rules_for_what_has_none(world: World) -> None:
    facilitator = world.actor("facilitator")
    with at(days(-9)):
        follows, keeps = an_item(world, due_on=DUE), an_item(world, due_on=DUE)
        finished = an_item_in(world, "done", due_on=DUE)
        own = set_item_ladder(
            actor=facilitator, action_id=keeps.pk, steps=[LadderStep(0, OWNER)], expected_version=0
        )
        set_group_ladder(
            actor=facilitator, group_id=world.group.pk, steps=[LadderStep(-1, GROUP)], expected_version=0
        )
        reschedule_reminders()
        later = an_item(world, due_on=DUE)
        assert to_come(follows) == to_come(later) == [(-1, "group", days(-1))]
        assert to_come(keeps) == [(0, "owner", DUE)]
        assert to_come(finished) == []
        with pytest.raises(Stale):
            follow_group_ladder(actor=facilitator, action_id=keeps.pk, expected_version=0)
        assert to_come(keeps) == [(0, "owner", DUE)]
        follow_group_ladder(actor=facilitator, action_id=keeps.pk, expected_version=own.version)
        assert to_come(keeps) == [(-1, "group", days(-1))]
        reschedule_reminders()  # again, it changes nothing
        assert to_come(follows) == [(-1, "group", days(-1))]


def test_without_rules_the_circle_widens_from_the_owner_to_the_group(world: World) -> None:
    with at(days(-9)):
        item = an_item(world, due_on=DUE)
    assert [(audience, day) for _step, audience, day in to_come(item) if day > DUE] == [
        ("owner", days(1)),
        ("owner_organisation", days(4)),
        ("facilitator", days(7)),
        ("group", days(14)),
    ]


def test_rules_change_by_the_version_that_was_read(world: World) -> None:
    facilitator = world.actor("facilitator")
    for expected in (0, 1):
        steps, pk = DEFAULT_REMINDER_RULES[:2], world.group.pk
        set_group_ladder(actor=facilitator, group_id=pk, steps=steps, expected_version=expected)
    for outdated in (0, 1):
        with pytest.raises(Stale):
            set_group_ladder(actor=facilitator, group_id=world.group.pk, steps=[], expected_version=outdated)
    assert ReminderStep.objects.filter(ladder__group=world.group).count() == 2


WRONG = [
    ([LadderStep(-91, OWNER)], [("/steps/0/offset_days", "out_of_range")]),
    ([LadderStep(0, OWNER), LadderStep(367, OWNER)], [("/steps/1/offset_days", "out_of_range")]),
    ([LadderStep(2, OWNER, 31)], [("/steps/0/repeat_days", "out_of_range")]),
    ([LadderStep(2, OWNER, 0)], [("/steps/0/repeat_days", "out_of_range")]),
    ([LadderStep(0, OWNER, 2)], [("/steps/0/repeat_days", "not_overdue")]),
    ([LadderStep(-1, ReminderAudience.VERIFIER)], [("/steps/0/offset_days", "not_done")]),
    (
        [LadderStep(1, OWNER), LadderStep(1, GROUP), LadderStep(1, OWNER, 2)],
        [("/steps/2/offset_days", "twice")],
    ),
    ([LadderStep(day, OWNER) for day in range(13)], [("/steps", "too_many")]),
]


@pytest.mark.parametrize(("steps", "faults"), WRONG)
def test_rules_that_cannot_be_are_named(
    world: World, steps: list[LadderStep], faults: list[tuple[str, str]]
) -> None:
    with pytest.raises(Invalid) as refused:
        set_group_ladder(
            actor=world.actor("facilitator"), group_id=world.group.pk, steps=steps, expected_version=0
        )
    assert [(one.pointer, one.code) for one in refused.value.errors] == faults
    assert not ReminderStep.objects.exists()


def test_the_rules_over_http(world: World) -> None:
    leader, reader = api(world, "facilitator"), api(world, "observer")
    item = an_item(world)
    of_group, of_item = f"groups/{world.group.pk}/reminder-ladder", f"action-items/{item.pk}/reminder-ladder"
    shown = reader.get(of_group).json()
    assert (shown["of"], shown["version"], shown["allowed"]) == ("usual", 0, [])
    assert [(one["offset_days"], one["audience"], one["repeat_days"]) for one in shown["steps"]] == [
        (step.offset_days, step.audience.value, step.repeat_days) for step in DEFAULT_REMINDER_RULES
    ]
    rule = {"offset_days": 2, "audience": "owner_organisation", "repeat_days": 7}
    assert leader.put(of_group, {"steps": [rule]}).status_code == 428
    changed = leader.put(of_group, {"steps": [rule]}, **tag(0))
    assert changed.json() == {"of": "group", "steps": [rule], "version": 1, "allowed": ["set_ladder"]}
    assert leader.put(of_group, {"steps": []}, **tag(0)).status_code == 412
    assert reader.get(of_item).json() == {"of": "group", "steps": [rule], "version": 0, "allowed": []}
    own = leader.put(of_item, {"steps": []}, **tag(0)).json()
    assert own["of"] == "item"
    assert leader.delete(of_item).status_code == 428
    assert leader.delete(of_item, **tag(own["version"] + 1)).status_code == 412
    assert leader.delete(of_item, **tag(own["version"])).status_code == 204
    assert leader.get(of_item).json()["of"] == "group"
    again = leader.delete(of_item, **tag(own["version"]))
    assert again.status_code == 204  # there is nothing left to lose
    leader.put(of_item, {"steps": [rule]}, **tag(0))
    late = leader.delete(of_item, **tag(own["version"]))
    assert late.status_code == 412  # these are others
    for wrong in ({"offset_days": 1.5}, {"audience": "mayor"}, {"repeat_days": "3"}, {"hour": 7}):
        refused = leader.put(of_group, {"steps": [{**rule, **wrong}]}, **tag(1))
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == f"/steps/0/{next(iter(wrong))}"


def test_a_rule_that_is_over_changes_no_item(world: World) -> None:
    item = an_item_with(world, EVERY_THIRD)
    before = fresh(item).version
    with at(days(1), 9):
        fire_due()
    assert fresh(item).version == before
