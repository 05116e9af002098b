"""Messages that are taken out of a thread into one of their own: none is lost, doubled or shown to others."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.services import acknowledge_message, make_must_read
from dialogue.common.number_ranges import count_numbers
from dialogue.drafts.services import save_draft
from dialogue.messages.attachments import NewAttachment
from dialogue.models import (
    Attention,
    Message,
    MessageDraft,
    ReactionKind,
    Thread,
    ThreadAttention,
    ThreadReading,
    ThreadSplit,
    ThreadState,
)
from dialogue.reactions.services import add_reaction
from dialogue.reading.selectors import count_unread_messages
from dialogue.reading.services import mark_read, mark_unread
from dialogue.reading.subscriptions import set_notification_level
from dialogue.rounds.services import start_round
from dialogue.threads.events import group_topic, topic_of
from groups.grants import rebuild_grants
from groups.guest_shares.services import share_with_guest
from groups.models import ShareAccess
from tasks.lifecycle.services.create import make_action_item
from tests.cast import World, a_world
from tests.dialogue.helpers import (
    a_restricted_thread,
    a_thread,
    api,
    at_once,
    if_match,
    part,
    pointers,
    say,
    step,
)
from tests.dialogue.lifecycle.test_visibility import WHOLE_GROUP, readers
from tests.dialogue.summary.test_statements import collect
from tests.dialogue.summary.test_summaries import sum_up
from tests.dialogue.timeline.replica import frames
from tests.search.acts import found
from tests.tasks.helpers import in_days
from viche.kernel.clock import now
from viche.kernel.disclosure import PersonalData
from viche.kernel.errors import Conflict, Forbidden, Invalid
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def talk(world: World, thread: Thread, count: int = 5) -> list[Message]:
    """So many messages of the officer and the teacher in turn."""
    return [say(world, ("officer", "teacher")[nth % 2], thread, f"Слово {nth + 1}") for nth in range(count)]


def held(world: World, thread: Thread, numbers: str) -> dict[str, str]:
    """What is said to hold these where they are."""
    answer = api(world, "facilitator").get(f"threads/{thread.pk}/split-obstacles", numbers=numbers)
    assert answer.status_code == 200, answer.content
    return {one["code"]: one["message"] for one in answer.json()["items"]}


def reasons(world: World, thread: Thread, *numbers: int) -> set[str]:
    with pytest.raises(Invalid) as refused:
        part(world, thread, *numbers)
    assert not ThreadSplit.objects.exists()
    return {one.code for one in refused.value.errors}


def test_they_go_on_under_new_numbers_and_a_stone_in_their_place_leads_there(world: World) -> None:
    thread = a_thread(world, tags=["Укриття"])
    said = talk(world, thread)
    into = part(world, thread, 4, 2)
    there = api(world, "observer").get(f"threads/{into.pk}/messages", around=1).json()["items"]
    assert [(one["id"], one["number"], one["body"]) for one in there] == [
        (str(said[1].pk), 1, "Слово 2"),
        (str(said[3].pk), 2, "Слово 4"),
    ]
    here = api(world, "observer").get(f"threads/{thread.pk}/messages", around=1).json()["items"]
    assert [one["number"] for one in here] == [1, 2, 3, 4, 5]
    assert [one["moved"] for one in here] == [
        None,
        {"thread_id": str(into.pk), "number": 1},
        None,
        {"thread_id": str(into.pk), "number": 2},
        None,
    ]
    assert [one["deleted"] for one in here] == [False, True, False, True, False]
    assert (into.group_id, into.purpose, into.tags, into.message_count) == (
        *(thread.group_id, thread.purpose, thread.tags),
        2,
    )
    assert readers(world, into) == WHOLE_GROUP
    assert not rebuild_grants()
    assert say(world, "officer", into).number == 3
    assert say(world, "officer", thread).number == 6


def test_what_people_did_with_them_goes_along(world: World) -> None:
    thread = a_thread(world)
    first, second, third = talk(world, thread, 3)
    add_reaction(actor=world.actor("teacher"), message_id=first.pk, kind=ReactionKind.THANKS)
    make_must_read(actor=world.actor("facilitator"), message_id=first.pk, due_on=in_days(3))
    acknowledge_message(actor=world.actor("observer"), message_id=first.pk)
    facts = {"name": "акт.txt", "media_type": "text/plain", "size": 6, "width": None, "height": None}
    brought = say(world, "officer", thread, attachments=[NewAttachment(file_id=uuid7(), facts=facts)])
    answer = say(world, "teacher", thread, reply_to=first.pk)
    stays = say(world, "teacher", thread, reply_to=first.pk)
    follows: dict[str, Any] = {"level": Attention.ALL}
    set_notification_level(actor=world.actor("councillor"), thread_id=thread.pk, **follows)
    draft: dict[str, Any] = {"body": "Відповім", "expected_version": 0, "reply_to": first.pk}
    save_draft(actor=world.actor("officer"), thread_id=thread.pk, **draft)
    into = part(world, thread, first.number, brought.number, answer.number)
    shown = api(world, "observer").get(f"messages/{first.pk}").json()
    assert shown["thread_id"] == str(into.pk)
    assert shown["reactions"]["thanks"] == [str(world.people["teacher"].pk)]
    assert shown["must_read"]["acknowledged"] is True
    assert api(world, "observer").get(f"messages/{brought.pk}").json()["attachments"]
    assert Message.objects.get(pk=answer.pk).parent_id == first.pk
    stone = Message.objects.get(thread=thread, number=first.number)
    assert Message.objects.get(pk=stays.pk).parent == stone
    assert ThreadAttention.objects.filter(thread=into).values_list("person", "level").get() == (
        *(world.people["councillor"].pk,),
        Attention.ALL,
    )
    assert MessageDraft.objects.get().reply_to is None
    assert {second.pk, third.pk} < set(Message.objects.filter(thread=thread).values_list("pk", flat=True))


def test_it_says_who_did_it_and_why_where_they_were_and_where_they_are(world: World) -> None:
    thread = a_thread(world)
    talk(world, thread)
    into = part(world, thread, 1, reason="Це про поручні")
    for one in (thread, into):
        (told,) = api(world, "observer").get(f"threads/{one.pk}/splits").json()["items"]
        assert (told["source"]["id"], told["into"]["id"]) == (str(thread.pk), str(into.pk))
        assert (told["count"], told["reason"]) == (1, "Це про поручні")
        assert told["actor"]["person"]["id"] == str(world.people["facilitator"].pk)
    into.refresh_from_db()
    with CaptureQueriesContext(connection) as few:
        api(world, "observer").get(f"threads/{thread.pk}/splits")
    for number in (2, 3):
        part(world, thread, number)
    with CaptureQueriesContext(connection) as many:
        api(world, "observer").get(f"threads/{thread.pk}/splits")
    assert len(many) == len(few)


def test_guests_of_the_old_thread_do_not_read_the_new_one(world: World) -> None:
    thread = a_thread(world)
    talk(world, thread)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=2),
        reason="Порада",
    )
    into = part(world, thread, 1)
    guest = api(world, "outsider")
    assert guest.get(f"threads/{into.pk}").status_code == 404
    assert guest.get(f"threads/{thread.pk}/splits").json()["items"][0]["into"] is None
    assert guest.get(f"threads/{thread.pk}/messages", around=1).json()["items"][0]["body"] == ""


def test_what_only_some_may_read_or_is_held_stays(world: World) -> None:
    with pytest.raises(Forbidden):
        restricted = a_restricted_thread(world, organisations=("police",))
        say(world, "officer", restricted)
        say(world, "officer", restricted)
        part(world, restricted, 1)
    thread = a_thread(world)
    said = talk(world, thread)
    with pytest.raises(Forbidden):
        part(world, thread, 1, by="teacher")
    assert reasons(world, thread, 9) == {"not_in_thread"}
    assert reasons(world, thread) == {"how_many"}
    assert reasons(world, thread, 1, 2, 3, 4, 5) == {"all"}
    sum_up(world, thread, "Отже: #1")
    collect(world, thread, "Поручні є", 2)
    say(world, "officer", thread, quote={"message_id": said[2].pk})
    make_action_item(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        title_uk="Ліхтар",
        due_on=in_days(9),
        owner_organisation_id=world.organisations["council"].pk,
        message_id=said[3].pk,
    )
    assert reasons(world, thread, 1, 2, 3, 4) == {"cited", "collected", "quoted", "items"}
    assert set(held(world, thread, "1,2,3,4")) == {"cited", "collected", "quoted", "items"}
    assert reasons(world, thread, 6) == {"quoted"}
    into = part(world, thread, 3, 6)
    quote = api(world, "observer").get(f"threads/{into.pk}/messages", around=1).json()["items"][1]["quote"]
    assert (quote["number"], quote["state"], quote["text"]) == (1, "same", "Слово 3")
    with pytest.raises(Invalid) as refused:
        part(world, thread, 3)
    assert [one.code for one in refused.value.errors] == ["gone"]


def test_a_round_or_an_end_keeps_it(world: World) -> None:
    thread = a_thread(world)
    talk(world, thread)
    tomorrow = now() + timedelta(days=1)
    start_round(actor=world.actor("facilitator"), thread_id=thread.pk, question="Хто?", ends_at=tomorrow)
    with pytest.raises(Conflict):
        part(world, thread, 1)
    step(world, thread, ThreadState.SUMMARISING)
    part(world, thread, 1)
    step(world, thread, ThreadState.CLOSED)
    with pytest.raises(Forbidden):
        part(world, thread, 2)


def test_over_http(world: World) -> None:
    thread = a_thread(world)
    talk(world, thread)
    path, speaker = f"threads/{thread.pk}/splits", api(world, "facilitator")
    body = {"numbers": [1], "title": "Поручні", "reason": "Інше"}
    assert speaker.post(path, body).status_code == 428
    assert pointers(speaker.post(path, {**body, "numbers": [9]}, **if_match(thread))) == [
        ("/numbers", "not_in_thread")
    ]
    answer = speaker.post(path, body, **if_match(thread))
    assert (answer.status_code, answer.json()["message_count"]) == (201, 1)
    assert speaker.post(path, body, **if_match(thread)).status_code == 412
    assert api(world, "teacher").post(path, body, **if_match(thread)).status_code == 403
    with pytest.raises(PersonalData):
        part(world, thread, 2, title_uk="Дзвоніть 050 123 45 67")


def test_what_is_sent_again_after_it_was_taken_elsewhere_is_found(world: World) -> None:
    """The answer to the first sending was lost."""
    thread = a_thread(world)
    first, _other = talk(world, thread, 2)
    again: dict[str, Any] = {"client_id": uuid7(), "body": "Так", "reply_to": first.pk}
    once = say(world, "teacher", thread, **again)
    part(world, thread, first.number)
    assert say(world, "teacher", thread, **again).pk == once.pk
    part(world, thread, once.number)
    assert say(world, "teacher", thread, **again).pk == once.pk
    with pytest.raises(Conflict):
        say(world, "teacher", a_thread(world), **again)
    assert Message.objects.filter(moved_to=None).count() == 3


# ---- what is heard, found and led to -----------------------------------------------------------------------


def test_no_replay_of_the_old_thread_tells_of_them_any_more(world: World) -> None:
    thread = a_thread(world)
    talk(world, thread)
    into = part(world, thread, 2)
    Message.objects.filter(thread=into).update(body="Таємниця", html="Таємниця")
    for topic in (topic_of(thread.pk), group_topic(world.group.pk)):
        heard = [one for one in frames(topic, 0) if one["kind"] == "dialogue.message_posted"]
        assert sum(one["data"] is None for one in heard) == 1
        assert "Таємниця" not in orjson.dumps(heard).decode()
    assert get_head(topic_of(into.pk)) == 1


def test_they_are_found_where_they_are_and_their_old_address_leads_on(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread, "Перехрестя темне")
    say(world, "officer", thread, "Інше")
    into = part(world, thread, 1)
    (hit,) = found(world, "observer", "перехрестя")["items"]
    assert hit["url"] == f"/threads/{into.pk}?message=1"
    refs = f"message:{thread.pk}:1"
    (card,) = api(world, "observer").get("link-cards", refs=refs).json()["items"]
    assert card["url"] == f"/threads/{into.pk}?message=1"


# ---- at random ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_or_doubled_and_what_waits_is_counted_so(world: World, seed: int) -> None:
    """Against a naive look: what was said, and which of it each has seen."""
    chance = random.Random(seed)
    threads = [a_thread(world).pk]
    said: dict[UUID, str] = {}
    seen: dict[str, set[UUID]] = {name: set() for name in ("officer", "teacher", "observer")}
    for _ in range(30):
        thread = Thread.objects.get(pk=chance.choice(threads))
        live = dict(Message.objects.filter(thread=thread, moved_to=None).values_list("number", "pk"))
        what, name = chance.randrange(6), chance.choice(sorted(seen))
        if what == 0 and len(live) > 1:
            threads.append(
                part(world, thread, *chance.sample(sorted(live), chance.randrange(1, len(live)))).pk
            )
        elif what == 1 and thread.message_count:
            mark_read(actor=world.actor(name), thread_id=thread.pk, ranges=[(1, thread.message_count)])
            seen[name] |= set(live.values())
        elif what == 2 and live:
            start = chance.choice(sorted(live))
            mark_unread(actor=world.actor(name), thread_id=thread.pk, number=start)
            seen[name] -= {pk for number, pk in live.items() if number >= start}
        else:
            author = chance.choice(("officer", "teacher"))
            message = say(world, author, thread, f"Слово {len(said)}")
            said[message.pk] = message.body
            seen[author].add(message.pk)
    living = Message.objects.filter(moved_to=None)
    assert dict(living.values_list("pk", "body")) == said
    for pk in threads:
        numbers = list(Message.objects.filter(thread=pk).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, Thread.objects.get(pk=pk).message_count + 1))
    for name, read in seen.items():
        actor, person = world.actor(name), world.people[name]
        rows = {row.thread_id: row for row in ThreadReading.objects.filter(person=person)}
        assert all(row.seen == count_numbers(row.ranges) for row in rows.values())
        for pk in threads:
            spans = rows[pk].ranges if pk in rows else ()
            known = {one for first, last in spans for one in range(first, last + 1)}
            own = living.filter(thread=pk)
            assert set(own.filter(number__in=known).values_list("pk", flat=True)) == read & set(
                own.values_list("pk", flat=True)
            )
        waiting_stones = count_unread_messages(actor) - len(said.keys() - read)
        assert 0 <= waiting_stones <= Message.objects.exclude(moved_to=None).count()


def test_what_holds_them_is_known_before(world: World) -> None:
    thread = a_thread(world)
    said = talk(world, thread)
    path, leader = f"threads/{thread.pk}/split-obstacles", api(world, "facilitator")
    assert held(world, thread, "1,2") == {}
    assert [one["code"] for one in leader.get(path).json()["items"]] == ["how_many"]
    assert api(world, "teacher").get(path, numbers=1).status_code == 403
    assert api(world, "outsider").get(path, numbers=1).status_code == 404
    assert set(held(world, thread, "9")) == {"not_in_thread"}
    assert set(held(world, thread, "1,2,3,4,5")) == {"all"}
    sum_up(world, thread, f"Отже, #{said[1].number}")
    assert held(world, thread, "1,3") == {}
    told = held(world, thread, "2,3")
    assert told == {"cited": "На них посилається підсумок: № 2"}
    assert reasons(world, thread, 2, 3) == set(told)
    start_round(
        actor=world.actor("facilitator"), thread_id=thread.pk, question="Хто?", ends_at=now() + timedelta(1)
    )
    assert set(held(world, thread, "2,3")) == {"round_runs"}
    for wrong in ("", "x", "1,", "0", "-1", "1.5", "٣", "9" * 12, ",".join(map(str, range(1, 102)))):
        answer = leader.get(path, numbers=wrong)
        assert (answer.status_code, [where for where, _code in pointers(answer)]) == (400, ["/numbers"])


@pytest.mark.parametrize("count", [1, 30])
def test_what_holds_them_is_asked_of_all_at_once(world: World, count: int) -> None:
    thread, leader = a_thread(world), api(world, "facilitator")
    talk(world, thread, count + 1)
    numbers = ",".join(str(nth + 1) for nth in range(count))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert leader.get(f"threads/{thread.pk}/split-obstacles", numbers=numbers).status_code == 200
    assert len(asked) == 9


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_said_and_taken_out_at_once_is_there_once(seed: int) -> None:
    chance, here = random.Random(seed), a_world("Тут")
    thread = a_thread(here)
    said = talk(here, thread)
    acts: list[Any] = [lambda: part(here, Thread.objects.get(pk=thread.pk), 1, 2)]
    acts += [lambda: part(here, Thread.objects.get(pk=thread.pk), 2, 3)]
    acts += [lambda: say(here, "officer", thread, "Ще", reply_to=said[0].pk) for _ in range(3)]
    chance.shuffle(acts)
    found = at_once(*acts)
    posted = [one for one in found if isinstance(one, Message)]
    living = Message.objects.filter(moved_to=None)
    assert living.count() == len(said) + len(posted)
    assert not living.exclude(parent=None).exclude(parent__thread=F("thread")).exists()
    for pk in Thread.objects.values_list("pk", flat=True):
        numbers = list(Message.objects.filter(thread=pk).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, Thread.objects.get(pk=pk).message_count + 1))
    assert Event.objects.filter(kind="dialogue.thread_split").count() == ThreadSplit.objects.count() >= 1
