"""A thread begins with its first message, in one step; its readers are told, and a draft keeps its text."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.lifecycle.opening import open_thread
from dialogue.models import Message, Purpose, Thread, ThreadState, Visibility
from groups.memberships.services import end_membership
from tasks.lifecycle.services.discussion import open_discussion
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import (
    QUESTION,
    WORDS,
    a_thread,
    api,
    at_once,
    part,
    pointers,
    say,
    step,
)
from tests.notifications.test_preferences import choose, off
from tests.tasks.helpers import an_item
from tests.tasks.lifecycle.test_notifications import forget, told, words
from viche.kernel.errors import Conflict, Forbidden, Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Delivery

pytestmark = pytest.mark.usefixtures("quiet")
PHONE = "067 123 45 67"
OTHERS = ("secretary", "officer", "teacher", "councillor", "observer")


def opened(world: World, by: str = "facilitator", **facts: Any) -> Thread:
    fields: dict[str, Any] = {"title_uk": QUESTION, "purpose": Purpose.CONSULT, "body": WORDS, **facts}
    return open_thread(actor=world.actor(by), group_id=world.group.pk, **fields)


def restricted_to(world: World, *names: str) -> dict[str, Any]:
    people = [world.people[name].pk for name in names]
    return {"visibility": Visibility.RESTRICTED, "person_ids": people}


def posted(world: World, by: str = "facilitator", **facts: Any) -> Any:
    body = {"title": QUESTION, "purpose": "consult", "body": WORDS, **facts}
    return api(world, by).post(f"groups/{world.group.pk}/threads", body)


def test_it_holds_its_first_message_from_the_beginning(world: World) -> None:
    answer = posted(world, "officer", client_id=str(uuid7()))
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["message_count"], shown["state"]) == (1, "open")
    assert shown["reading"] == {"ranges": [[1, 1]], "unread": 0, "first_unread": None}
    (message,) = api(world, "teacher").get(f"threads/{shown['id']}/messages").json()["items"]
    assert (message["number"], message["body"]) == (1, WORDS)
    assert message["author"]["person"]["id"] == str(world.people["officer"].pk)
    assert api(world, "teacher").get(f"threads/{shown['id']}").json()["reading"]["unread"] == 1


def test_sent_again_it_is_the_same_thread(world: World) -> None:
    client_id = str(uuid7())
    first, second = (posted(world, "officer", client_id=client_id) for _again in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["id"] == second.json()["id"]
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)
    other = posted(world, "officer", client_id=client_id, body="Щось інше")
    assert (other.status_code, other.json()["code"]) == (409, "client_id_reused")
    somebody_elses = posted(world, "teacher", client_id=client_id)
    assert somebody_elses.json()["id"] != first.json()["id"]


def test_the_id_of_a_message_elsewhere_opens_nothing(world: World) -> None:
    message = say(world, "officer", a_thread(world), WORDS)
    assert posted(world, "officer", client_id=str(message.client_id)).status_code == 409
    assert Thread.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_opened_once(world: World) -> None:
    client_id = uuid7()
    ends = at_once(*[lambda: opened(world, "officer", client_id=client_id)] * 2)
    assert {type(one) for one in ends} <= {Thread, Conflict}
    assert (Thread.objects.count(), Message.objects.count()) == (1, 1)
    assert opened(world, "officer", client_id=client_id) == Thread.objects.get()


@pytest.mark.parametrize(
    ("facts", "fault"),
    [
        ({"body": "я" * 10_001}, ("/body", "max_length")),
        ({"body": "а\u202eб"}, ("/body", "direction")),
        ({"body": "@[Хтось](person:00000000-0000-7000-8000-000000000000)"}, ("/body", "mention_unknown")),
        ({"client_id": "не id"}, ("/client_id", "invalid")),
        ({"mandate_id": "не id"}, ("/mandate_id", "invalid")),
    ],
)
def test_what_cannot_be_posted_opens_nothing(
    world: World, facts: dict[str, Any], fault: tuple[str, str]
) -> None:
    answer = posted(world, **facts)
    assert (answer.status_code, pointers(answer)) == (422, [fault])
    assert not Thread.objects.exists()
    assert not Event.objects.filter(kind__startswith="dialogue.").exists()


def test_what_title_and_message_give_away_is_confirmed_at_once(world: World) -> None:
    facts = {"title": f"Хто чергує, {PHONE}?", "body": "Пишіть на petro@example.ua"}
    refused = posted(world, **facts)
    assert sorted(pointers(refused)) == [("/body", "email"), ("/title", "phone")]
    assert posted(world, **facts, confirmed=["phone", "email"]).status_code == 201
    kinds = {one.kind: one.data.get("confirmed") for one in Event.objects.filter(data__has_key="confirmed")}
    assert (kinds["dialogue.thread_opened"], kinds["dialogue.message_posted"]) == (["phone"], ["email"])


def test_it_is_said_by_the_seat_that_is_chosen(world: World) -> None:
    mandate = world.mandates["officer"]
    thread = opened(world, "officer", mandate_id=mandate.pk)
    assert Message.objects.get(thread=thread).mandate == mandate
    with pytest.raises(Invalid):
        opened(world, "officer", mandate_id=world.mandates["teacher"].pk)


# ---- a draft -----------------------------------------------------------------------------------------------


def test_a_draft_keeps_its_text_until_it_is_opened(world: World) -> None:
    thread = opened(world, "officer", draft=True)
    path = f"threads/{thread.pk}"
    assert api(world, "teacher").get(f"{path}/messages").status_code == 404
    (shown,) = api(world, "facilitator").get(f"{path}/messages").json()["items"]
    assert shown["body"] == WORDS
    for name in ("officer", "facilitator"):
        with pytest.raises(Forbidden):
            say(world, name, thread)
    step(world, thread, ThreadState.OPEN, by="officer")
    (shown,) = api(world, "teacher").get(f"{path}/messages").json()["items"]
    assert shown["body"] == WORDS
    assert say(world, "teacher", thread).number == 2


def test_its_author_puts_it_otherwise_or_takes_it_back(world: World) -> None:
    thread = opened(world, "officer", draft=True)
    message = Message.objects.get(thread=thread)
    path, head = f"messages/{message.pk}", {"If-Match": '"1"'}
    assert api(world, "facilitator").patch(path, {"body": "Інакше"}, **head).status_code == 403
    changed = api(world, "officer").patch(path, {"body": "Інакше"}, **head)
    assert (changed.status_code, changed.json()["body"]) == (200, "Інакше")
    assert api(world, "officer").delete(path, **{"If-Match": '"2"'}).status_code == 200


def test_a_draft_is_found_by_the_group_once_it_is_opened(world: World) -> None:
    thread = opened(world, "officer", draft=True, body="Генератор стоїть у гаражі")

    def found(name: str) -> list[str]:
        drain_outbox()
        return [one["kind"] for one in api(world, name).get("search", q="генератор").json()["items"]]

    assert (found("officer"), found("teacher")) == (["message"], [])
    step(world, thread, ThreadState.OPEN, by="officer")
    assert (found("officer"), found("teacher")) == (["message"], ["message"])


# ---- who is told -------------------------------------------------------------------------------------------


def test_the_group_is_told_but_not_who_opened_it(world: World) -> None:
    opened(world)
    assert told(world) == dict.fromkeys(OTHERS, "in_group")
    said = words(world, "teacher")
    assert said.title["uk"] == f"{world.people['facilitator'].name_uk} відкриває тему: {QUESTION}"
    assert said.title["en"] != said.title["uk"]
    assert said.body["uk"] == WORDS
    assert said.reason["uk"] == "Ви отримали це, бо ви в цій групі."
    assert (said.answers, said.mute is not None) == (Thread.objects.get().pk, True)


def test_of_a_restricted_one_those_are_told_whom_it_names_without_its_words(world: World) -> None:
    opened(world, **restricted_to(world, "facilitator", "teacher"))
    assert told(world) == {"teacher": "reads_it"}
    assert WORDS not in str(words(world, "teacher"))


def test_who_is_to_lead_is_told_of_that_alone(world: World) -> None:
    opened(world, facilitator_id=world.mandates["teacher"].pk)
    assert told(world) == dict.fromkeys(OTHERS, "in_group") | {"teacher": "leads_thread"}


def test_a_draft_is_told_as_it_is_opened(world: World) -> None:
    thread = opened(world, "officer", draft=True)
    assert told(world) == {}
    step(world, thread, ThreadState.OPEN, by="facilitator")
    assert told(world) == dict.fromkeys({*OTHERS} - {"officer"}, "in_group")
    assert words(world, "teacher").body["uk"] == WORDS


def test_it_comes_by_mail_as_its_reader_chose(world: World) -> None:
    choose(api(world, "teacher"), topics=[off("dialogue")])
    opened(world, **restricted_to(world, "facilitator", "teacher", "officer"))
    assert told(world) == {"teacher": "reads_it", "officer": "reads_it"}
    (mail,) = Delivery.objects.all()
    assert mail.notification.person == world.people["officer"]


def test_what_opens_beside_something_else_is_told_to_nobody(world: World) -> None:
    thread = a_thread(world)
    say(world, "facilitator", thread)
    say(world, "facilitator", thread)
    item = an_item(world)
    forget()
    part(world, thread, 2)
    open_discussion(actor=world.actor("facilitator"), action_id=item.pk)
    drain_outbox()
    assert "in_group" not in told(world).values()


def test_who_has_left_reads_it_no_more(world: World) -> None:
    opened(world)
    assert "teacher" in told(world)
    seat = world.seats["teacher"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Інша робота")
    kinds = [one["kind"] for one in api(world, "teacher").get("notifications").json()["items"]]
    assert "dialogue.thread_opened" not in kinds


def test_many_of_them_are_listed_by_as_many_queries_as_one(world: World) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert api(world, "teacher").get("notifications").status_code == 200
        return len(captured)

    opened(world)
    drain_outbox()
    queries()
    one = queries()
    for _again in range(3):
        opened(world)
    drain_outbox()
    assert queries() == one


def test_a_thread_without_words_says_so(world: World) -> None:
    answer = posted(world, body="")
    assert (answer.status_code, answer.json()["message_count"]) == (201, 0)
    told(world)
    assert words(world, "teacher").body["uk"] == "У ній ще нічого не написано: можете почати."
