"""Whoever leads a thread hands it over to somebody else at the table."""

from __future__ import annotations

from typing import Any

import pytest

from dialogue.models import Attention, FloorStep, Thread, ThreadState
from dialogue.privacy.erasure import anonymise_author
from dialogue.reading.subscriptions import set_notification_level
from tests.cast import SYSTEM, World, a_mandate, person
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    hand_over,
    if_match,
    pointers,
)
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.kernel.errors import Stale
from viche.kernel.models import Event
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db
WHY = "Відпустка до понеділка"


def put(world: World, thread: Thread, to: str, by: str, reason: str = WHY, **more: Any) -> Any:
    body = {"facilitator": str(world.mandates[to].pk), "reason": reason, **more}
    return api(world, by).put(f"threads/{thread.pk}/facilitator", body, **if_match(thread))


def led_by(world: World, thread: Thread, name: str = "observer") -> str:
    shown: str = api(world, name).get(f"threads/{thread.pk}").json()["facilitator"]["id"]
    return shown


def test_who_leads_hands_the_thread_over_and_all_read_why(world: World) -> None:
    thread = a_thread(world, by="officer")
    answer = put(world, thread, "teacher", by="officer")
    assert answer.status_code == 200, answer.content
    assert "hand_over" not in answer.json()["allowed"]
    assert led_by(world, thread) == str(world.people["teacher"].pk)
    seen = api(world, "teacher").get(f"threads/{thread.pk}").json()
    assert {"hand_over", "close", "keep_floor"} <= set(seen["allowed"])
    (step,) = api(world, "observer").get(f"threads/{thread.pk}/floor").json()["items"]
    assert (step["what"], step["why"]) == ("handed_over", WHY)
    assert step["actor"]["person"]["id"] == str(world.people["officer"].pk)
    assert step["successor"]["person"]["id"] == str(world.people["teacher"].pk)


def test_who_leads_the_group_does_so_for_any_of_its_threads_but_no_closed_one(world: World) -> None:
    thread, closed = a_thread(world, by="officer"), a_thread_in(world, ThreadState.CLOSED)
    assert put(world, thread, "councillor", by="facilitator").status_code == 200
    assert put(world, thread, "teacher", by="secretary").status_code == 403
    assert put(world, closed, "teacher", by="facilitator").json()["code"] == "thread_closed"


def test_the_same_again_changes_nothing_and_who_is_slower_hears_of_it(world: World) -> None:
    thread = a_thread(world, by="facilitator")
    known = if_match(thread)
    body = {"facilitator": str(world.mandates["officer"].pk), "reason": WHY}
    answers = [
        api(world, "facilitator").put(f"threads/{thread.pk}/facilitator", body, **known) for _nth in (1, 2)
    ]
    assert [one.status_code for one in answers] == [200, 200]
    assert FloorStep.objects.count() == 1
    with pytest.raises(Stale):
        hand_over(world, thread, "teacher", expected_version=1)


def test_it_takes_a_reason_and_somebody_who_speaks_here(world: World) -> None:
    thread = a_thread(world, by="facilitator")
    assert pointers(put(world, thread, "officer", by="facilitator", reason=" ")) == [("/reason", "blank")]
    refused = [("/facilitator", "not_in_group")]
    assert pointers(put(world, thread, "observer", by="facilitator")) == refused
    world.mandates["stranger"] = a_mandate(person("stranger"), world.organisations["school"])
    assert pointers(put(world, thread, "stranger", by="facilitator")) == refused
    told_of = put(world, thread, "officer", by="facilitator", reason="Телефон +380 67 123 45 67")
    assert told_of.json()["code"] == "personal_data"
    knowingly = put(world, thread, "officer", "facilitator", "Телефон +380 67 123 45 67", confirmed=["phone"])
    assert knowingly.status_code == 200


def test_a_restricted_thread_goes_to_whom_it_names_from_who_goes_on_reading_it(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police", "council"))
    assert pointers(put(world, thread, "teacher", by="facilitator")) == [("/facilitator", "not_named")]
    alone = a_restricted_thread(world, people=("officer",))
    assert pointers(put(world, alone, "officer", by="facilitator")) == [("/facilitator", "without_you")]
    assert Thread.objects.get(pk=alone.pk).facilitator_id == world.mandates["facilitator"].pk
    named = a_restricted_thread(world, people=("officer", "facilitator"))
    assert put(world, named, "officer", by="facilitator").status_code == 200
    event = Event.objects.filter(kind="dialogue.thread_handed_over").latest("id")
    assert not event.data["shared"]
    assert str(world.people["officer"].pk) in event.data["people"]
    assert api(world, "teacher").get(f"threads/{named.pk}").status_code == 404


def test_who_leads_from_then_on_is_told_also_where_they_mute_it(world: World) -> None:
    thread = a_thread(world, by="facilitator")
    set_notification_level(actor=world.actor("officer"), thread_id=thread.pk, level=Attention.MUTED)
    forget()
    hand_over(world, thread, "officer")
    assert told(world) == {"officer": "leads_thread"}
    said = words(world, "officer")
    assert said.title["uk"].startswith(world.people["facilitator"].name_uk)
    assert said.body["uk"] == WHY
    hand_over(world, thread, "teacher")
    with pytest.raises(KeyError):  # it is somebody else's by now
        words(world, "officer")
    forget()
    hand_over(world, thread, "facilitator")
    assert told(world) == {}


def test_of_a_restricted_thread_no_reason_leaves_the_house(world: World) -> None:
    thread = a_restricted_thread(world, people=("officer", "facilitator"))
    forget()
    hand_over(world, thread, "officer")
    assert told(world) == {"officer": "leads_thread"}
    assert WHY not in words(world, "officer").body["uk"]


def test_pages_hear_that_who_was_to_lead_is_erased(world: World) -> None:
    thread = a_thread(world, by="officer")
    hand_over(world, thread, "teacher")
    hand_over(world, thread, "councillor")
    who = world.people["teacher"].pk
    anonymise_author(actor=SYSTEM, person_id=who, pseudonym="№ 7", removes_messages=False)
    assert Event.objects.filter(kind="dialogue.author_erased", subject_id=thread.pk).count() == 1


def test_it_stands_in_the_copy_of_ones_own_data(world: World) -> None:
    thread = a_thread(world, by="facilitator")
    hand_over(world, thread, "officer")
    acts = list(DATA_CATEGORIES["dialogue.acts"].read(world.people["facilitator"].pk))
    assert WHY in [one.get("reason") for one in acts]
