"""Whoever stands in for another is marked so wherever they are named as the one who spoke."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import ThreadState
from dialogue.threads.events import topic_of
from tests.cast import World
from tests.dialogue.helpers import Api, a_thread, api, say, standing_in, step
from tests.dialogue.timeline.replica import frames
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7
from viche.kernel.text import bilingual_of

pytestmark = pytest.mark.django_db


def queries(reader: Api, path: str) -> int:
    """As it is written down already that this is read: the first time in an hour takes some more."""
    assert reader.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(path).status_code == 200
    return len(captured)


def test_who_stands_in_for_another_is_marked_so(world: World) -> None:
    """The position is the holder's: without the mark the word of a deputy looks like theirs."""
    thread, holder = a_thread(world), world.people["officer"]
    deputy = standing_in(world, "officer")
    before = get_head(topic_of(thread.pk))
    words = {"client_id": str(uuid7()), "body": "Пандус є", "on_behalf": True}
    answer = api(world, "deputy").post(f"threads/{thread.pk}/messages", words)
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    author = shown["author"]
    assert (author["person"]["id"], author["mandate_id"]) == (
        str(deputy.pk),
        str(world.mandates["officer"].pk),
    )
    name = bilingual_of(holder, "name")
    assert author["acting_for"] == {"id": str(holder.pk), "name": name, "gender": "neutral"}
    reader = api(world, "teacher")
    assert reader.get(f"messages/{shown['id']}").json()["author"] == author
    assert reader.get(f"threads/{thread.pk}/messages").json()["items"][0]["author"] == author
    assert reader.get(f"threads/{thread.pk}").json()["last_message"]["author"] == author
    (frame,) = frames(topic_of(thread.pk), before)
    assert frame["data"]["message"]["author"] == author
    own = say(world, "officer", thread, on_behalf=True)
    assert reader.get(f"messages/{own.pk}").json()["author"]["acting_for"] is None


def test_a_page_on_which_many_stand_in_costs_one_query_more(world: World) -> None:
    thread, path = a_thread(world), "threads/{}/messages"
    say(world, "teacher", thread)
    plain = queries(api(world, "teacher"), path.format(thread.pk))
    standing_in(world, "officer", "councillor")
    for name in ("officer", "councillor", "officer"):
        say(world, "deputy", thread, mandate_id=world.mandates[name].pk)
    assert queries(api(world, "teacher"), path.format(thread.pk)) == plain + 1


def test_only_the_word_of_who_stands_in_costs_a_query_more(world: World) -> None:
    thread = a_thread(world)
    standing_in(world, "officer")
    for name, more in (("teacher", 0), ("deputy", 1)):
        say(world, name, thread)
        with CaptureQueriesContext(connection) as captured:
            say(world, name, thread)
        people = [one["sql"] for one in captured if one["sql"].startswith('SELECT "accounts_user"')]
        assert len(people) == more


def test_a_step_says_for_whom_it_was_taken(world: World) -> None:
    thread = a_thread(world)
    standing_in(world, "facilitator")
    step(world, thread, ThreadState.SUMMARISING, by="deputy")
    (*_before, last) = api(world, "teacher").get(f"threads/{thread.pk}/transitions").json()["items"]
    assert last["actor"]["acting_for"]["id"] == str(world.people["facilitator"].pk)
