"""The days between which a thread stands open: it opens by itself, and its last day is chased."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from dialogue.lifecycle.schedule import schedule_next_deadline
from dialogue.lifecycle.scheduled_steps import run_due_thread_transitions
from dialogue.models import Attention, Thread, ThreadState, ThreadStateChange, ThreadTerm
from dialogue.reading.subscriptions import set_notification_level
from groups.initiative_groups.services import activate_group, suspend_group
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    hand_over,
    if_match,
    merge,
    pointers,
    step,
    take,
)
from tests.dialogue.lifecycle.test_threads import edit, faults
from tests.tasks.helpers import in_days
from tests.tasks.lifecycle.test_notifications import forget, told
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.errors import Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event
from viche.notifications.models import Notification

pytestmark = pytest.mark.usefixtures("quiet")
KYIV = ZoneInfo("Europe/Kyiv")
DUE, OPENED = "dialogue.thread_term_due", "dialogue.thread_opened"


def at(day: date, hour: int = 0, minute: int = 1) -> Any:
    """The clock of the group shows this."""
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, minute, tzinfo=KYIV), tick=False)


def pass_by(day: date, hour: int = 0, minute: int = 1) -> int:
    with at(day, hour, minute):
        fired = fire_due()
        drain_outbox()
        return fired


def a_draft(world: World, days: int = 3, by: str = "facilitator", **facts: Any) -> Thread:
    return a_thread(world, by=by, draft=True, opens_on=in_days(days), **facts)


def leave(world: World, name: str) -> None:
    seat = world.seats[name].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Інша робота")


def stages() -> list[tuple[str, str]]:
    return [(one.data["stage"], one.data["day"]) for one in Event.objects.filter(kind=DUE).order_by("id")]


# ---- the first day -----------------------------------------------------------------------------------------


def test_a_draft_opens_as_its_day_begins_in_the_name_of_who_set_it(world: World) -> None:
    thread = a_draft(world, by="officer", closes_on=in_days(9))
    (planned,) = ThreadTerm.objects.all()
    first = in_days(3)
    assert planned.due_at == datetime(first.year, first.month, first.day, tzinfo=KYIV)
    with time_machine.travel(planned.due_at - timedelta(seconds=1), tick=False):
        assert fire_due() == 0
    assert [pass_by(first), pass_by(first)] == [1, 0]
    thread.refresh_from_db()
    assert (thread.state, thread.opens_on, thread.closes_on) == (ThreadState.OPEN, None, in_days(9))
    taken = ThreadStateChange.objects.get()
    assert (taken.person_id, taken.mandate_id) == (world.people["officer"].pk, world.mandates["officer"].pk)
    assert Event.objects.get(kind=OPENED).actor_id == world.people["officer"].pk
    assert api(world, "teacher").get(f"threads/{thread.pk}").json()["state"] == "open"
    assert ThreadTerm.objects.get(fired_at=None).due_at.astimezone(KYIV).date() == in_days(8)


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        # The clocks go forward at midnight: the day begins at one.
        ("Africa/Cairo", date(2027, 4, 30), datetime(2027, 4, 29, 22, tzinfo=UTC)),
        ("Europe/Kyiv", date(2027, 3, 28), datetime(2027, 3, 27, 22, tzinfo=UTC)),
        ("Europe/Kyiv", date(2027, 3, 29), datetime(2027, 3, 28, 21, tzinfo=UTC)),
    ],
)
def test_the_day_begins_by_the_clock_of_the_group(
    world: World, zone: str, day: date, moment: datetime
) -> None:
    world.group.time_zone = zone
    world.group.save(update_fields=["time_zone"])
    thread = a_thread(world, draft=True, opens_on=day)
    assert ThreadTerm.objects.get().due_at == moment
    with time_machine.travel(moment, tick=False):
        assert fire_due() == 1
    thread.refresh_from_db()
    assert thread.state == ThreadState.OPEN


def test_another_day_and_no_day_take_the_place_of_the_first(world: World) -> None:
    thread = a_draft(world)
    moved = edit(world, thread, by="facilitator", opens_on=in_days(5))
    assert pass_by(in_days(3)) == 0
    none = edit(world, moved, opens_on=None)
    assert pass_by(in_days(5)) == 0
    again = edit(world, none, opens_on=in_days(6), closes_on=in_days(6))
    renamed = edit(world, again, title_uk="Пандуси")
    assert pass_by(in_days(6)) == 1
    renamed.refresh_from_db()
    assert renamed.state == ThreadState.OPEN


def test_who_opens_it_before_opens_it_once(world: World) -> None:
    thread = a_draft(world)
    opened = step(world, thread, ThreadState.OPEN, reason="")
    assert (opened.opens_on, ThreadTerm.objects.count()) == (None, 0)
    assert pass_by(in_days(3)) == 0
    assert Event.objects.filter(kind=OPENED).count() == 1


def test_what_the_clock_had_in_hand_as_the_day_was_changed_does_nothing(world: World) -> None:
    thread = a_draft(world)
    (taken,) = ThreadTerm.objects.all()
    edit(world, thread, opens_on=in_days(5))
    taken.save(force_insert=True)  # as a row that was locked then is left
    with at(in_days(3)):
        run_due_thread_transitions(actor=SYSTEM, rows=[taken])
    thread.refresh_from_db()
    assert thread.state == ThreadState.DRAFT


def test_of_two_moments_that_are_due_at_once_the_later_one_counts(world: World) -> None:
    thread = a_draft(world)
    (taken,) = ThreadTerm.objects.all()
    edit(world, thread, opens_on=in_days(5))
    taken.save(force_insert=True)  # the clock had it in hand then, and was killed before it was done
    assert pass_by(in_days(5)) == 2
    thread.refresh_from_db()
    assert thread.state == ThreadState.OPEN


def test_it_stays_a_draft_where_who_set_the_day_has_lost_their_seat(world: World) -> None:
    thread = a_draft(world, by="officer")
    leave(world, "officer")
    forget()
    assert pass_by(in_days(3)) == 1
    thread.refresh_from_db()
    assert (thread.state, thread.opens_on) == (ThreadState.DRAFT, None)
    assert stages() == [("not_opened", in_days(3).isoformat())]
    assert told(world) == {"facilitator": "leads"}
    (said,) = news(world)
    assert said.startswith("Чернетку не відкрито ")
    step(world, thread, ThreadState.OPEN, reason="")
    assert news(world) == []


def test_who_leads_the_group_sets_it_again_after_that(world: World) -> None:
    thread = a_draft(world, by="officer")
    leave(world, "officer")
    edit(world, thread, opens_on=in_days(4))
    assert pass_by(in_days(4)) == 1
    taken = ThreadStateChange.objects.get()
    assert taken.person_id == world.people["facilitator"].pk


def test_in_a_group_that_rests_it_waits_for_the_group(world: World) -> None:
    thread = a_draft(world)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Літо")
    assert [pass_by(in_days(3)), pass_by(in_days(3), 12), pass_by(in_days(4))] == [1, 0, 1]
    thread.refresh_from_db()
    assert thread.state == ThreadState.DRAFT
    activate_group(actor=SYSTEM, group_id=world.group.pk)
    assert pass_by(in_days(5)) == 1
    thread.refresh_from_db()
    assert (thread.state, stages()) == (ThreadState.OPEN, [])


# ---- the last day ------------------------------------------------------------------------------------------


def test_its_last_day_is_told_once_and_chased_every_week_until_it_is_summed_up(world: World) -> None:
    with at(in_days(0), 10):
        thread = a_thread(world, by="officer", closes_on=in_days(5))
    set_notification_level(actor=world.actor("teacher"), thread_id=thread.pk, level=Attention.ALL)
    set_notification_level(actor=world.actor("officer"), thread_id=thread.pk, level=Attention.MUTED)
    forget()
    came = {}
    for day in range(1, 25):
        if pass_by(in_days(day), 9):
            came[day] = told(world)
            forget()
    leader = {"officer": "leads"}
    assert came == {4: {"teacher": "follows"}, 5: leader, 6: leader, 13: leader, 20: leader}
    assert [stage for stage, _day in stages()] == ["near", "last_day", *["passed"] * 3]
    step(world, thread, ThreadState.SUMMARISING, by="officer")
    assert pass_by(in_days(27), 9) == 0


def test_late_it_is_told_as_it_is_by_then(world: World) -> None:
    a_thread(world, closes_on=in_days(3))
    assert [pass_by(in_days(9), 15), pass_by(in_days(9), 16)] == [1, 0]
    assert stages() == [("passed", in_days(3).isoformat())]


def test_a_later_day_takes_what_was_told_away(world: World) -> None:
    thread = a_thread(world, closes_on=in_days(3))
    forget()
    pass_by(in_days(3), 9)
    pass_by(in_days(4), 9)
    assert told(world) == {"facilitator": "leads"}
    assert len(news(world)) == 2
    later = in_days(8)
    with at(in_days(4), 10):
        edit(world, thread, closes_on=later)
        assert news(world) == []
    assert [day for day in range(5, 9) if pass_by(in_days(day), 9)] == [7, 8]


def news(world: World, name: str = "facilitator") -> list[str]:
    items = api(world, name).get("notifications").json()["items"]
    return [one["title"]["uk"] for one in items if one["kind"] == DUE]


def test_the_words_name_the_day_and_what_to_do(world: World) -> None:
    thread = a_thread(world, closes_on=in_days(3))
    pass_by(in_days(3), 9)
    pass_by(in_days(4), 9)
    told(world)
    passed, last = news(world)
    assert passed.startswith("Строк теми минув ")
    assert last.endswith(f"останній день теми: {thread.title_uk}")
    row = Notification.objects.filter(event__kind=DUE).latest("id")
    assert row.person_id == world.people["facilitator"].pk


def test_another_leader_is_reminded_and_without_one_who_leads_the_group(world: World) -> None:
    thread = a_thread(world, by="officer", closes_on=in_days(3))
    hand_over(world, thread, "teacher", by="officer")
    forget()
    pass_by(in_days(3), 9)
    assert told(world) == {"teacher": "leads"}
    leave(world, "teacher")
    forget()
    pass_by(in_days(4), 9)
    assert told(world) == {"facilitator": "leads"}


def test_of_a_restricted_thread_nobody_else_hears(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), closes_on=in_days(3))
    set_notification_level(actor=world.actor("officer"), thread_id=thread.pk, level=Attention.ALL)
    forget()
    pass_by(in_days(2), 9)
    assert told(world) == {"officer": "follows"}
    forget()
    pass_by(in_days(3), 9)
    assert told(world) == {"facilitator": "leads"}


def test_nobody_is_reminded_while_the_group_rests_and_of_what_went_on_elsewhere(world: World) -> None:
    thread, other = a_thread(world, closes_on=in_days(3)), a_thread(world)
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Літо")
    assert pass_by(in_days(3), 9) == 1
    assert stages() == []
    activate_group(actor=SYSTEM, group_id=world.group.pk)
    assert pass_by(in_days(4), 9) == 1
    assert len(stages()) == 1
    merge(world, thread, other)
    pass_by(in_days(11), 9)
    assert len(stages()) == 1


def test_opened_again_it_is_chased_again(world: World) -> None:
    with at(in_days(0), 10):
        thread = a_thread(world, closes_on=in_days(2))
        step(world, thread, ThreadState.SUMMARISING)
    assert pass_by(in_days(2), 9) == 0
    with at(in_days(2), 10):
        step(world, thread, ThreadState.OPEN)
    assert pass_by(in_days(3), 9) == 1


def test_in_another_group_it_counts_by_the_clock_of_that_one(world: World) -> None:
    there = a_group_beside(world, "facilitator", led_by="facilitator")
    there.time_zone = "Europe/Lisbon"  # two hours behind
    there.save(update_fields=["time_zone"])
    thread = a_thread(world, closes_on=in_days(3))
    before = ThreadTerm.objects.get().due_at
    take(world, thread, there)
    day = in_days(2)
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Europe/Lisbon"))
    assert (before < moment, ThreadTerm.objects.get().due_at) == (True, moment)
    shown = api(world, "facilitator").get(f"threads/{thread.pk}").json()
    over = datetime.fromisoformat(shown["closes_at"]).astimezone(ZoneInfo("Europe/Lisbon"))
    assert (over.date(), over.hour) == (in_days(4), 0)


def test_an_end_beyond_every_calendar_does_no_harm(world: World) -> None:
    thread = a_thread(world)
    Thread.objects.filter(pk=thread.pk).update(closes_on=date.max)
    thread.refresh_from_db()
    schedule_next_deadline(thread)
    assert api(world, "teacher").get(f"threads/{thread.pk}").status_code == 200


def test_who_is_named_to_lead_hears_of_it_as_the_thread_opens(world: World) -> None:
    teacher = world.mandates["teacher"].pk
    with pytest.raises(Invalid) as refusal:
        a_draft(world, by="officer", facilitator_id=teacher)
    assert faults(refusal) == [("/facilitator", "without_you")]
    thread = a_draft(world, facilitator_id=teacher)
    forget()
    assert told(world) == {}
    assert pass_by(in_days(3)) == 1
    others = dict.fromkeys(("secretary", "officer", "councillor", "observer"), "in_group")
    assert told(world) == {**others, "teacher": "leads_thread"}
    forget()
    a_thread(world, by="officer")
    assert told(world) == {}
    a_thread(world, facilitator_id=teacher)
    assert told(world) == {"teacher": "leads_thread"}
    (shown,) = api(world, "teacher").get("notifications").json()["items"]
    assert shown["title"]["uk"].startswith(world.people["facilitator"].name_uk)
    assert thread.title_uk in shown["title"]["uk"]
    assert shown["title"]["uk"] != shown["title"]["en"]


# ---- what is refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"opens_on": 3}, ("/opens_on", "not_draft")),
        ({"draft": True, "opens_on": 0}, ("/opens_on", "past")),
        ({"draft": True, "opens_on": 400}, ("/opens_on", "too_far")),
        ({"draft": True, "opens_on": 5, "closes_on": 4}, ("/opens_on", "after_last")),
        ({"closes_on": 4000}, ("/closes_on", "too_far")),
        ({"draft": True, "opens_on": "2027-02-30"}, ("/opens_on", "invalid")),
    ],
)
def test_what_days_may_be(world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
    asked = {
        name: in_days(value).isoformat() if type(value) is int else value for name, value in body.items()
    }
    sent = {"title": "Що далі?", "purpose": "consult", **asked}
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/threads", sent)
    assert (answer.status_code, pointers(answer)) == (422, [fault])


def test_the_days_of_a_draft_stay_in_their_order(world: World) -> None:
    leader = api(world, "facilitator")
    made = leader.post(
        f"groups/{world.group.pk}/threads",
        {"title": "Що далі?", "purpose": "consult", "draft": True, "opens_on": in_days(5).isoformat()},
    ).json()
    assert (made["opens_on"], made["closes_at"]) == (in_days(5).isoformat(), None)
    thread = Thread.objects.get(pk=made["id"])
    path = f"threads/{thread.pk}"
    early = leader.patch(path, {"closes_on": in_days(4).isoformat()}, **if_match(thread))
    assert pointers(early) == [("/closes_on", "before_first")]
    both = {"closes_on": in_days(4).isoformat(), "opens_on": in_days(4).isoformat()}
    assert leader.patch(path, both, **if_match(thread)).status_code == 200
    opened = a_thread(world)
    late = leader.patch(f"threads/{opened.pk}", {"opens_on": in_days(4).isoformat()}, **if_match(opened))
    assert pointers(late) == [("/opens_on", "not_draft")]
    assert now() < ThreadTerm.objects.get(thread=thread).due_at
