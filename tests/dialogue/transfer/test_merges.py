"""Threads that go on in another one: nothing that was said is lost, doubled or shown to others."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.acknowledgements.selectors import list_pending_acknowledgements
from dialogue.acknowledgements.services import acknowledge_message, make_must_read
from dialogue.common.number_ranges import count_numbers
from dialogue.drafts.services import save_draft
from dialogue.messages.attachments import NewAttachment
from dialogue.models import (
    Attention,
    Fault,
    Message,
    MessageDraft,
    MessageQuote,
    ReactionKind,
    Thread,
    ThreadAttention,
    ThreadMerge,
    ThreadReading,
    ThreadState,
    ThreadStateChange,
)
from dialogue.moderation.services import report_message
from dialogue.posting.editing import withdraw_message
from dialogue.reactions.services import add_reaction
from dialogue.reading.selectors import count_unread_messages
from dialogue.reading.services import mark_read, mark_unread
from dialogue.reading.subscriptions import set_notification_level
from dialogue.rounds.services import start_round
from groups.grants import rebuild_grants
from groups.guest_shares.services import share_with_guest
from groups.models import ShareAccess
from tests.cast import World
from tests.dialogue.helpers import (
    a_group_beside,
    a_restricted_thread,
    a_thread,
    api,
    if_match,
    merge,
    part,
    pointers,
    say,
    step,
    take,
)
from tests.dialogue.lifecycle.test_visibility import WHOLE_GROUP, readers
from tests.dialogue.summary.test_summaries import sum_up
from tests.dialogue.transfer.test_splits import talk
from tests.search.acts import found
from tests.tasks.helpers import in_days
from viche.kernel.clock import now
from viche.kernel.disclosure import PersonalData
from viche.kernel.errors import Conflict, Forbidden, Invalid, Stale
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def page(world: World, thread: Thread, name: str = "observer") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (
        api(world, name).get(f"threads/{thread.pk}/messages", around=1, limit=100).json()["items"]
    )
    return items


def faults(world: World, thread: Thread, into: Thread) -> set[str]:
    with pytest.raises(Invalid) as refused:
        merge(world, thread, into)
    assert not ThreadMerge.objects.exists()
    return {one.code for one in refused.value.errors}


def test_it_goes_on_under_new_numbers_and_a_stone_in_the_place_of_each_leads_there(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    there, here = talk(world, into, 2), talk(world, thread, 3)
    assert merge(world, thread, into).pk == into.pk
    assert [(one["id"], one["number"]) for one in page(world, into)] == [
        (str(one.pk), number) for number, one in enumerate((*there, *here), start=1)
    ]
    stones = page(world, thread)
    assert [one["moved"] for one in stones] == [
        {"thread_id": str(into.pk), "number": number} for number in (3, 4, 5)
    ]
    assert {(one["deleted"], one["body"]) for one in stones} == {(True, "")}
    shown = api(world, "observer").get(f"threads/{thread.pk}").json()
    assert (shown["state"], shown["merged_into"], shown["reading"]["unread"]) == ("closed", str(into.pk), 0)
    shown = api(world, "observer").get(f"threads/{into.pk}").json()
    assert (shown["taken_in"], shown["message_count"], shown["reading"]["unread"]) == ([3], 5, 5)
    assert readers(world, into) == WHOLE_GROUP
    assert not rebuild_grants()
    assert say(world, "officer", into).number == 6


def test_what_people_did_with_what_was_said_goes_along(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, into, 2)
    first = say(world, "officer", thread, "Поручні")
    add_reaction(actor=world.actor("teacher"), message_id=first.pk, kind=ReactionKind.THANKS)
    make_must_read(actor=world.actor("facilitator"), message_id=first.pk, due_on=in_days(3))
    acknowledge_message(actor=world.actor("observer"), message_id=first.pk)
    facts = {"name": "акт.txt", "media_type": "text/plain", "size": 6, "width": None, "height": None}
    brought = say(world, "officer", thread, attachments=[NewAttachment(file_id=uuid7(), facts=facts)])
    answer = say(world, "teacher", thread, reply_to=first.pk, quote={"message_id": first.pk})
    merge(world, thread, into)
    shown = {one["id"]: one for one in page(world, into)}
    moved = shown[str(first.pk)]
    assert moved["reactions"]["thanks"] == [str(world.people["teacher"].pk)]
    assert moved["must_read"]["acknowledged"] is True
    assert shown[str(brought.pk)]["attachments"]
    assert shown[str(answer.pk)]["reply_to"] == str(first.pk)
    assert (shown[str(answer.pk)]["quote"]["number"], shown[str(answer.pk)]["quote"]["text"]) == (
        3,
        "Поручні",
    )
    (asked,) = list_pending_acknowledgements(world.actor("councillor"))
    assert (asked.thread_id, asked.number) == (into.pk, 3)


def test_what_was_taken_back_stays_and_what_hung_on_it_hangs_on_nothing(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    gone, answered = talk(world, thread, 2)
    quoting = say(world, "teacher", thread, reply_to=gone.pk, quote={"message_id": gone.pk})
    answer = say(world, "officer", thread, reply_to=answered.pk)
    withdraw_message(actor=world.actor("officer"), message_id=answer.pk, expected_version=1)
    withdraw_message(actor=world.actor("officer"), message_id=gone.pk, expected_version=1)
    merge(world, thread, into)
    shown = page(world, into)
    assert [one["id"] for one in shown] == [str(answered.pk), str(quoting.pk)]
    assert (shown[1]["reply_to"], shown[1]["quote"]) == (None, None)
    assert not MessageQuote.objects.exists()
    stones = page(world, thread)
    assert [(one["deleted"], one["moved"] is not None) for one in stones] == [
        (True, False),
        (True, True),
        (True, True),
        (True, False),
    ]
    assert stones[3]["reply_to"] == stones[1]["id"]
    assert stones[2]["reply_to"] == stones[0]["id"]


def test_who_did_it_and_why_stands_at_both(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 2)
    merge(world, thread, into, reason="Те саме двічі")
    for one in (thread, into):
        (told,) = api(world, "observer").get(f"threads/{one.pk}/merges").json()["items"]
        assert (told["source"]["id"], told["into"]["id"]) == (str(thread.pk), str(into.pk))
        assert (told["first"], told["count"], told["reason"]) == (1, 2, "Те саме двічі")
        assert told["actor"]["person"]["id"] == str(world.people["facilitator"].pk)
    closing = ThreadStateChange.objects.get(thread=thread, after=ThreadState.CLOSED)
    assert closing.reason == "Те саме двічі"
    with CaptureQueriesContext(connection) as few:
        api(world, "observer").get(f"threads/{into.pk}/merges")
    for _ in range(2):
        merge(world, a_thread(world), into)
    with CaptureQueriesContext(connection) as many:
        api(world, "observer").get(f"threads/{into.pk}/merges")
    assert len(many) == len(few)


def test_whoever_leads_both_does_it_and_it_is_for_good(world: World) -> None:
    thread, into = a_thread(world, by="officer"), a_thread(world)
    with pytest.raises(Forbidden):
        merge(world, thread, into, by="officer")
    with pytest.raises(Forbidden):
        merge(world, into, thread, by="teacher")
    merge(world, thread, into)
    refused: list[Callable[[], object]] = [
        lambda: step(world, thread, ThreadState.OPEN),
        lambda: say(world, "officer", thread),
        lambda: take(world, thread, a_group_beside(world, "facilitator", led_by="facilitator")),
        lambda: merge(world, into, thread),
        lambda: merge(world, thread, a_thread(world)),
    ]
    for act in refused:
        with pytest.raises(Forbidden) as told:
            act()
        assert told.value.reason == "thread_merged"
    allowed = api(world, "facilitator").get(f"threads/{thread.pk}").json()["allowed"]
    assert not {"reopen", "move", "share", "pin", "sum_up", "post"} & set(allowed)
    assert {"edit", "set_audience"} <= set(allowed)


def test_only_into_another_open_thread_of_its_group_that_all_of_it_read(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    assert faults(world, thread, thread) == {"same"}
    assert faults(world, thread, Thread(pk=uuid7())) == {"unknown"}
    elsewhere = take(world, a_thread(world), a_group_beside(world, "facilitator", led_by="facilitator"))
    assert faults(world, thread, elsewhere) == {"elsewhere"}
    for other in (a_restricted_thread(world, organisations=("police",)), step_to_closed(world)):
        with pytest.raises(Forbidden):
            merge(world, thread, other)
    tomorrow = now() + timedelta(days=1)
    for one in (thread, into):
        start_round(actor=world.actor("facilitator"), thread_id=one.pk, question="Хто?", ends_at=tomorrow)
        with pytest.raises(Conflict):
            merge(world, thread, into)
        step(world, one, ThreadState.SUMMARISING)
    merge(world, thread, into)


def step_to_closed(world: World) -> Thread:
    thread = a_thread(world)
    step(world, thread, ThreadState.SUMMARISING)
    return step(world, thread, ThreadState.CLOSED)


def test_what_is_held_or_waits_keeps_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thread, into = a_thread(world), a_thread(world)
    first, _second, _third = talk(world, thread, 3)
    monkeypatch.setattr("dialogue.transfer.checks.MAX_MESSAGES_PER_MERGE", 2)
    assert faults(world, thread, into) == {"too_many"}
    monkeypatch.undo()
    sum_up(world, thread, "Отже: #1")
    assert faults(world, thread, into) == {"cited", "summary"}
    report_message(actor=world.actor("observer"), message_id=first.pk, fault=Fault.INSULT)
    with pytest.raises(Conflict):
        merge(world, thread, into)


def test_a_guest_comes_to_read_it_only_when_that_is_meant(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 1)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=into.pk,
        person_id=world.people["outsider"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=2),
        reason="Порада",
    )
    assert faults(world, thread, into) == {"widens"}
    merge(world, thread, into, widens=True)
    guest = api(world, "outsider")
    assert len(guest.get(f"threads/{into.pk}/messages", around=1).json()["items"]) == 1
    assert guest.get(f"threads/{into.pk}/merges").json()["items"][0]["source"] is None


def test_over_http(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    talk(world, thread, 2)
    path, speaker = f"threads/{thread.pk}/merges", api(world, "facilitator")
    body = {"into": str(into.pk), "reason": "Те саме"}
    assert speaker.post(path, body).status_code == 428
    assert speaker.post(path, body, **{"If-Match": '"99"'}).status_code == 412
    assert pointers(speaker.post(path, {**body, "into": str(thread.pk)}, **if_match(thread))) == [
        ("/into", "same")
    ]
    assert pointers(speaker.post(path, {**body, "reason": " "}, **if_match(thread)))[0][0] == "/reason"
    assert api(world, "teacher").post(path, body, **if_match(thread)).status_code == 403
    assert api(world, "outsider").post(path, body, **if_match(thread)).status_code == 404
    with pytest.raises(PersonalData):
        merge(world, thread, into, reason="Дзвоніть 050 123 45 67")
    answer = speaker.post(path, body, **if_match(thread))
    assert (answer.status_code, answer.json()["id"], answer.json()["message_count"]) == (200, str(into.pk), 2)
    again = speaker.post(path, body, **if_match(thread))  # the answer was lost
    assert (again.status_code, again.json()["message_count"]) == (200, 2)
    assert ThreadMerge.objects.count() == 1
    with pytest.raises(Stale):
        merge(world, into, a_thread(world), expected_version=99)


def test_what_is_sent_again_after_it_was_merged_is_found(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    again: dict[str, Any] = {"client_id": uuid7(), "body": "Так"}
    once = say(world, "teacher", thread, **again)
    merge(world, thread, into)
    assert say(world, "teacher", thread, **again).pk == once.pk


def test_drafts_and_who_follows_go_along_unless_they_chose_there(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    (first,) = talk(world, thread, 1)
    for name, level, there in (
        ("councillor", Attention.ALL, None),
        ("teacher", Attention.ALL, Attention.MUTED),
        ("officer", Attention.MUTED, None),
        ("observer", Attention.MUTED, None),
    ):
        set_notification_level(actor=world.actor(name), thread_id=thread.pk, level=level)
        if there is not None:
            set_notification_level(actor=world.actor(name), thread_id=into.pk, level=there)
    # Who reads the other one in the usual way has chosen that; whoever never did takes it along.
    say(world, "facilitator", into)
    mark_read(actor=world.actor("observer"), thread_id=into.pk, ranges=[(1, 1)])
    draft: dict[str, Any] = {"body": "Відповім", "expected_version": 0, "reply_to": first.pk}
    save_draft(actor=world.actor("officer"), thread_id=thread.pk, **draft)
    save_draft(actor=world.actor("teacher"), thread_id=thread.pk, **draft)
    save_draft(actor=world.actor("teacher"), thread_id=into.pk, body="Тут", expected_version=0)
    merge(world, thread, into)
    levels = ThreadAttention.objects.filter(thread=into).values_list("person", "level")
    assert dict(levels) == {
        world.people["councillor"].pk: Attention.ALL,
        world.people["teacher"].pk: Attention.MUTED,
        world.people["officer"].pk: Attention.MUTED,
    }
    drafts = {(one.person_id, one.thread_id): one for one in MessageDraft.objects.all()}
    assert drafts[world.people["officer"].pk, into.pk].reply_to_id == first.pk
    assert drafts[world.people["teacher"].pk, thread.pk].reply_to_id is None
    assert drafts[world.people["teacher"].pk, into.pk].body == "Тут"


def test_they_are_found_where_they_are_and_their_old_address_leads_on(world: World) -> None:
    thread, into = a_thread(world), a_thread(world)
    say(world, "officer", into, "Інше")
    say(world, "officer", thread, "Перехрестя темне")
    merge(world, thread, into)
    (hit,) = found(world, "observer", "перехрестя")["items"]
    assert hit["url"] == f"/threads/{into.pk}?message=2"
    (card,) = api(world, "observer").get("link-cards", refs=f"message:{thread.pk}:1").json()["items"]
    assert card["url"] == f"/threads/{into.pk}?message=2"


def test_what_was_taken_out_comes_back_and_is_taken_out_again(world: World) -> None:
    thread = a_thread(world)
    said = talk(world, thread, 3)
    mark_read(actor=world.actor("observer"), thread_id=thread.pk, ranges=[(1, 3)])
    merge(world, part(world, thread, 2), thread)
    assert [(one["number"], one["moved"] and one["moved"]["number"]) for one in page(world, thread)] == [
        (1, None),
        (2, 4),
        (3, None),
        (4, None),
    ]
    assert api(world, "observer").get(f"threads/{thread.pk}").json()["reading"]["unread"] == 0
    into = part(world, thread, 4)
    assert {one["moved"] and one["moved"]["thread_id"] for one in page(world, thread)} == {
        None,
        str(into.pk),
    }
    assert api(world, "observer").get(f"threads/{into.pk}").json()["reading"]["unread"] == 0
    assert page(world, into)[0]["id"] == str(said[1].pk)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_or_doubled_and_what_waits_is_counted_so(world: World, seed: int) -> None:
    """Against a naive look: what was said, and which of it each has seen."""
    chance = random.Random(seed)
    threads = [a_thread(world).pk for _ in range(3)]
    said: dict[UUID, str] = {}
    seen: dict[str, set[UUID]] = {name: set() for name in ("officer", "teacher", "observer")}
    for _ in range(40):
        thread = Thread.objects.get(pk=chance.choice(threads))
        live = dict(Message.objects.filter(thread=thread, moved_to=None).values_list("number", "pk"))
        what, name = chance.randrange(8), chance.choice(sorted(seen))
        if what == 0 and len(live) > 1:
            threads.append(
                part(world, thread, *chance.sample(sorted(live), chance.randrange(1, len(live)))).pk
            )
        elif what == 1 and len(threads) > 1:
            threads.remove(thread.pk)
            merge(world, thread, Thread.objects.get(pk=chance.choice(threads)))
        elif what == 2 and thread.message_count:
            mark_read(actor=world.actor(name), thread_id=thread.pk, ranges=[(1, thread.message_count)])
            seen[name] |= set(live.values())
        elif what == 3 and live:
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
    assert not living.exclude(thread__in=threads).exists()
    for pk in Thread.objects.values_list("pk", flat=True):
        numbers = list(Message.objects.filter(thread=pk).order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, Thread.objects.get(pk=pk).message_count + 1))
    for name, read in seen.items():
        rows = {row.thread_id: row for row in ThreadReading.objects.filter(person=world.people[name])}
        assert all(row.seen == count_numbers(row.ranges) for row in rows.values())
        for pk in threads:
            spans = rows[pk].ranges if pk in rows else ()
            known = {one for first, last in spans for one in range(first, last + 1)}
            own = living.filter(thread=pk)
            assert set(own.filter(number__in=known).values_list("pk", flat=True)) == read & set(
                own.values_list("pk", flat=True)
            )
        waiting_stones = count_unread_messages(world.actor(name)) - len(said.keys() - read)
        assert 0 <= waiting_stones <= Message.objects.exclude(moved_to=None).count()
