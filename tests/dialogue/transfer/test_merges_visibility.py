"""Where a thread went on is told to who sees that one; everybody else learns that it did, and no more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dialogue.export.history import load_history
from dialogue.export.pdf import describe_paper
from dialogue.models import Thread, Visibility
from dialogue.privacy.erasure import anonymise_author
from dialogue.threads.events import group_topic, topic_of
from dialogue.threads.selectors import get_thread_with_facilitator_for
from tests.cast import SYSTEM, World
from tests.dialogue.export.test_export import archive
from tests.dialogue.helpers import a_group_beside, a_thread, api, merge, part, say, take
from tests.dialogue.timeline.replica import frames
from tests.dialogue.transfer.test_merges import page
from tests.dialogue.transfer.test_merges_source import audience
from tests.dialogue.transfer.test_splits import talk

pytestmark = pytest.mark.django_db
NOWHERE = {"thread_id": None, "number": None}


def merged(world: World, *, hides: bool = True) -> tuple[Thread, Thread]:
    """A thread that went on in one that the observer reads no more."""
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 2)
    merge(world, thread, into)
    if hides:
        audience(world, into, Visibility.RESTRICTED, "facilitator", "officer")
    return thread, into


def shown(world: World, thread: Thread, name: str) -> tuple[Any, Any]:
    one = api(world, name).get(f"threads/{thread.pk}").json()
    return one["merged"], one["merged_into"]


def answers(world: World, name: str, thread: Thread) -> list[Any]:
    """All that somebody may ask about a thread."""
    ask = api(world, name).get
    stone = page(world, thread, name)[0]
    paths = [f"threads/{thread.pk}{part}" for part in ("", "/messages", "/merges", "/splits", "/transitions")]
    paths += [f"messages/{stone['id']}", f"groups/{world.group.pk}/threads", "threads", "today"]
    found = [ask(path).content.decode() for path in paths]
    return [*found, ask("link-cards", refs=f"thread:{thread.pk},message:{thread.pk}:1").content.decode()]


def test_who_does_not_see_it_learns_that_it_went_on(world: World) -> None:
    thread, into = merged(world)
    assert shown(world, thread, "observer") == (True, None)
    assert shown(world, thread, "officer") == (True, str(into.pk))
    assert [one["moved"] for one in page(world, thread)] == [NOWHERE, NOWHERE]
    assert [one["moved"] for one in page(world, thread, "officer")] == [
        {"thread_id": str(into.pk), "number": number} for number in (1, 2)
    ]
    assert not any(str(into.pk) in one for one in answers(world, "observer", thread))
    stone = page(world, thread)[0]["id"]
    seen = api(world, "officer").get(f"messages/{stone}").json()["moved"]
    assert seen == {"thread_id": str(into.pk), "number": 1}
    audience(world, into, Visibility.GROUP)
    assert shown(world, thread, "observer") == (True, str(into.pk))


def test_what_was_taken_out_is_told_of_alike(world: World) -> None:
    thread = a_thread(world)
    talk(world, thread, 2)
    apart = part(world, thread, 1)
    assert page(world, thread)[0]["moved"] == {"thread_id": str(apart.pk), "number": 1}
    audience(world, apart, Visibility.RESTRICTED, "facilitator", "officer")
    assert [one["moved"] for one in page(world, thread)] == [NOWHERE, None]
    assert not any(str(apart.pk) in one for one in answers(world, "observer", thread))
    assert shown(world, thread, "observer") == (False, None)


@pytest.mark.parametrize(("language", "words"), [("uk", "у темі, якої ви не бачите"), ("en", "do not see")])
def test_paper_and_archive_lead_nobody_there_who_does_not_see_it(
    world: World, language: str, words: str
) -> None:
    thread, into = merged(world)

    def facts(name: str) -> dict[str, str]:
        actor = world.actor(name)
        row = get_thread_with_facilitator_for(actor, thread.pk)
        with override(language):
            paper = describe_paper(row, [], language, load_history(actor, row))
        return {one["name"]: one["value"] for one in paper["facts"]}

    assert any(value.endswith(f"/threads/{into.pk}") for value in facts("officer").values())
    assert any(words in value for value in facts("observer").values())
    assert not any(str(into.pk) in value for value in facts("observer").values())
    packed = archive(world, "observer", thread)
    for name in ("thread.json", "thread.html"):
        assert str(into.pk) not in packed.read(name).decode()
    assert str(into.pk) in archive(world, "officer", thread).read("thread.json").decode()


def told(topic: str, kind: str = "thread_merged") -> Any:
    data: list[Any] = [one["data"] for one in frames(topic, 0) if one["kind"] == f"dialogue.{kind}"]
    if kind != "thread_merged":
        return data
    return [one and (one["thread_id"], one["into_id"]) for one in data]


def test_a_frame_names_to_each_topic_what_all_there_read(world: World) -> None:
    thread, into = merged(world, hides=False)
    of_group, one, other = group_topic(world.group.pk), str(thread.pk), str(into.pk)
    assert told(of_group) == [(one, other)]
    for pk in (thread.pk, into.pk):
        assert told(topic_of(pk)) == [(None, None)]
    audience(world, into, Visibility.RESTRICTED, "facilitator", "officer")
    assert told(of_group) == [(one, None)]
    audience(world, thread, Visibility.RESTRICTED, "facilitator", "officer")
    assert told(of_group) == [None]


def test_a_frame_names_nothing_that_has_left_the_group(world: World) -> None:
    thread, into = merged(world, hides=False)
    take(world, into, a_group_beside(world, "facilitator", led_by="facilitator"))
    assert told(group_topic(world.group.pk)) == [(str(thread.pk), None)]


def test_no_frame_of_what_stays_says_where_it_goes_on(world: World) -> None:
    thread, into = merged(world, hides=False)
    author = page(world, thread)[0]["author"]["person"]["id"]
    anonymise_author(actor=SYSTEM, person_id=author, pseudonym="№ 7", removes_messages=False)
    (erased,) = told(topic_of(thread.pk), "author_erased")
    assert NOWHERE in [one["moved"] for one in erased["messages"]]
    assert (erased["thread"]["merged"], "merged_into" in erased["thread"]) == (True, False)
    assert str(into.pk) not in str(erased)


def test_it_costs_the_same_for_many(world: World) -> None:
    into = a_thread(world)
    counts = []
    for _turn in range(3):
        thread = a_thread(world)
        talk(world, thread, 2)
        say(world, "officer", thread)
        merge(world, thread, into)
        with CaptureQueriesContext(connection) as queries:
            page(world, thread)
            api(world, "observer").get(f"groups/{world.group.pk}/threads")
        counts.append(len(queries))
    assert counts[0] == counts[2]


def test_why_another_one_went_on_is_told_to_who_reads_where_it_did(world: World) -> None:
    one, two, three = (a_thread(world) for _ in range(3))
    for thread in (one, two):
        talk(world, thread, 1)
    merge(world, one, two, reason="Через скаргу")
    merge(world, two, three, reason="Одне й те саме")
    audience(world, two, Visibility.RESTRICTED, "facilitator", "officer")

    def rows(name: str) -> list[Any]:
        found = api(world, name).get(f"threads/{three.pk}/merges").json()["items"]
        packed = json.loads(archive(world, name, three).read("thread.json"))["merges"]
        assert [one["id"] for one in packed] == [one["id"] for one in found]
        told = [[(it["reason"], it["actor"] is None) for it in rows] for rows in (found, packed)]
        assert told[0] == told[1]
        return told[0]

    assert rows("officer") == [("Одне й те саме", False), ("Через скаргу", False)]
    assert rows("observer") == [("Одне й те саме", False), ("", True)]
