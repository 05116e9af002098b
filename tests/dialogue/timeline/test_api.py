"""Threads over HTTP: what is answered, what is refused, and how many queries it takes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Thread, ThreadState
from dialogue.reading.services import mark_read
from dialogue.threads.events import group_topic, topic_of
from groups.models import Role, ShareAccess
from tests.cast import World, a_mandate, a_seat, person
from tests.dialogue.helpers import (
    QUESTION,
    Api,
    a_restricted_thread,
    a_thread,
    a_thread_in,
    api,
    ids,
    if_match,
    pointers,
    say,
)
from tests.dialogue.threads.test_permissions import share
from viche.kernel.actor import Actor
from viche.kernel.events import get_head
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def new(**facts: Any) -> dict[str, Any]:
    return {"title": QUESTION, "purpose": "consult", **facts}


def test_a_thread_is_begun_and_shown(world: World) -> None:
    answer = api(world, "officer").post(f"groups/{world.group.pk}/threads", new(title_en="Ramps"))
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert answer.headers["ETag"] == '"1"'
    assert shown["title"] == {"uk": QUESTION, "en": "Ramps"}
    assert shown["group"]["id"] == str(world.group.pk)
    assert shown["facilitator"]["id"] == str(world.people["officer"].pk)
    assert (shown["state"], shown["visibility"], shown["audience"]) == ("open", "group", [])
    group = api(world, "officer").get(f"groups/{world.group.pk}").json()
    assert shown["audience_size"] == group["member_count"] + group["observer_count"] == 6
    assert shown["reading"] == {"ranges": [], "unread": 0, "first_unread": None}
    assert {"read", "post", "edit", "close", "make_action", "set_audience"} <= set(shown["allowed"])
    assert shown["seq"] == get_head(topic_of(UUID(shown["id"]))) == 1
    assert (shown["message_count"], shown["last_message"], shown["outcome"]) == (0, None, None)


def test_a_restricted_thread_shows_whom_it_names(world: World) -> None:
    body = new(
        visibility="restricted",
        organisations=[str(world.organisations["police"].pk)],
        people=[str(world.people["teacher"].pk)],
    )
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/threads", body)
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert ids(shown["audience"]) == [world.organisations["police"].pk]
    assert ids(shown["people"]) == [world.people["teacher"].pk]
    assert shown["audience_size"] == 3
    assert api(world, "officer").post(f"groups/{world.group.pk}/threads", body).status_code == 403


def test_the_list_is_what_the_reader_sees_with_the_end_of_each(world: World) -> None:
    quiet, busy = a_thread(world), a_thread(world)
    a_restricted_thread(world, organisations=("police",))
    a_thread(world, draft=True)
    say(world, "officer", busy, "Перше")
    say(world, "officer", busy, "Друге, **важливе**", on_behalf=True)
    answer = api(world, "teacher").get(f"groups/{world.group.pk}/threads")
    page = answer.json()
    assert ids(page["items"]) == [busy.pk, quiet.pk]
    assert page["seq"] == get_head(group_topic(world.group.pk))
    last = page["items"][0]["last_message"]
    assert (last["number"], last["excerpt"]) == (2, "Друге, важливе")
    assert last["author"]["organisation"]["id"] == str(world.organisations["police"].pk)
    assert last["author"]["on_behalf"] is True
    assert page["items"][0]["reading"] == {"ranges": [], "unread": 2, "first_unread": 1}
    assert "edit" not in page["items"][0]["allowed"]


def test_pages_meet_without_gap_or_repeat(world: World) -> None:
    made = [a_thread(world).pk for _ in range(5)]
    speaker, found, cursor = api(world, "teacher"), list[UUID](), None
    for _ in range(3):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = speaker.get(f"groups/{world.group.pk}/threads", **query).json()
        found += ids(page["items"])
        cursor = page["next_cursor"]
    assert found == made[::-1]
    assert cursor is None


def test_the_group_says_who_may_begin_a_thread(world: World) -> None:
    path = f"groups/{world.group.pk}"
    allowed = {name: api(world, name).get(path).json()["allowed"] for name in ("facilitator", "observer")}
    assert {"start", "start_restricted"} <= set(allowed["facilitator"])
    assert not {"start", "start_restricted"} & set(allowed["observer"])


def test_the_list_can_be_narrowed_to_a_state(world: World) -> None:
    closed, _open = a_thread_in(world, ThreadState.CLOSED), a_thread(world)
    page = api(world, "teacher").get(f"groups/{world.group.pk}/threads", state="closed").json()
    assert ids(page["items"]) == [closed.pk]
    assert page["items"][0]["outcome"]["uk"] == "Обстежити всі укриття"


def test_a_guest_finds_what_was_shared_and_no_group(world: World) -> None:
    thread, guest = a_thread(world), person("guest")
    a_thread(world)
    share(world, thread, Actor.for_person(guest.pk), ShareAccess.READ)
    speaker = Api(guest)
    assert ids(speaker.get("threads").json()["items"]) == [thread.pk]
    assert speaker.get(f"threads/{thread.pk}").json()["audience_size"] == 7
    assert speaker.get(f"groups/{world.group.pk}/threads").status_code == 404


def test_a_guest_is_not_told_who_else_sees_the_thread(world: World) -> None:
    thread, guest = (
        a_restricted_thread(world, organisations=("police",), people=("teacher",)),
        person("guest"),
    )
    share(world, thread, Actor.for_person(guest.pk), ShareAccess.SPEAK)
    path, visitor, reader = f"threads/{thread.pk}", Api(guest), api(world, "officer")
    refusal = visitor.get(f"{path}/readers")
    assert (refusal.status_code, refusal.json()["code"]) == (403, "forbidden")
    (listed,) = visitor.get("threads").json()["items"]
    for shown in (listed, visitor.get(path).json()):
        assert (shown["audience"], shown["people"], shown["audience_size"]) == ([], [], 4)
    assert len(ids(reader.get(path).json()["audience"])) == 1
    readers = {one["person"]["id"] for one in reader.get(f"{path}/readers").json()["items"]}
    assert str(guest.pk) in readers


def test_a_thread_is_edited_by_its_version(world: World) -> None:
    thread = a_thread(world)
    speaker = api(world, "facilitator")
    path = f"threads/{thread.pk}"
    assert speaker.patch(path, {"title": "Пандуси"}).status_code == 428
    answer = speaker.patch(path, {"title": "Пандуси", "closes_on": None}, **if_match(thread))
    assert answer.status_code == 200
    assert (answer.json()["title"]["uk"], answer.headers["ETag"]) == ("Пандуси", '"2"')
    stale = speaker.patch(path, {"title": "Сходи"}, **if_match(thread))
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")


def test_a_thread_takes_its_steps_and_tells_them(world: World) -> None:
    thread = a_thread(world)
    speaker = api(world, "facilitator")
    path = f"threads/{thread.pk}/transitions"
    assert speaker.post(path, {"to": "summarising"}).status_code == 428
    assert speaker.post(path, {"to": "summarising"}, **if_match(thread)).json()["state"] == "summarising"
    thread.refresh_from_db()
    answer = speaker.post(path, {"to": "closed", "outcome": "Усі одинадцять"}, **if_match(thread))
    assert (answer.json()["state"], answer.json()["outcome"]["uk"]) == ("closed", "Усі одинадцять")
    refused = api(world, "teacher").post(
        f"threads/{thread.pk}/messages", {"client_id": str(uuid7()), "body": "Ще"}
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "thread_closed")
    steps = speaker.get(path).json()["items"]
    assert [(one["before"], one["after"]) for one in steps] == [
        ("open", "summarising"),
        ("summarising", "closed"),
    ]
    assert steps[0]["actor"]["mandate_id"] == str(world.mandates["facilitator"].pk)


def test_a_step_is_taken_through_the_seat_that_is_chosen(world: World) -> None:
    second = a_mandate(world.people["facilitator"], world.organisations["market"])
    a_seat(world.group, second, Role.MEMBER)
    thread, facilitator = a_thread(world), api(world, "facilitator")
    path = f"threads/{thread.pk}/transitions"
    body = {"to": "summarising", "mandate_id": str(second.pk)}
    assert facilitator.post(path, body, **if_match(thread)).status_code == 200
    thread.refresh_from_db()
    back = {"to": "open", "reason": "Ще не все"}
    assert facilitator.post(path, back, **if_match(thread)).status_code == 200
    thread.refresh_from_db()
    actors = [one["actor"]["mandate_id"] for one in facilitator.get(path).json()["items"]]
    assert actors == [str(second.pk), str(world.mandates["facilitator"].pk)]
    stranger = {"to": "summarising", "mandate_id": str(world.mandates["officer"].pk)}
    refused = facilitator.post(path, stranger, **if_match(thread))
    assert (refused.status_code, pointers(refused)) == (422, [("/mandate_id", "not_yours")])


def test_a_thread_is_restricted_and_widened(world: World) -> None:
    thread = a_thread(world)
    speaker = api(world, "facilitator")
    body = {"visibility": "restricted", "organisations": [str(world.organisations["police"].pk)]}
    answer = speaker.put(f"threads/{thread.pk}/audience", body, **if_match(thread))
    assert (answer.status_code, answer.json()["visibility"]) == (200, "restricted")
    assert api(world, "teacher").get(f"threads/{thread.pk}").status_code == 404
    thread.refresh_from_db()
    speaker.put(f"threads/{thread.pk}/audience", {"visibility": "group"}, **if_match(thread))
    assert api(world, "teacher").get(f"threads/{thread.pk}").status_code == 200


# ---- like nothing ----------------------------------------------------------------------------------------

PATHS = ("threads/{}", "threads/{}/messages", "threads/{}/readers", "threads/{}/transitions")


def without_id(answer: Any) -> dict[str, Any]:
    """A problem but for the name of its request."""
    return {name: value for name, value in answer.json().items() if name != "request_id"}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["outsider", "former", "administrator", "stranger"])
def test_what_is_hidden_answers_as_what_is_missing(
    world: World, elsewhere: World, path: str, name: str
) -> None:
    thread = a_thread(world)
    speaker = api(elsewhere, "facilitator") if name == "stranger" else api(world, name)
    hidden, missing = speaker.get(path.format(thread.pk)), speaker.get(path.format(uuid7()))
    assert hidden.status_code == missing.status_code == 404
    assert without_id(hidden) == without_id(missing)


@pytest.mark.parametrize("path", [*PATHS, "threads", "groups/{}/threads"])
def test_nobody_signs_in_first(world: World, path: str) -> None:
    answer = api(world, "anonymous").get(path.format(a_thread(world).pk))
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


# ---- bad input -------------------------------------------------------------------------------------------

BAD: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "unknown field": (new(pinned=True), [("/pinned", "unknown")]),
    "read-only field": (new(state="closed"), [("/state", "unknown")]),
    "number for text": (new(title=5), [("/title", "not_a_string")]),
    "nothing": (new(title=""), [("/title", "blank")]),
    "zero width": (new(title="\u200b\u2060"), [("/title", "blank")]),
    "nul": (new(title="а\x00"), [("/title", "unstorable")]),
    "direction": (new(title="а\u202eб"), [("/title", "direction")]),
    "too long": (new(title="я" * 201), [("/title", "max_length")]),
    "no purpose": ({"title": QUESTION}, [("/purpose", "required")]),
    "other purpose": (new(purpose="vote"), [("/purpose", "invalid_choice")]),
    "impossible day": (new(closes_on="2027-02-30"), [("/closes_on", "invalid")]),
    "day as number": (new(closes_on=20270101), [("/closes_on", "invalid")]),
    "text for truth": (new(draft="true"), [("/draft", "not_a_boolean")]),
    "number for id": (new(facilitator=5), [("/facilitator", "invalid")]),
    "urn for id": (
        new(facilitator="urn:uuid:01a20e73-02fd-7196-bcb0-12350e15930c"),
        [("/facilitator", "invalid")],
    ),
    "id in a list": (new(organisations=["x"]), [("/organisations/0", "invalid")]),
    "past day": (new(closes_on="2020-01-01"), [("/closes_on", "past")]),
    "restricted to nobody": (new(visibility="restricted"), [("/organisations", "required")]),
    "foreign mandate": (new(facilitator=str(uuid7())), [("/facilitator", "not_in_group")]),
}


@pytest.mark.parametrize(("body", "faults"), BAD.values(), ids=BAD.keys())
def test_a_fault_is_named(world: World, body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/threads", body)
    assert (answer.status_code, pointers(answer)) == (422, faults)
    assert not Thread.objects.exists()


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"limit": "0"}, "bad_limit"),
        ({"limit": "1000000000"}, "bad_limit"),
        ({"cursor": "nonsense"}, "bad_cursor"),
        ({"cursor": "WzEsMl0"}, "bad_cursor"),
        ({"state": "lost"}, "bad_query"),
        ({"state__in": "open"}, "bad_query"),
        ({"_connector": "OR"}, "bad_query"),
    ],
)
def test_a_bad_address_is_refused(world: World, query: dict[str, str], code: str) -> None:
    answer = api(world, "facilitator").get(f"groups/{world.group.pk}/threads", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_faults_are_told_in_the_language_of_the_reader(world: World) -> None:
    path = f"groups/{world.group.pk}/threads"
    speaker = api(world, "facilitator")
    details = {
        language: speaker.client.post(
            f"/api/v1/{path}",
            new(closes_on="2020-01-01"),
            format="json",
            headers={"Accept-Language": language},
        ).json()["errors"][0]["message"]
        for language in ("uk", "en")
    }
    assert details == {
        "uk": "Ця дата вже минула. Виберіть пізнішу.",
        "en": "This date has passed. Choose a later one.",
    }


# ---- cost ------------------------------------------------------------------------------------------------


def queries(speaker: Api, path: str) -> int:
    """As it is written down already that this is read: the first time in an hour takes some more."""
    assert speaker.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert speaker.get(path).status_code == 200
    return len(captured)


def fill(world: World, number: int) -> None:
    for _ in range(number):
        thread = a_thread(world, by="officer")
        say(world, "teacher", thread, on_behalf=True)
        mark_read(actor=world.actor("facilitator"), thread_id=thread.pk, ranges=[(1, 1)])
        a_restricted_thread(world, organisations=("police",), people=("teacher",))


@pytest.mark.parametrize(("path", "most"), [("threads", 5), ("groups/{}/threads", 14)])
def test_a_list_costs_the_same_however_long(world: World, path: str, most: int) -> None:
    speaker, address = api(world, "facilitator"), path.format(world.group.pk)
    fill(world, 1)
    queries(speaker, address)  # a process asks once which plan fits whom
    # One of them asks whether it is written down that the restricted ones are read.
    few = queries(speaker, address)
    fill(world, 3)
    assert queries(speaker, address) == few <= most


def test_one_thread_costs_little(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("police",), people=("teacher",))
    say(world, "officer", thread)
    assert queries(api(world, "officer"), f"threads/{thread.pk}") <= 10
