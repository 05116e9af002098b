"""Short answers to messages: each once, of a fixed set, shown to all who read, told to nobody."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Message, Reaction, ReactionKind, ThreadState
from dialogue.posting.editing import withdraw_message
from dialogue.reactions.services import add_reaction, support_message
from tests.cast import World
from tests.dialogue.helpers import Api, a_restricted_thread, a_thread, api, say, step
from viche.kernel.errors import Conflict, Forbidden
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event, TopicEntry
from viche.notifications.models import Notification

pytestmark = pytest.mark.django_db
NONE: dict[str, list[str]] = {kind: [] for kind in ReactionKind.values}


def thank(world: World, name: str, message: Message) -> None:
    add_reaction(actor=world.actor(name), message_id=message.pk, kind=ReactionKind.THANKS)


def key(world: World, name: str) -> str:
    return str(world.people[name].pk)


@pytest.mark.parametrize("kind", ReactionKind.values)
def test_it_is_said_once_and_taken_back(world: World, kind: str) -> None:
    message = say(world, "officer", a_thread(world))
    line, path = api(world, "teacher"), f"messages/{message.pk}/reactions/{kind}"
    for _again in range(2):
        answer = line.put(path)
        assert answer.status_code == 200
        assert answer.json()["reactions"] == {**NONE, kind: [key(world, "teacher")]}
    shown = api(world, "observer").get(f"messages/{message.pk}").json()
    assert (shown["reactions"], shown["supporters"]) == (answer.json()["reactions"], [])
    for _again in range(2):
        assert line.delete(path).json() == {"message_id": str(message.pk), "reactions": NONE}
    events = Event.objects.filter(kind="dialogue.reaction_changed").order_by("id")
    assert [(one.data["reaction"], one.data["on"]) for one in events] == [(kind, True), (kind, False)]


def test_one_person_may_say_several_things(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    for kind in ReactionKind:
        add_reaction(actor=world.actor("teacher"), message_id=message.pk, kind=kind)
    thank(world, "officer", message)
    shown = api(world, "observer").get(f"messages/{message.pk}").json()["reactions"]
    assert shown["thanks"] == [key(world, "teacher"), key(world, "officer")]
    assert shown["question"] == shown["important"] == [key(world, "teacher")]


@pytest.mark.parametrize("kind", ["support", "thanks%20", "THANKS", "👍", "x" * 300])
def test_there_is_nothing_else_to_say(world: World, kind: str) -> None:
    message = say(world, "officer", a_thread(world))
    line = api(world, "teacher")
    assert line.put(f"messages/{message.pk}/reactions/{kind}").status_code == 404
    assert line.delete(f"messages/{message.pk}/reactions/{kind}").status_code == 404
    assert not Reaction.objects.exists()


def test_it_sends_nobody_word(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    drain_outbox()
    before = Notification.objects.count()
    thank(world, "teacher", message)
    drain_outbox()
    assert Notification.objects.count() == before
    event = Event.objects.get(kind="dialogue.reaction_changed")
    topics = TopicEntry.objects.filter(event=event).values_list("topic", flat=True)
    assert list(topics) == [f"thread:{message.thread_id}"]


def test_who_only_reads_says_nothing_and_nobody_in_a_closed_thread(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    with pytest.raises(Forbidden):
        thank(world, "observer", message)
    step(world, thread, ThreadState.SUMMARISING)
    step(world, thread, ThreadState.CLOSED)
    with pytest.raises(Forbidden):
        thank(world, "teacher", message)


def test_a_stone_has_none(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    thank(world, "teacher", message)
    withdraw_message(actor=world.actor("officer"), message_id=message.pk, expected_version=1)
    with pytest.raises(Conflict):
        thank(world, "secretary", message)
    line = api(world, "observer")
    assert line.get(f"messages/{message.pk}").json()["reactions"] == NONE
    assert line.get(f"messages/{message.pk}/reactions").json()["items"] == []


def test_a_restricted_thread_tells_nobody_else(world: World) -> None:
    message = say(world, "officer", a_restricted_thread(world, organisations=("police", "school")))
    thank(world, "teacher", message)
    line = api(world, "observer")
    assert line.get(f"messages/{message.pk}/reactions").status_code == 404
    assert line.put(f"messages/{message.pk}/reactions/thanks").status_code == 404
    assert api(world, "anonymous").put(f"messages/{message.pk}/reactions/thanks").status_code == 401


def test_names_are_told_on_demand_at_the_same_cost(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    support_message(actor=world.actor("secretary"), message_id=message.pk)
    thank(world, "teacher", message)
    line, path = api(world, "observer"), f"messages/{message.pk}/reactions"
    items = line.get(path).json()["items"]
    assert [(one["reaction"], one["person"]["id"]) for one in items] == [
        ("support", key(world, "secretary")),
        ("thanks", key(world, "teacher")),
    ]
    assert items[1]["organisation"]["id"] == str(world.organisations["school"].pk)
    few = queries(line, path)
    page = f"threads/{message.thread_id}/messages"
    page_costs = queries(line, page)
    for name in ("officer", "facilitator", "councillor"):
        thank(world, name, message)
        thank(world, name, say(world, name, message.thread))
    assert (queries(line, path), queries(line, page)) == (few, page_costs)
    assert few <= 8


def queries(line: Api, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert line.get(path).status_code == 200
    return len(captured)
