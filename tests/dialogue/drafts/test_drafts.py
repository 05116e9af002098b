"""What somebody has begun to write in a thread: theirs alone, at each of their devices, and never lost."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.drafts import services
from dialogue.drafts.services import delete_stale_drafts, save_draft
from dialogue.jobs import delete_old_drafts
from dialogue.models import BODY_LENGTH, Fault, Message, MessageDraft, Thread
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.privacy.erasure import anonymise_author
from groups.memberships.services import end_membership
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import Api, a_restricted_thread, a_thread, api, at_once, pointers, restrict, say
from viche.kernel.clock import now
from viche.kernel.errors import Stale
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.privacy.models import AccessRecord
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db

NOTHING = {
    "body": "",
    "reply_to": None,
    "quote": None,
    "on_behalf": False,
    "mandate_id": None,
    "updated_at": None,
    "version": 0,
}


def address(thread: Thread) -> str:
    return f"threads/{thread.pk}/draft"


def put(line: Api, thread: Thread, version: int, body: Any = "Почате", **more: Any) -> Any:
    return line.put(address(thread), {"body": body, **more}, **{"If-Match": f'"{version}"'})


def drop(line: Api, thread: Thread, version: int) -> Any:
    return line.client.delete(f"/api/v1/{address(thread)}", headers={"If-Match": f'"{version}"'})


def begin(world: World, name: str, thread: Thread, body: str = "Почате", **more: Any) -> MessageDraft:
    said: dict[str, Any] = {"expected_version": 0, "body": body, **more}
    return save_draft(actor=world.actor(name), thread_id=thread.pk, **said)


def begin_with_quote(world: World, name: str, message: Message, body: str = "Почате") -> MessageDraft:
    quote: Any = {"text": "сходи вниз", "version": 1}
    return begin(world, name, message.thread, body, reply_to=message.pk, quote=quote)


def test_it_goes_on_at_another_device_with_all_that_belongs_to_it(world: World) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    assert line.get(address(thread)).json() == NOTHING
    more = {
        "reply_to": str(say(world, "officer", thread).pk),
        "quote": {"text": "сходи вниз", "version": 1},
        "on_behalf": True,
        "mandate_id": str(world.mandates["teacher"].pk),
    }
    kept = put(line, thread, 0, "  Почате,\nі ще рядок ", **more)
    assert kept.status_code == 200, kept.content
    shown = line.get(address(thread))
    assert shown.json() == kept.json()
    assert shown.json().items() >= {"body": "Почате,\nі ще рядок", **more}.items()
    version = kept.json()["version"]
    assert shown["ETag"] == f'"{version}"'
    again = put(line, thread, version, "Інше").json()
    assert again["version"] > version
    assert (again["reply_to"], again["quote"], again["mandate_id"]) == (None, None, None)
    assert MessageDraft.objects.count() == 1


def test_it_is_gone_when_it_is_sent_or_emptied(world: World) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    version = put(line, thread, 0).json()["version"]
    assert drop(line, thread, version + 1).status_code == 412
    for _again in range(2):
        assert drop(line, thread, version).json() == NOTHING
    assert not MessageDraft.objects.exists()
    # What comes late, of the time before it was sent.
    assert put(line, thread, version, "Знову").status_code == 412


def test_it_goes_with_the_message_that_it_became(world: World) -> None:
    thread, elsewhere = a_thread(world), a_thread(world)
    begin(world, "teacher", thread, "Сходи без поручнів")
    begin(world, "officer", thread, "Сходи без поручнів")
    begin(world, "teacher", elsewhere, "Сходи без поручнів")
    say(world, "teacher", thread, " Сходи без поручнів\n")
    kept = set(MessageDraft.objects.values_list("person__email", "thread"))
    people = world.people
    assert kept == {(people["officer"].email, thread.pk), (people["teacher"].email, elsewhere.pk)}


def test_what_was_begun_after_the_message_stays(world: World) -> None:
    thread = a_thread(world)
    begin(world, "teacher", thread, "Уже наступне")
    say(world, "teacher", thread, "Сходи без поручнів")
    assert MessageDraft.objects.get().body == "Уже наступне"


def test_nothing_is_written_over_unseen(world: World) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    first = put(line, thread, 0, "З комп’ютера").json()["version"]
    # The answer to it was lost.
    assert put(line, thread, 0, "З комп’ютера").json()["version"] == first
    for stale in (0, first - 1, first + 1):
        assert put(line, thread, stale, "З телефона").status_code == 412
    assert line.get(address(thread)).json()["body"] == "З комп’ютера"
    assert line.put(address(thread), {"body": "З телефона"}).status_code == 428
    assert put(line, thread, first, "З телефона").status_code == 200


def test_no_version_comes_back_for_another_draft(world: World) -> None:
    thread, line, known = a_thread(world), api(world, "teacher"), list[int]()
    for turn in range(3):
        known.append(put(line, thread, 0, f"Почате {turn}").json()["version"])
        drop(line, thread, known[-1])
    assert len(set(known)) == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_that_begin_at_once_one_is_told(world: World) -> None:
    thread = a_thread(world)
    told = at_once(*(partial(begin, world, "teacher", thread, text) for text in ("Перше", "Друге")))
    assert len([one for one in told if isinstance(one, Stale)]) == 1
    assert MessageDraft.objects.count() == 1


def test_nobody_else_reads_it_and_nobody_hears_of_it(world: World) -> None:
    thread, events = a_thread(world), Event.objects.count()
    begin(world, "teacher", thread)
    for name in world.people:
        answer = api(world, name).get(address(thread))
        assert answer.status_code in (200, 404)
        if name != "teacher" and answer.status_code == 200:
            assert answer.json() == NOTHING
    assert Event.objects.count() == events
    begin(world, "officer", thread, "Інше")
    assert api(world, "teacher").get(address(thread)).json()["body"] == "Почате"


def test_whoever_sees_the_thread_no_more_finds_nothing_and_nothing_is_kept(world: World) -> None:
    left, kept = a_restricted_thread(world, organisations=("school", "police")), a_thread(world)
    begin(world, "officer", left)
    begin(world, "teacher", left)
    begin(world, "teacher", kept)
    delete_old_drafts()
    assert MessageDraft.objects.count() == 3
    restrict(world, left, organisations=("police",))
    line = api(world, "teacher")
    assert [line.get(address(left)).status_code, put(line, left, 0).status_code] == [404, 404]
    delete_old_drafts()
    theirs = set(MessageDraft.objects.values_list("person__email", "thread"))
    people = world.people
    assert theirs == {(people["officer"].email, left.pk), (people["teacher"].email, kept.pk)}
    seat = world.seats["teacher"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="rotation")
    delete_old_drafts()
    assert MessageDraft.objects.get().person == people["officer"]


def test_many_are_looked_through_piece_by_piece(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "BATCH_SIZE", 2)
    threads = [a_thread(world) for _one in range(5)]
    for thread in threads:
        begin(world, "teacher", thread)
    restrict(world, threads[4], organisations=("police",))
    assert delete_stale_drafts(actor=SYSTEM) == 1
    assert MessageDraft.objects.count() == 4


def test_what_nobody_touches_for_long_is_forgotten(world: World) -> None:
    old, fresh = begin(world, "teacher", a_thread(world)), begin(world, "teacher", a_thread(world))
    MessageDraft.objects.filter(pk=old.pk).update(updated_at=now() - timedelta(days=90, minutes=1))
    MessageDraft.objects.filter(pk=fresh.pk).update(updated_at=now() - timedelta(days=89))
    assert delete_stale_drafts(actor=SYSTEM) == 1
    assert MessageDraft.objects.get() == fresh


def test_in_a_restricted_thread_it_is_written_down_who_reads(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",))
    begin(world, "officer", thread)
    AccessRecord.objects.all().delete()
    assert api(world, "officer").get(address(thread)).json()["body"] == "Почате"
    assert AccessRecord.objects.get().reader == world.people["officer"]


def test_it_goes_on_quoting_nothing_that_was_taken_back_or_hidden(world: World) -> None:
    thread = a_thread(world)
    first, second = say(world, "officer", thread), say(world, "officer", thread)
    begin_with_quote(world, "teacher", first)
    begin_with_quote(world, "secretary", second)
    withdraw_message(actor=world.actor("officer"), message_id=first.pk, expected_version=1)
    moderate_message(actor=world.actor("facilitator"), message_id=second.pk, to=Step.HIDE, fault=Fault.INSULT)
    assert set(MessageDraft.objects.values_list("quote_text", "quote_version")) == {("", None)}
    shown = api(world, "teacher").get(address(thread)).json()
    assert (shown["body"], shown["reply_to"], shown["quote"]) == ("Почате", str(first.pk), None)
    # Nor does a device that has not heard of it bring the words again.
    more = {"reply_to": str(first.pk), "quote": {"text": "сходи вниз", "version": 1}}
    again = put(api(world, "teacher"), thread, shown["version"], "Почате, далі", **more)
    assert (again.status_code, again.json()["quote"]) == (200, None)


@pytest.mark.parametrize("removes_messages", [True, False])
def test_who_is_erased_leaves_no_draft_and_no_name_in_one(world: World, removes_messages: bool) -> None:
    thread, officer = a_thread(world), world.people["officer"]
    begin(world, "officer", thread)
    name = f"@[Мельник](person:{officer.pk})"
    naming = say(world, "secretary", thread, f"{name}, сходи вниз")
    begin_with_quote(world, "teacher", naming, f"{name}, згода")
    begin_with_quote(world, "facilitator", say(world, "officer", thread))
    anonymise_author(actor=SYSTEM, person_id=officer.pk, pseudonym="№ 7", removes_messages=removes_messages)
    rows = {row.person: row for row in MessageDraft.objects.select_related("person")}
    assert rows.keys() == {world.people["teacher"], world.people["facilitator"]}
    theirs = rows[world.people["teacher"]]
    assert ("№ 7" in theirs.body, "Мельник" in theirs.body, theirs.quote_text) == (True, False, "")
    said = rows[world.people["facilitator"]].quote_text
    assert said == ("" if removes_messages else "сходи вниз")


def test_the_copy_of_ones_data_holds_it(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    begin_with_quote(world, "teacher", message)
    (record,) = DATA_CATEGORIES["dialogue.drafts"].read(world.people["teacher"].pk)
    assert (record["text"], record["thread"], record["answers"]) == ("Почате", thread.title_uk, 1)
    assert list(DATA_CATEGORIES["dialogue.drafts"].read(world.people["officer"].pk)) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("/body", "required")),
        ({"body": " \n"}, ("/body", "blank")),
        ({"body": "а" * (BODY_LENGTH + 1)}, ("/body", "max_length")),
        ({"body": "а\u202eб"}, ("/body", "direction")),
        ({"body": "а", "reply_to": "1"}, ("/reply_to", "invalid")),
        ({"body": "а", "reply_to": str(uuid7())}, ("/reply_to", "not_in_thread")),
        ({"body": "а", "quote": {"version": 1}}, ("/quote", "no_answer")),
        ({"body": "а", "quote": {"text": "б"}}, ("/quote/version", "required")),
        ({"body": "а", "quote": {"version": 1, "text": "б" * 2001}}, ("/quote/text", "max_length")),
        ({"body": "а", "mandate_id": str(uuid7())}, ("/mandate_id", "not_yours")),
        ({"body": "а", "on_behalf": "так"}, ("/on_behalf", "not_a_boolean")),
        ({"body": "а", "version": 1}, ("/version", "unknown")),
    ],
)
def test_nonsense_is_refused(world: World, body: dict[str, Any], fault: tuple[str, str]) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    answer = line.put(address(thread), body, **{"If-Match": '"0"'})
    assert (answer.status_code, pointers(answer)) == (422, [fault])


def test_a_message_of_another_thread_is_not_answered(world: World) -> None:
    here, there = a_thread(world), a_thread(world)
    answer = put(api(world, "teacher"), here, 0, reply_to=str(say(world, "officer", there).pk))
    assert (answer.status_code, pointers(answer)) == (422, [("/reply_to", "not_in_thread")])


def test_it_costs_a_query_beside_those_of_the_thread(world: World) -> None:
    thread, line = a_thread(world), api(world, "teacher")
    begin_with_quote(world, "teacher", say(world, "officer", thread))
    with CaptureQueriesContext(connection) as queries:
        assert line.get(address(thread)).status_code == 200
    assert len([one for one in queries if "dialogue_messagedraft" in one["sql"]]) == 1
    assert len(queries) <= 2
