"""Today: what waits for whom, and that lists and single items agree about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from groups.guest_shares.services import share_with_guest
from groups.models import ShareAccess
from tasks.items.access import ActorItemAccess
from tasks.items.filters import ItemFilter, list_filtered_items
from tasks.items.selectors import build_reader_contexts, load_today
from tasks.lifecycle.services.help import ask_help
from tasks.models import ActionItem
from tests.cast import World
from tests.dialogue.helpers import a_thread, api, say
from tests.tasks.helpers import PATHS, an_item, an_item_in, in_days, move, numbers, prove
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification


def waiting(world: World, name: str) -> list[tuple[str, int]]:
    shown = api(world, name).get("today").json()["duties"]
    return [(one["kind"].removeprefix("tasks."), one["number"]) for one in shown]


def test_each_state_waits_for_those_who_have_to_do_something(world: World) -> None:
    proposed = an_item(world).number
    done = an_item_in(world, "done", due_on=in_days(20)).number
    soon = an_item_in(world, "accepted", due_on=in_days(2)).number
    an_item_in(world, "in_progress", due_on=in_days(9))
    an_item_in(world, "verified")
    blocked = an_item_in(world, "blocked", due_on=in_days(1))
    assert waiting(world, "councillor") == [("work", soon), ("accept", proposed)]
    assert waiting(world, "officer") == [("verify", done)]
    assert waiting(world, "observer") == []
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        assert waiting(world, "secretary") == [
            ("overdue", soon),
            ("overdue", blocked.number),
            ("accept", proposed),
        ]


def test_the_newest_need_comes_first(world: World) -> None:
    first, second = an_item(world, due_on=in_days(4)), an_item(world, due_on=in_days(5))
    assert [number for _kind, number in waiting(world, "councillor")] == [second.number, first.number]


def test_what_was_returned_waits_with_its_comment_until_the_next_step(world: World) -> None:
    item = an_item_in(world, "done")
    move(world, item, "returned", "officer", reason="Бракує фото")
    (shown,) = api(world, "councillor").get("today").json()["duties"]
    assert (shown["kind"], shown["note"]["uk"], shown["due_on"]) == (
        "tasks.returned",
        "Бракує фото",
        item.due_on.isoformat(),
    )
    assert waiting(world, "officer") == []
    assert numbers(api(world, "councillor").get("action-items", waiting="me")) == [item.number]
    move(world, item, "blocked")
    move(world, item, "in_progress")
    assert waiting(world, "councillor") == []


def test_who_asks_for_help_waits_for_those_who_may_answer(world: World) -> None:
    item = an_item_in(world, "in_progress")
    ask_help(actor=world.actor("councillor"), action_id=item.pk, text="Потрібен ключ")
    for name in ("facilitator", "secretary"):
        assert waiting(world, name) == [("help", item.number)]
    assert waiting(world, "councillor") == waiting(world, "officer") == []


def test_the_prover_and_the_named_verifier(world: World) -> None:
    item = an_item_in(world, "in_progress", verifier_organisation_id=world.organisations["police"].pk)
    prove(world, item)
    move(world, item, "done")
    assert waiting(world, "officer") == [("verify", item.number)]
    assert waiting(world, "teacher") == []
    other = an_item_in(world, "in_progress")
    prove(world, other, "facilitator")
    move(world, other, "done")
    assert waiting(world, "facilitator") == []


def a_bit_of_everything(world: World, elsewhere: World) -> None:
    for state in PATHS:
        an_item_in(world, state, due_on=in_days(2))
        an_item_in(elsewhere, state)
    an_item_in(world, "done", verifier_organisation_id=world.organisations["school"].pk)
    late = an_item_in(world, "in_progress")
    ActionItem.objects.filter(pk=late.pk).update(due_on=in_days(-2))
    proved = an_item_in(world, "in_progress")
    prove(world, proved, "facilitator")
    move(world, proved, "done")
    shared = an_item(world)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="action",
        container_id=shared.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.WORK,
        until=now() + timedelta(days=1),
        reason="Виконує",
    )


def test_the_list_of_what_waits_agrees_with_every_single_item(world: World, elsewhere: World) -> None:
    a_bit_of_everything(world, elsewhere)
    for name in world.people:
        actor = world.actor(name)
        stance = ActorItemAccess.of(actor)
        everything = list(list_filtered_items(stance, ItemFilter()).page(1000, ("-id",)))
        views = build_reader_contexts(stance, everything)
        one_by_one = {item.pk for item in everything if views[item.pk].waiting}
        waiting = list_filtered_items(stance, ItemFilter(waiting=True)).page(1000, ("-id",))
        assert {item.pk for item in waiting} == one_by_one, name
        shown = {one.id for one in load_today(actor).duties if one.kind.name.startswith("tasks.")}
        assert shown == one_by_one, name


def test_mine_is_what_i_speak_for(world: World, elsewhere: World) -> None:
    mine, due = an_item(world), an_item_in(world, "accepted", due_on=in_days(3))
    an_item(world, owner="police")
    an_item_in(world, "verified")
    an_item(elsewhere)
    shown = api(world, "councillor").get("today").json()["mine"]
    assert [one["number"] for one in shown] == [due.number, mine.number]


def test_counts_are_of_everything_the_reader_sees(world: World, elsewhere: World) -> None:
    for state in ("proposed", "proposed", "done", "blocked"):
        an_item_in(world, state)
    an_item(elsewhere)
    counts = api(world, "observer").get("today").json()["action_counts"]
    assert counts == {**dict.fromkeys(PATHS, 0), "proposed": 2, "done": 1, "blocked": 1}
    assert set(api(world, "outsider").get("today").json()["action_counts"].values()) == {0}


def test_unread_threads_and_notifications_are_counted(world: World) -> None:
    thread = a_thread(world)
    for _turn in range(3):
        say(world, "officer", thread)
    drain_outbox()
    Notification.objects.all().delete()
    an_item(world)
    drain_outbox()
    day = api(world, "councillor").get("today").json()
    assert [(one["id"], one["reading"]["unread"]) for one in day["unread"]] == [(str(thread.pk), 3)]
    assert (day["unread_total"], day["notifications"]) == (3, 1)


@pytest.mark.parametrize(("name", "status"), [("anonymous", 401), ("outsider", 200)])
def test_everybody_who_is_signed_in_has_a_today(world: World, name: str, status: int) -> None:
    answer: Any = api(world, name).get("today")
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["duties"] == answer.json()["mine"] == answer.json()["unread"] == []
