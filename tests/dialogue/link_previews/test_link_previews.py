"""What a message links to is shown as its reader sees it, and of anything else nothing is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import ThreadState
from dialogue.posting.editing import withdraw_message
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, a_thread, api, say, step
from tests.privacy.seen import rows
from tests.tasks.helpers import an_item
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def cards(world: World, name: str, *refs: str) -> list[dict[str, Any]]:
    answer = api(world, name).get("link-cards", refs=",".join(refs))
    assert answer.status_code == 200, answer.content
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_each_kind_says_what_it_is_whose_and_by_when(world: World) -> None:
    thread, item = a_thread(world), an_item(world)
    message = say(world, "officer", thread)
    refs = [f"action:{item.pk}", f"message:{thread.pk}:{message.number}", f"thread:{thread.pk}"]
    shown = cards(world, "teacher", *refs, f"group:{world.group.pk}")
    facts = [(one["kind"], one["title"]["uk"], one["url"], one["state"], one["number"]) for one in shown]
    assert facts == [
        ("action", item.title_uk, f"/actions/{item.pk}", item.state, item.number),
        ("message", thread.title_uk, f"/threads/{thread.pk}?message=1", "", 1),
        ("thread", thread.title_uk, f"/threads/{thread.pk}", "open", None),
        ("group", world.group.name_uk, f"/groups/{world.group.pk}", world.group.state, None),
    ]
    assert [one["ref"] for one in shown] == [*refs, f"group:{world.group.pk}"]
    owners = [one["owner"] and one["owner"]["uk"] for one in shown]
    council, officer, facilitator = (
        world.organisations["council"].short_name_uk,
        world.people["officer"].name_uk,
        world.people["facilitator"].name_uk,
    )
    assert owners == [council, officer, facilitator, None]
    assert [one["due_on"] for one in shown] == [item.due_on.isoformat(), None, None, None]


def test_it_is_shown_as_it_is_now(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    step(world, step(world, thread, ThreadState.SUMMARISING), ThreadState.CLOSED)
    shown = cards(world, "teacher", f"thread:{thread.pk}", f"message:{thread.pk}:1")
    assert [one["state"] for one in shown] == ["closed", "deleted"]


def test_what_is_hidden_answers_as_what_is_not_there(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    item = an_item(world, thread_id=thread.pk)
    refs = [f"thread:{thread.pk}", f"message:{thread.pk}:1", f"action:{item.pk}"]
    assert [one["ref"] for one in cards(world, "officer", *refs)] == refs
    nothing = [f"thread:{uuid7()}", f"message:{uuid7()}:1", f"message:{thread.pk}:99", f"action:{uuid7()}"]
    for name in ("teacher", "outsider"):
        assert cards(world, name, *refs) == cards(world, name, *nothing) == []
    assert cards(world, "outsider", f"group:{world.group.pk}") == []
    assert api(world, "anonymous").get("link-cards", refs=refs[0]).status_code == 401


def test_what_is_hidden_is_looked_up_like_what_is_not_there(world: World) -> None:
    """By the same queries, so that it takes as long."""
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    asked = [(thread.pk, 1), (uuid7(), 1)]
    told = []
    for pk, _number in asked:
        with CaptureQueriesContext(connection) as queries:
            cards(world, "teacher", f"thread:{pk}")
        told.append(len(queries))
    assert told[0] == told[1]


def test_many_take_as_many_queries_as_one_of_each_kind(world: World) -> None:
    thread = a_thread(world)
    threads, items = [a_thread(world) for _ in range(5)], [an_item(world) for _ in range(5)]
    for _nth in range(5):
        say(world, "officer", thread)
    few = [f"thread:{threads[0].pk}", f"action:{items[0].pk}", f"message:{thread.pk}:1"]
    many = [f"thread:{one.pk}" for one in threads] + [f"action:{one.pk}" for one in items]
    many += [f"message:{thread.pk}:{number}" for number in range(1, 6)]
    counts = []
    for refs in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert len(cards(world, "teacher", *refs)) == len(refs)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_what_is_restricted_stands_in_the_record_of_reads(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    say(world, "officer", thread)
    cards(world, "officer", f"thread:{thread.pk}", f"thread:{a_thread(world).pk}")
    cards(world, "teacher", f"thread:{thread.pk}")
    assert rows(reader=world.people["officer"]) == [("thread", "list", "membership")]
    assert rows(reader=world.people["teacher"]) == []


@pytest.mark.parametrize(
    ("refs", "code"),
    [
        ("person:0190a5d0-ac96-774b-bcce-b302099a8057", "unknown_reference"),
        ("https://example.org", "unknown_reference"),
        ("thread:1", "unknown_reference"),
        (",".join(f"thread:{uuid7()}" for _ in range(51)), "too_many"),
    ],
)
def test_nothing_else_is_looked_at(world: World, refs: str, code: str) -> None:
    answer = api(world, "teacher").get("link-cards", refs=refs)
    assert answer.status_code == 400, answer.content
    assert [one["code"] for one in answer.json()["errors"]] == [code]
