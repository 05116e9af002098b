"""Threads at the head of the list of their group, and the words under which threads are found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from dialogue.lifecycle.pinning import MAX_PINNED, pin_thread
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import Thread, ThreadState
from dialogue.threads.listing import ThreadFilter, thread_list_for
from tests.cast import World
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    ids,
    if_match,
    pointers,
    say,
)
from tests.dialogue.timeline.test_api import fill, new, queries
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def pin(world: World, thread: Thread, by: str = "facilitator") -> Thread:
    return pin_thread(actor=world.actor(by), thread_id=thread.pk)


def page_of(world: World, name: str = "teacher", **query: Any) -> dict[str, Any]:
    answer = api(world, name).get(f"groups/{world.group.pk}/threads", **query)
    assert answer.status_code == 200, answer.content
    page: dict[str, Any] = answer.json()
    return page


def changes() -> list[str]:
    return [event.data["change"] for event in Event.objects.filter(kind="dialogue.thread_changed")]


# ---- pinned ----------------------------------------------------------------------------------------------


def test_a_thread_is_put_at_the_head_and_taken_away(world: World) -> None:
    rules, talk = a_thread(world, by="officer"), a_thread(world)
    path = f"threads/{rules.pk}/pin"
    assert page_of(world)["pinned"] == []
    for _ in range(2):  # again, it changes nothing
        shown = api(world, "officer").put(path)
        assert (shown.status_code, shown.headers["ETag"]) == (200, '"2"')
        assert shown.json()["pinned_at"] is not None
    page = page_of(world)
    assert (ids(page["pinned"]), ids(page["items"])) == ([rules.pk], [talk.pk, rules.pk])
    assert page["pinned"] == page["items"][1:]
    for _ in range(2):
        assert api(world, "facilitator").delete(path).json()["pinned_at"] is None
    assert page_of(world)["pinned"] == []
    assert changes() == ["pinned", "unpinned"]


def test_only_who_leads_pins(world: World) -> None:
    thread = a_thread(world, by="officer")
    assert api(world, "teacher").put(f"threads/{thread.pk}/pin").status_code == 403
    assert api(world, "outsider").put(f"threads/{thread.pk}/pin").status_code == 404
    draft = a_thread(world, draft=True)
    answer = api(world, "facilitator").put(f"threads/{draft.pk}/pin")
    assert (answer.status_code, answer.json()["code"]) == (403, "thread_state")
    assert not changes()


def test_the_last_pinned_stands_first_on_the_first_page_alone(world: World) -> None:
    made = [a_thread(world) for _ in range(4)]
    for thread in (made[0], made[2], made[1]):
        pin(world, thread)
    first = page_of(world, limit=2)
    assert ids(first["pinned"]) == [made[1].pk, made[2].pk, made[0].pk]
    second = page_of(world, limit=2, cursor=first["next_cursor"])
    assert second["pinned"] == []
    assert ids([*first["items"], *second["items"]]) == [one.pk for one in made[::-1]]
    assert api(world, "teacher").get("threads").json()["pinned"] == []


def test_what_is_pinned_is_narrowed_as_the_list_is(world: World) -> None:
    closed, talk = a_thread_in(world, ThreadState.CLOSED), a_thread(world, tags=["укриття"])
    for thread in (closed, talk):
        pin(world, thread)
    assert ids(page_of(world, state="closed")["pinned"]) == [closed.pk]
    assert ids(page_of(world, tag="укриття")["pinned"]) == [talk.pk]


def test_a_restricted_thread_is_pinned_for_its_readers(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    pin(world, thread)
    assert ids(page_of(world, "officer")["pinned"]) == [thread.pk]
    assert page_of(world, "teacher")["pinned"] == []
    seen = Thread.objects.get(pk=thread.pk)
    group = {"visibility": "group", "actor": world.actor("facilitator"), "thread_id": thread.pk}
    set_audience(expected_version=seen.version, **group)  # type: ignore[arg-type]  # the names are right
    assert ids(page_of(world, "teacher")["pinned"]) == [thread.pk]


def test_ten_are_the_most_of_those_that_one_sees(world: World) -> None:
    for _ in range(MAX_PINNED - 1):
        pin(world, a_thread(world, by="officer"))
    pin(world, a_restricted_thread(world, people=("teacher",)))
    last, one_more = a_thread(world, by="officer"), a_thread(world, by="officer")
    path = f"threads/{one_more.pk}/pin"
    assert api(world, "facilitator").put(path).json()["code"] == "too_many_pinned"
    pin(world, last, by="officer")  # who does not see the restricted one is not told of it
    answer = api(world, "officer").put(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_pinned")


def test_pinned_threads_cost_one_query(world: World) -> None:
    speaker, path = api(world, "facilitator"), f"groups/{world.group.pk}/threads"
    fill(world, 1)
    queries(speaker, path)
    few = queries(speaker, path)
    for thread in Thread.objects.all():
        pin(world, thread)
    assert queries(speaker, path) == few


# ---- tags ------------------------------------------------------------------------------------------------


def test_tags_are_cleaned_and_found(world: World) -> None:
    body = new(tags=["#Укриття", "укриття ", "доступність  для  всіх"])
    begun = api(world, "officer").post(f"groups/{world.group.pk}/threads", body).json()
    assert begun["tags"] == ["доступність для всіх", "укриття"]
    a_thread(world, tags=["світло"])
    for wanted in ("укриття", "#Укриття"):
        assert ids(page_of(world, tag=wanted)["items"]) == [UUID(begun["id"])]
        assert ids(api(world, "teacher").get("threads", tag=wanted).json()["items"]) == [UUID(begun["id"])]
    assert page_of(world, tag="дороги")["items"] == []
    assert page_of(world, tag="укриття", state="closed")["items"] == []


def test_tags_are_edited_with_the_thread(world: World) -> None:
    thread = a_thread(world, tags=["укриття"])
    speaker, path = api(world, "facilitator"), f"threads/{thread.pk}"
    assert speaker.patch(path, {"title": "Пандуси"}, **if_match(thread)).json()["tags"] == ["укриття"]
    thread.refresh_from_db()
    assert speaker.patch(path, {"tags": ["Світло"]}, **if_match(thread)).json()["tags"] == ["світло"]
    thread.refresh_from_db()
    assert speaker.patch(path, {"tags": []}, **if_match(thread)).json()["tags"] == []


@pytest.mark.parametrize(
    ("tags", "faults"),
    [
        ([str(one) for one in range(11)], [("/tags", "max_length")]),
        (["світло", "#"], [("/tags/1", "blank")]),
        (["а" * 41], [("/tags/0", "max_length")]),
        (["а\u202eб"], [("/tags/0", "direction")]),
        ([5], [("/tags/0", "not_a_string")]),
        ("світло", [("/tags", "not_a_list")]),
        (None, [("/tags", "null")]),
    ],
)
def test_a_bad_tag_is_named(world: World, tags: Any, faults: list[tuple[str, str]]) -> None:
    thread = a_thread(world)
    answer = api(world, "facilitator").patch(f"threads/{thread.pk}", {"tags": tags}, **if_match(thread))
    assert (answer.status_code, pointers(answer)) == (422, faults)
    begun = api(world, "facilitator").post(f"groups/{world.group.pk}/threads", new(tags=tags))
    assert (begun.status_code, pointers(begun)) == (422, faults)


@pytest.mark.parametrize("tag", ["", "#", "а" * 41, "а\x00"])
def test_a_bad_tag_in_the_address_is_refused(world: World, tag: str) -> None:
    for path in ("threads", f"groups/{world.group.pk}/threads"):
        answer = api(world, "teacher").get(path, tag=tag)
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_query")


@pytest.mark.parametrize("few", [True, False])
def test_what_one_does_not_see_is_not_found_by_its_tag(
    world: World, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.threads.listing.has_few_grants", lambda *_: few)
    hidden = a_restricted_thread(world, organisations=("police",), tags=["укриття"])
    shown = [a_thread(world, tags=["укриття"]) for _ in range(3)]
    say(world, "officer", shown[0])
    order, wanted = ("-active_at", "-id"), ThreadFilter(tag="укриття")
    found = {
        name: [one.pk for one in thread_list_for(world.actor(name), wanted).page(50, order)]  # type: ignore[union-attr]  # of somebody
        for name in ("officer", "teacher", "outsider")
    }
    common = [shown[0].pk, shown[2].pk, shown[1].pk]
    assert found == {"officer": [*common, hidden.pk], "teacher": common, "outsider": []}


def test_a_tag_is_found_by_its_index(world: World) -> None:
    rows = Thread.objects.filter(ThreadFilter(tag="укриття").condition())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "dialogue_thread_tagged" in rows.explain()


@pytest.mark.parametrize("few", [True, False])
def test_threads_are_found_by_a_part_of_their_title_and_none_that_one_does_not_see(
    world: World, few: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.threads.listing.has_few_grants", lambda *_: few)
    rails = a_thread(world, title_uk="Поручні біля школи", title_en="Rails at the school")
    doors = a_thread(world, title_uk="Двері 100%")
    a_restricted_thread(world, organisations=("police",), title_uk="Поручні в дільниці")
    for path in ("threads", f"groups/{world.group.pk}/threads"):
        for words, expected in (
            ("поручн", [rails]),
            ("RAILS", [rails]),
            ("0%", [doors]),
            ("%", [doors]),
            ("_", []),
        ):
            found = api(world, "teacher").get(path, q=words).json()["items"]
            assert [one["id"] for one in found] == [str(one.pk) for one in expected]
        assert api(world, "teacher").get(path, q="поручн", state="closed").json()["items"] == []
        assert api(world, "teacher").get(path, q="а" * 201).status_code == 400
