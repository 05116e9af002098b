"""Messages and reading over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Message, Support, Thread
from dialogue.reading.services import mark_read
from dialogue.threads.events import topic_of
from groups.models import ShareAccess
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import Api, a_restricted_thread, a_thread, api, pointers, say
from tests.dialogue.threads.test_permissions import share
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def a_message(**facts: Any) -> dict[str, Any]:
    return {"client_id": str(uuid7()), "body": "Пандус є, але кут 18°", **facts}


def numbers(page: dict[str, Any]) -> list[int]:
    return [one["number"] for one in page["items"]]


def a_thread_of(world: World, length: int) -> Thread:
    """A thread with many messages of the officer, made at once."""
    thread = a_thread(world)
    Message.objects.bulk_create(
        Message(
            thread=thread,
            number=number,
            author=world.people["officer"],
            mandate=world.mandates["officer"],
            body=f"№ {number}",
            html=f"<p>№ {number}</p>",
            recipe="",
            client_id=uuid7(),
        )
        for number in range(1, length + 1)
    )
    Thread.objects.filter(pk=thread.pk).update(message_count=length)
    thread.refresh_from_db()
    return thread


def test_a_message_is_stored_and_shown(world: World) -> None:
    thread = a_thread(world)
    first = say(world, "teacher", thread)
    body = a_message(reply_to=str(first.pk), on_behalf=True)
    answer = api(world, "officer").post(f"threads/{thread.pk}/messages", body)
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["number"], shown["body"], shown["html"]) == (2, body["body"], f"<p>{body['body']}</p>\n")
    assert (shown["client_id"], shown["reply_to"]) == (body["client_id"], str(first.pk))
    assert (shown["deleted"], shown["edited_at"], shown["supporters"], shown["version"]) == (
        False,
        None,
        [],
        1,
    )
    author = shown["author"]
    assert author["person"]["id"] == str(world.people["officer"].pk)
    assert (author["mandate_id"], author["on_behalf"]) == (str(world.mandates["officer"].pk), True)
    assert author["organisation"]["on_behalf"]["uk"] == "організації police Тут"
    assert api(world, "teacher").get(f"messages/{shown['id']}").json() == shown
    assert api(world, "teacher").get(f"threads/{thread.pk}/messages").json()["items"][1] == shown


def test_the_same_message_is_answered_again(world: World) -> None:
    thread, body, speaker = a_thread(world), a_message(), api(world, "officer")
    first = speaker.post(f"threads/{thread.pk}/messages", body)
    again = speaker.post(f"threads/{thread.pk}/messages", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = speaker.post(f"threads/{thread.pk}/messages", {**body, "body": "Інше"})
    assert (other.status_code, other.json()["code"]) == (409, "client_id_reused")


def test_an_observer_reads_and_does_not_post(world: World) -> None:
    thread = a_thread(world)
    say(world, "officer", thread)
    observer = api(world, "observer")
    assert numbers(observer.get(f"threads/{thread.pk}/messages").json()) == [1]
    assert observer.post(f"threads/{thread.pk}/messages", a_message()).status_code == 403
    assert api(world, "outsider").post(f"threads/{thread.pk}/messages", a_message()).status_code == 404


# ---- pages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "first", "last"),
    [
        ([], 1, 50),  # nothing read: from the beginning
        ([(1, 100)], 96, 145),  # five read ones stand above the first unread
        ([(1, 100), (110, 200)], 96, 145),  # the first gap counts, not the last
        ([(1, 198)], 151, 200),  # near the end the page is full
        ([(1, 200)], 151, 200),  # all read: the end
    ],
)
def test_a_thread_opens_at_the_first_unread(
    world: World, seen: list[tuple[int, int]], first: int, last: int
) -> None:
    thread = a_thread_of(world, 200)
    mark_read(actor=world.actor("teacher"), thread_id=thread.pk, ranges=seen)
    page = api(world, "teacher").get(f"threads/{thread.pk}/messages").json()
    assert numbers(page) == list(range(first, last + 1))
    assert (page["previous_cursor"] is None) == (first == 1)
    assert (page["next_cursor"] is None) == (last == 200)
    assert page["seq"] == get_head(topic_of(thread.pk))


def test_pages_lead_to_both_ends(world: World) -> None:
    thread, reader = a_thread_of(world, 30), api(world, "teacher")
    path = f"threads/{thread.pk}/messages"
    middle = reader.get(path, around=15, limit=10).json()
    assert numbers(middle) == list(range(10, 20))
    later = reader.get(path, cursor=middle["next_cursor"], limit=10).json()
    assert numbers(later) == list(range(20, 30))
    last = reader.get(path, cursor=later["next_cursor"], limit=10).json()
    assert (numbers(last), last["next_cursor"]) == ([30], None)
    earlier = reader.get(path, cursor=middle["previous_cursor"], limit=10).json()
    assert (numbers(earlier), earlier["previous_cursor"]) == (list(range(1, 10)), None)


@pytest.mark.parametrize(("around", "first", "last"), [(1, 1, 10), (30, 21, 30), (900, 21, 30)])
def test_around_an_end_the_page_is_full(world: World, around: int, first: int, last: int) -> None:
    thread = a_thread_of(world, 30)
    page = api(world, "teacher").get(f"threads/{thread.pk}/messages", around=around, limit=10).json()
    assert numbers(page) == list(range(first, last + 1))


def test_an_empty_thread_has_an_empty_page(world: World) -> None:
    page = api(world, "teacher").get(f"threads/{a_thread(world).pk}/messages").json()
    assert (page["items"], page["next_cursor"], page["previous_cursor"]) == ([], None, None)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"around": "0"}, "bad_query"),
        ({"around": "x"}, "bad_query"),
        ({"around": "99999999999999999999"}, "bad_query"),
        ({"since": "5"}, "bad_query"),
        ({"cursor": "x"}, "bad_cursor"),
        ({"cursor": "WyJhZnRlciIsIi0xIl0"}, "bad_cursor"),
        ({"cursor": "WyJhc2lkZSIsMV0"}, "bad_cursor"),
        ({"cursor": "WyJhZnRlciIsMV0", "around": "5"}, "bad_query"),
        ({"limit": "101"}, "bad_limit"),
    ],
)
def test_a_bad_address_is_refused(world: World, query: dict[str, str], code: str) -> None:
    answer = api(world, "teacher").get(f"threads/{a_thread(world).pk}/messages", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


# ---- what the row says now -------------------------------------------------------------------------------


def test_a_deleted_message_keeps_its_place_and_loses_its_text(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    Support.objects.create(message=message, person=world.people["teacher"])
    Message.objects.filter(pk=message.pk).update(deleted_at=now(), body="", html="")
    (shown,) = api(world, "teacher").get(f"threads/{thread.pk}/messages").json()["items"]
    assert (shown["deleted"], shown["number"], shown["body"], shown["html"]) == (True, 1, "", "")
    assert shown["supporters"] == []
    listed = api(world, "teacher").get(f"threads/{thread.pk}").json()
    assert listed["last_message"]["excerpt"] == ""
    answer = api(world, "teacher").put(f"messages/{message.pk}/support")
    assert (answer.status_code, answer.json()["code"]) == (409, "message_deleted")


def test_a_rendering_by_an_older_recipe_is_made_anew(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread, "**так**")
    Message.objects.filter(pk=message.pk).update(html="<b onclick=x>так</b>", recipe="0:0:0")
    (shown,) = api(world, "teacher").get(f"threads/{thread.pk}/messages").json()["items"]
    assert shown["html"] == "<p><strong>так</strong></p>\n"


# ---- support ---------------------------------------------------------------------------------------------


def test_support_is_given_once_and_taken_back(world: World) -> None:
    message = say(world, "officer", a_thread(world))
    path = f"messages/{message.pk}/support"
    teacher, secretary = (str(world.people[name].pk) for name in ("teacher", "secretary"))
    api(world, "teacher").put(path)
    for _ in range(2):
        answer = api(world, "secretary").put(path)
        assert (answer.status_code, answer.json()["supporters"]) == (200, [teacher, secretary])
    for _ in range(2):
        answer = api(world, "teacher").delete(path)
        assert (answer.status_code, answer.json()["supporters"]) == (200, [secretary])
    assert get_head(topic_of(message.thread_id)) == 5  # opened, posted, two given, one taken back
    assert api(world, "observer").put(path).status_code == 403
    assert api(world, "outsider").put(path).status_code == 404
    assert api(world, "outsider").put(f"messages/{uuid7()}/support").status_code == 404


# ---- reading ---------------------------------------------------------------------------------------------


def test_reading_is_answered_with_what_is_left(world: World) -> None:
    thread = a_thread_of(world, 10)
    reader = api(world, "teacher")
    answer = reader.put(f"threads/{thread.pk}/read", {"ranges": [[1, 3], [6, 6]]})
    assert answer.json() == {"ranges": [[1, 3], [6, 6]], "unread": 6, "first_unread": 4}
    answer = reader.put(f"threads/{thread.pk}/read", {"ranges": [[4, 5]]})
    assert answer.json() == {"ranges": [[1, 6]], "unread": 4, "first_unread": 7}
    assert reader.get(f"threads/{thread.pk}").json()["reading"] == answer.json()
    readers = reader.get(f"threads/{thread.pk}/readers").json()["items"]
    seen = {one["person"]["id"]: one["ranges"] for one in readers}
    assert seen[str(world.people["teacher"].pk)] == [[1, 6]]
    assert seen[str(world.people["observer"].pk)] == []
    assert len(seen) == 6


def test_closed_accounts_are_not_waited_for(world: World) -> None:
    shared, restricted = a_thread_of(world, 1), a_restricted_thread(world, organisations=("school", "police"))
    guest = person("guest")
    for thread in (shared, restricted):
        share(world, thread, Actor.for_person(guest.pk), ShareAccess.READ)
    for closed in (world.people["teacher"], guest):
        deactivate_person(actor=SYSTEM, person_id=closed.pk, reason="Звільнення")
    for thread, number in ((shared, 5), (restricted, 2)):
        path = f"threads/{thread.pk}"
        readers = {
            one["person"]["id"] for one in api(world, "officer").get(f"{path}/readers").json()["items"]
        }
        assert not readers & {str(world.people["teacher"].pk), str(guest.pk)}
        assert len(readers) == number
        assert api(world, "officer").get(path).json()["audience_size"] == number


@pytest.mark.parametrize(
    ("ranges", "pointer"),
    [
        ("1-5", "/ranges"),
        ([1, 5], "/ranges/0"),
        ([[1]], "/ranges/0"),
        ([[1, 2, 3]], "/ranges/0"),
        ([[0, 1]], "/ranges/0/0"),
        ([["1", 2]], "/ranges/0/0"),
        ([[1.0, 2]], "/ranges/0/0"),
        ([[1, True]], "/ranges/0/1"),
        ([[3, 2]], "/ranges/0"),
        ([[1, 11]], "/ranges/0"),
        ([[1, 2**31]], "/ranges/0/1"),
        ([[1, 1]] * 101, "/ranges"),
    ],
)
def test_a_fault_in_a_range_is_named(world: World, ranges: Any, pointer: str) -> None:
    thread = a_thread_of(world, 10)
    answer = api(world, "teacher").put(f"threads/{thread.pk}/read", {"ranges": ranges})
    assert (answer.status_code, [one for one, _code in pointers(answer)][:1]) == (422, [pointer])


# ---- bad input -------------------------------------------------------------------------------------------

BAD: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown field": (a_message(number=5), "/number", "unknown"),
    "no client_id": ({"body": "Так"}, "/client_id", "required"),
    "client_id as number": (a_message(client_id=5), "/client_id", "invalid"),
    "number for text": (a_message(body=5), "/body", "not_a_string"),
    "list for text": (a_message(body=["а"]), "/body", "not_a_string"),
    "null for text": (a_message(body=None), "/body", "null"),
    "nothing": (a_message(body=""), "/body", "blank"),
    "spaces": (a_message(body=" \n "), "/body", "blank"),
    "zero width": (a_message(body="\u200b"), "/body", "blank"),
    "nul": (a_message(body="а\x00"), "/body", "unstorable"),
    "direction": (a_message(body="\u202eа"), "/body", "direction"),
    "too long": (a_message(body="я" * 10_001), "/body", "max_length"),
    "text for truth": (a_message(on_behalf="yes"), "/on_behalf", "not_a_boolean"),
    "reply to nothing": (a_message(reply_to=str(uuid7())), "/reply_to", "not_in_thread"),
    "mandate of another": (a_message(mandate_id=str(uuid7())), "/mandate_id", "not_yours"),
}


@pytest.mark.parametrize(("body", "pointer", "code"), BAD.values(), ids=BAD.keys())
def test_a_fault_is_named(world: World, body: dict[str, Any], pointer: str, code: str) -> None:
    answer = api(world, "officer").post(f"threads/{a_thread(world).pk}/messages", body)
    assert (answer.status_code, pointers(answer)) == (422, [(pointer, code)])
    assert not Message.objects.exists()


RAW: dict[str, tuple[bytes, str, int]] = {
    "truncated": (b'{"body": "', "invalid_json", 400),
    "not utf-8": (b'{"body": "\xff"}', "not_utf8", 400),
    "byte order mark": (b'\xef\xbb\xbf{"body": "a"}', "invalid_json", 400),
    "duplicate key": (b'{"body": "a", "body": "b"}', "duplicate_key", 400),
    "not a number": (b'{"body": NaN}', "not_a_number", 400),
    "too deep": (b'{"body": ' + b"[" * 40 + b"]" * 40 + b"}", "too_deep", 400),
    "lone surrogate": (
        b'{"client_id": "01a20e73-02fd-7196-bcb0-12350e15930c", "body": "\\ud800"}',
        "invalid",
        422,
    ),
    "not an object": (b"[]", "invalid", 422),
    "too large": (b'{"body": "' + b"a" * 300_000 + b'"}', "too_large", 413),
}


@pytest.mark.parametrize(("raw", "code", "status"), RAW.values(), ids=RAW.keys())
def test_what_cannot_be_read_is_refused(world: World, raw: bytes, code: str, status: int) -> None:
    answer = api(world, "officer").raw(f"threads/{a_thread(world).pk}/messages", raw)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_only_json_is_taken(world: World) -> None:
    answer = api(world, "officer").raw(f"threads/{a_thread(world).pk}/messages", b"body=a", "text/plain")
    assert answer.status_code == 415


def test_a_token_without_the_scope_does_not_post(world: World) -> None:
    thread = a_thread(world)
    scopes = frozenset({"dialogue:read"})
    token = api(
        world, "officer", Actor(person_id=world.people["officer"].pk, token_id=uuid7(), scopes=scopes)
    )
    assert token.get(f"threads/{thread.pk}/messages").status_code == 200
    assert token.post(f"threads/{thread.pk}/messages", a_message()).status_code == 403


# ---- cost ------------------------------------------------------------------------------------------------


def queries(speaker: Api, path: str) -> int:
    """As it is written down already that this is read: the first time in an hour takes some more."""
    assert speaker.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert speaker.get(path).status_code == 200
    return len(captured)


def test_a_page_costs_the_same_however_long(world: World) -> None:
    thread, reader = a_restricted_thread(world, organisations=("police",)), api(world, "officer")
    for path in (f"threads/{thread.pk}/messages", f"threads/{thread.pk}/readers"):
        say(world, "officer", thread)
        few = queries(reader, path)
        for name in ("facilitator", "officer", "facilitator"):
            message = say(world, name, thread)
            Support.objects.create(message=message, person=world.people["teacher"])
        assert queries(reader, path) == few <= 8
