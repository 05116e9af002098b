"""Lists over HTTP: filters, order, pages, and how many queries they take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, pointers
from tests.tasks.helpers import (
    an_item,
    an_item_in,
    in_days,
    move,
    numbers,
    prove,
)
from viche.kernel.clock import now
from viche.kernel.ids import uuid7


def test_lists_are_filtered_and_ordered(world: World, elsewhere: World) -> None:
    an_item(elsewhere)
    late = an_item(world, due_on=in_days(30), tags=["Світло", "#двір"], target_groups=["women"])
    soon = an_item_in(world, "done", due_on=in_days(2), title_uk="Скоро")
    named = {"verifier_organisation_id": world.organisations["council"].pk, "priority": "urgent"}
    police = an_item(world, "secretary", owner="police", due_on=in_days(9), **named)
    officer = api(world, "officer")
    first, second, third = late.number, soon.number, police.number
    for query, expected in (
        ({}, [second, third, first]),
        ({"order": "newest"}, [third, second, first]),
        ({"state": "proposed"}, [third, first]),
        ({"state": "done,verified"}, [second]),
        ({"owner": "me"}, [third]),
        ({"owner": str(world.organisations["council"].pk)}, [second, first]),
        ({"waiting": "me"}, [second, third]),
        ({"sector": "police"}, [third]),
        ({"overdue": "true"}, []),
        ({"overdue": "false"}, [second, third, first]),
        ({"group": str(world.group.pk), "state": "done"}, [second]),
        ({"group": str(elsewhere.group.pk)}, []),
        ({"thread": str(uuid7())}, []),
        ({"tag": "#Світло"}, [first]),
        ({"tag": "світ"}, []),
        ({"target_group": "women"}, [first]),
        ({"target_group": "men"}, []),
        ({"priority": "urgent"}, [third]),
        ({"verifier": str(world.organisations["council"].pk)}, [third]),
        ({"verifier": "me"}, []),
        ({"created_by": "me"}, []),
        ({"due_from": str(in_days(3))}, [third, first]),
        ({"due_from": str(in_days(2)), "due_to": str(in_days(9))}, [second, third]),
        ({"q": "скор"}, [second]),
        ({"q": "%"}, []),
        ({"q": f"№ {third}"}, [third]),
    ):
        answer = officer.get("action-items", **query)
        assert numbers(answer) == expected, query
    for empty in ("#", " # ", "  "):
        answer = officer.get("action-items", tag=empty)
        assert (answer.status_code, pointers(answer)) == (400, [("/tag", "blank")])
    assert numbers(api(world, "secretary").get("action-items", created_by="me")) == [third]
    assert numbers(api(world, "councillor").get("action-items", verifier="me")) == [third]
    assert officer.get("action-items").json()["seq"] is None
    assert officer.get("action-items", group=str(world.group.pk)).json()["seq"] > 0
    assert officer.get("action-items", group=str(elsewhere.group.pk)).json()["seq"] is None


def test_pages_follow_one_another_without_gap_or_repeat(world: World) -> None:
    for days in (3, 5, 5, 5, 8):
        an_item(world, due_on=in_days(days))
    officer, seen, cursor = api(world, "officer"), [], ""
    while True:
        page = officer.get("action-items", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [one["number"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [1, 2, 3, 4, 5]


def test_what_is_overdue_is_said_by_the_clock_of_the_group(world: World) -> None:
    item = an_item(world, due_on=in_days(1))
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        shown = api(world, "officer").get("action-items", overdue="true").json()["items"]
        assert [(one["id"], one["overdue"]) for one in shown] == [(str(item.pk), True)]


def test_reminders_over_http(world: World) -> None:
    item = an_item(world)
    councillor, path = api(world, "councillor"), f"action-items/{item.pk}/reminders"
    moment = (now() + timedelta(days=1)).replace(microsecond=0)
    made = councillor.post(path, {"due_at": moment.isoformat(), "audience": "owner"})
    assert made.status_code == 201
    assert made.json()["allowed"] == ["acknowledge", "remove"]
    listed = councillor.get(path).json()["items"]
    assert [one["rule"] for one in listed] == ["custom", "before_due", "on_due", *["overdue"] * 4]
    assert [one["allowed"] for one in api(world, "observer").get(path).json()["items"]] == [[]] * 7
    known = councillor.put(f"reminders/{listed[1]['id']}/acknowledgement")
    assert known.json()["acknowledged_at"] is not None
    assert councillor.delete(f"reminders/{made.json()['id']}").status_code == 204
    assert councillor.delete(f"reminders/{made.json()['id']}").status_code == 404
    assert councillor.delete(f"reminders/{listed[2]['id']}").status_code == 409


def test_a_file_must_be_ones_own(world: World) -> None:
    item = an_item_in(world, "accepted")
    answer = api(world, "councillor").post(
        f"action-items/{item.pk}/evidence", {"kind": "file", "title": "Акт", "file": str(uuid7())}
    )
    assert (answer.status_code, pointers(answer)) == (422, [("/file", "unknown")])


# ---- how many queries --------------------------------------------------------------------------------------


def a_register(world: World, count: int) -> None:
    thread = a_thread(world)
    for turn in range(count):
        item = an_item(world, thread_id=thread.pk, criteria=["Перше", "Друге"])
        if turn % 2:
            for to in ("accepted", "in_progress"):
                move(world, item, to)
            prove(world, item, criterion_id=item.criteria.first().pk)  # type: ignore[union-attr]
            move(world, item, "blocked")


def queries_of(reader: Any, path: str, **query: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        assert reader.get(path, **query).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("action-items", 9),
        ("action-items?waiting=me", 9),
        ("action-items?priority=normal&overdue=false&due_from=2020-01-01", 9),
        ("today", 40),
        ("action-items/{item}", 11),
        ("action-items/{item}/evidence", 8),
        ("action-items/{item}/history", 9),
        ("action-items/{item}/chain", 11),
    ],
)
def test_the_number_of_queries_does_not_grow(world: World, path: str, number: int) -> None:
    officer, counts = api(world, "officer"), []
    for _turn in range(2):
        a_register(world, 4)
        item = an_item_in(world, "done", thread_id=a_thread(world).pk)
        counts.append(queries_of(officer, path.format(item=item.pk)))
    assert counts == [number, number]


def test_words_of_a_hidden_item_cost_as_many_statements_as_words_of_none(world: World) -> None:
    restricted = a_restricted_thread(world, organisations=("ngo", "police"))
    an_item(world, thread_id=restricted.pk, title_uk="Захистити Мотрю")
    teacher, group = api(world, "teacher"), str(world.group.pk)

    def asked(words: str) -> tuple[list[int], int]:
        with CaptureQueriesContext(connection) as queries:
            answer = teacher.get("action-items", group=group, q=words)
        return numbers(answer), len(queries)

    asked("будь-що")  # what is looked up once is known from here on
    assert asked("Мотрю") == asked("Хотину") == ([], asked("нічого")[1])
    assert len(numbers(api(world, "officer").get("action-items", group=group, q="Мотрю"))) == 1
