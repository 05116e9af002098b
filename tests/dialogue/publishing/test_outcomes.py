"""What came of a public thread, and what it asks: anybody reads what was written knowing that."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.lifecycle.services import edit_thread
from dialogue.models import Purpose, Thread, ThreadState
from tests.cast import World
from tests.dialogue.helpers import a_thread, a_thread_in, api, if_match, pointers, step
from tests.dialogue.publishing.helpers import KNOWING, a_public_thread, head, publish, take_back
from viche.kernel.disclosure import PersonalData
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
CLOSED, OPEN = ThreadState.CLOSED, ThreadState.OPEN


def outcome(world: World, thread: Thread) -> Any:
    return head(world, thread).json()["outcome"]


def closing(world: World, thread: Thread, **body: Any) -> Any:
    thread.refresh_from_db()
    at = f"threads/{thread.pk}/transitions"
    return api(world, "facilitator").post(at, {"to": "closed", **body}, **if_match(thread))


def test_whoever_writes_the_outcome_says_that_they_know(world: World) -> None:
    thread = a_public_thread(world)
    said = {"outcome": "Дзвоніть 067 123 45 67"}
    for confirmed in ([], ["public"], ["phone"]):
        refused = closing(world, thread, **said, confirmed=confirmed)
        assert (refused.status_code, pointers(refused)) == (
            422,
            [("/outcome", "public"), ("/outcome", "phone")],
        )
    assert closing(world, thread, **said, confirmed=["phone", "public"]).status_code == 200
    assert outcome(world, thread)["uk"] == said["outcome"]
    event = Event.objects.filter(kind="dialogue.thread_changed", subject_id=thread.pk).latest("id")
    assert event.data["confirmed"] == ["phone", "public"]


def test_a_thread_of_the_group_asks_of_what_is_new_in_its_outcome_alone(world: World) -> None:
    thread, said = a_thread(world), {"outcome": "Дзвоніть 067 123 45 67"}
    assert pointers(closing(world, thread, **said)) == [("/outcome", "phone")]
    assert closing(world, thread, **said, confirmed=["phone"]).status_code == 200
    step(world, thread, OPEN)
    assert closing(world, thread, **said).status_code == 200


def test_an_outcome_of_before_does_not_become_public_by_closing(world: World) -> None:
    closed = a_thread_in(world, CLOSED)
    step(world, closed, OPEN)
    announced = a_thread(world, purpose=Purpose.ANNOUNCE)
    step(world, announced, ThreadState.SUMMARISING, outcome_uk="Для групи")
    for thread in (closed, announced):
        publish(world, thread)
        assert closing(world, thread).status_code == 200, "what stands there is enough"
        assert outcome(world, thread) is None


def test_the_english_of_before_goes_where_the_outcome_is_written_anew(world: World) -> None:
    thread = a_thread(world)
    step(world, thread, CLOSED, outcome_uk="Для групи", outcome_en="For the group")
    step(world, thread, OPEN)
    publish(world, thread)
    step(world, thread, CLOSED, outcome_uk="Для всіх", **KNOWING)
    assert outcome(world, thread) == {"uk": "Для всіх", "en": "Для всіх"}
    step(world, thread, OPEN)
    step(world, thread, CLOSED, outcome_uk="Для всіх", outcome_en="For all", **KNOWING)
    assert outcome(world, thread)["en"] == "For all"


def test_an_outcome_that_was_public_is_published_again_only_where_that_is_said(world: World) -> None:
    thread = a_public_thread(world)
    step(world, thread, CLOSED, **KNOWING)
    assert outcome(world, thread) is not None
    take_back(world, thread)
    step(world, thread, OPEN)
    publish(world, thread)
    assert closing(world, thread).status_code == 200
    assert outcome(world, thread) is None


def test_what_it_asks_is_changed_knowing_that_anybody_reads_it(world: World) -> None:
    thread = a_public_thread(world)
    facts: dict[str, Any] = {"actor": world.actor("facilitator"), "thread_id": thread.pk}
    with pytest.raises(PersonalData) as refused:
        edit_thread(expected_version=thread.version, changes={"title_uk": "Куди дзвонити?"}, **facts)
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/title", "public")]
    edit_thread(expected_version=thread.version, changes={"tags": ["телефон"]}, **facts)
    thread.refresh_from_db()
    facts["actor"] = facts["actor"].with_confirmed(["public"])
    edit_thread(expected_version=thread.version, changes={"title_en": "Whom to call?"}, **facts)
    assert head(world, thread).json()["title"]["en"] == "Whom to call?"
