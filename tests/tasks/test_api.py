"""Action items over HTTP: the whole way of one item, bad input, lists, and how many queries they take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import World
from tests.dialogue.acts import a_restricted_thread, a_thread, api, pointers, say
from tests.tasks.acts import (
    TITLE,
    an_item,
    an_item_in,
    fresh,
    in_days,
    move,
    prove,
    token_of,
)
from viche.kernel.clock import now
from viche.kernel.ids import uuid7


def tag(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def numbers(answer: Any) -> list[int]:
    return [one["number"] for one in answer.json()["items"]]


def proposal(world: World, **facts: Any) -> dict[str, Any]:
    return {
        "title": TITLE,
        "owner_organisation": str(world.organisations["council"].pk),
        "due_on": str(in_days(14)),
        **facts,
    }


# ---- the way of one item -----------------------------------------------------------------------------------


def test_from_a_message_to_a_verified_action(world: World) -> None:
    thread = a_thread(world)
    message = say(world, "officer", thread)
    facilitator, councillor = api(world, "facilitator"), api(world, "councillor")
    made = facilitator.post(
        f"groups/{world.group.pk}/action-items",
        proposal(
            world,
            title_en="Survey the ramps",
            criteria=["Акт підписано"],
            message=str(message.pk),
            priority="high",
        ),
    )
    assert made.status_code == 201
    item, path = made.json(), f"action-items/{made.json()['id']}"
    assert made.headers["ETag"] == '"1"'
    assert (item["number"], item["state"], item["priority"]) == (1, "proposed", "high")
    assert item["title"] == {"uk": TITLE, "en": "Survey the ramps"}
    assert item["source"] == {
        "thread_id": str(thread.pk),
        "message_id": str(message.pk),
        "thread_title": {"uk": thread.title_uk, "en": thread.title_uk},
    }
    assert item["waits_for_me"] is False
    assert item["allowed"] == ["read", "edit", "cancel", "remind", "acknowledge", "share"]

    mine = councillor.get(path).json()
    assert (mine["waits_for_me"], mine["waiting"]) == (True, "accept")
    assert mine["allowed"] == ["read", "accept", "decline", "remind", "acknowledge"]
    for version, to in ((1, "accepted"), (2, "in_progress")):
        answer = councillor.post(f"{path}/transitions", {"to": to}, **tag(version))
        assert (answer.status_code, answer.json()["state"]) == (200, to)
    refused = councillor.post(f"{path}/transitions", {"to": "done"}, **tag(3))
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence_required")
    (criterion,) = item["criteria"]
    proof = councillor.post(
        f"{path}/evidence",
        {"kind": "link", "title": "Акт", "url": "https://example.org/act", "criterion": criterion["id"]},
    )
    assert (proof.status_code, proof.json()["number"]) == (201, 1)
    assert proof.json()["added_by"]["organisation"]["id"] == str(world.organisations["council"].pk)
    done = councillor.post(f"{path}/transitions", {"to": "done"}, **tag(4)).json()
    assert (done["state"], done["evidence_count"], done["criteria"][0]["evidence"]) == ("done", 1, [1])
    own = councillor.post(f"{path}/transitions", {"to": "verified"}, **tag(5))
    assert (own.status_code, own.json()["code"]) == (403, "not_another")

    officer = api(world, "officer")
    assert officer.get(path).json()["waiting"] == "verify"
    back = officer.post(
        f"{path}/transitions", {"to": "returned", "reason": "Бракує підпису"}, **tag(5)
    ).json()
    assert (back["state"], back["state_reason"]) == ("in_progress", "Бракує підпису")
    councillor.post(f"{path}/transitions", {"to": "done"}, **tag(6))
    verified = officer.post(f"{path}/transitions", {"to": "verified"}, **tag(7)).json()
    assert verified["state"] == "verified"
    assert verified["verified_by"]["organisation"]["id"] == str(world.organisations["police"].pk)
    assert (verified["allowed"], verified["waits_for_me"]) == (["read"], False)

    steps = officer.get(f"{path}/history").json()["items"]
    assert [one["kind"].removeprefix("tasks.action_") for one in steps] == [
        "verified",
        "completed",
        "returned",
        "completed",
        "tasks.evidence_added",
        "started",
        "accepted",
        "made",
    ]
    assert steps[2]["remark"] == "Бракує підпису"
    assert steps[2]["actor"]["organisation"]["id"] == str(world.organisations["police"].pk)


def test_changing_needs_the_version_that_was_read(world: World) -> None:
    item = an_item(world)
    facilitator, path = api(world, "facilitator"), f"action-items/{item.pk}"
    assert facilitator.patch(path, {"title": "Інша"}).status_code == 428
    assert facilitator.patch(path, {"title": "Інша"}, **{"If-Match": "*"}).status_code == 412
    assert facilitator.patch(path, {"title": "Інша"}, **tag(7)).status_code == 412
    changed = facilitator.patch(path, {"title": "Інша", "due_on": str(in_days(20))}, **tag(1))
    assert changed.status_code == 200
    assert changed.headers["ETag"] == '"2"'
    shown = changed.json()
    assert (shown["title"]["uk"], shown["due_on"], shown["original_due_on"]) == (
        "Інша",
        str(in_days(20)),
        str(in_days(14)),
    )
    councillor = api(world, "councillor")
    assert councillor.post(f"{path}/transitions", {"to": "accepted"}).status_code == 428
    assert councillor.post(f"{path}/transitions", {"to": "accepted"}, **tag(1)).status_code == 412


def test_a_repeat_with_the_same_key_makes_one_item(world: World) -> None:
    facilitator, path = api(world, "facilitator"), f"groups/{world.group.pk}/action-items"
    key = {"Idempotency-Key": "button-1"}
    first, second = (facilitator.post(path, proposal(world), **key) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert facilitator.post(path, proposal(world, title="Інша"), **key).status_code == 422
    assert numbers(facilitator.get("action-items")) == [1]


# ---- who sees what -----------------------------------------------------------------------------------------


def test_what_is_not_for_somebody_is_not_there(world: World, elsewhere: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    missing = api(world, "teacher").get(f"action-items/{uuid7()}").json()
    for reader in (api(world, "teacher"), api(elsewhere, "facilitator"), api(world, "administrator")):
        for path in ("", "/evidence", "/reminders", "/chain", "/history"):
            answer = reader.get(f"action-items/{item.pk}{path}")
            assert answer.status_code == 404
            assert {**answer.json(), "request_id": ""} == {**missing, "request_id": ""}
        assert (
            reader.post(f"action-items/{item.pk}/transitions", {"to": "accepted"}, **tag(1)).status_code
            == 404
        )
        assert numbers(reader.get("action-items")) == []
    assert api(world, "anonymous").get(f"action-items/{item.pk}").status_code == 401
    assert api(world, "anonymous").get("action-items").status_code == 401
    assert numbers(api(world, "officer").get("action-items")) == [1]


def test_the_source_is_named_only_for_who_reads_it(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    item = an_item(world, thread_id=thread.pk)
    seen = api(world, "officer").get(f"action-items/{item.pk}").json()["source"]
    hidden = api(world, "councillor").get(f"action-items/{item.pk}").json()["source"]
    assert seen["thread_title"] == {"uk": thread.title_uk, "en": thread.title_uk}
    assert hidden["thread_title"] is None


def test_a_token_reads_and_writes_what_its_scopes_say(world: World) -> None:
    item = an_item(world)
    reading = api(world, "councillor", token_of(world, "councillor", "tasks:read"))
    shown = reading.get(f"action-items/{item.pk}")
    assert (shown.status_code, shown.json()["allowed"]) == (200, ["read"])
    path = f"action-items/{item.pk}/transitions"
    assert reading.post(path, {"to": "accepted"}, **tag(1)).status_code == 403
    writing = api(world, "councillor", token_of(world, "councillor", "tasks:read", "tasks:write"))
    assert writing.post(path, {"to": "accepted"}, **tag(1)).status_code == 200


# ---- bad input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"title": ""}, ("/title", "blank")),
        ({"title": 5}, ("/title", "not_a_string")),
        ({"title": "\u200b"}, ("/title", "blank")),
        ({"title": "а\u202e"}, ("/title", "direction")),
        ({"title": "я" * 201}, ("/title", "max_length")),
        ({"due_on": "2026-02-30"}, ("/due_on", "invalid")),
        ({"due_on": "30.02.2026"}, ("/due_on", "invalid")),
        ({"due_on": 20260101}, ("/due_on", "format")),
        ({"due_on": "2020-01-01"}, ("/due_on", "past")),
        ({"priority": "huge"}, ("/priority", "invalid_choice")),
        ({"criteria": "one"}, ("/criteria", "not_a_list")),
        ({"criteria": ["так", 7]}, ("/criteria/1", "not_a_string")),
        ({"owner_organisation": "council"}, ("/owner_organisation", "invalid")),
        ({"owner_organisation": None}, ("/owner_organisation", "null")),
        ({"owner_organisation": str(uuid7())}, ("/owner_organisation", "unknown")),
        ({"message": str(uuid7())}, ("/message", "unknown")),
        ({"state": "verified"}, ("/state", "unknown")),
        ({"number": 1}, ("/number", "unknown")),
        ({"created_by": str(uuid7())}, ("/created_by", "unknown")),
    ],
)
def test_bad_facts_are_named(world: World, facts: dict[str, Any], expected: tuple[str, str]) -> None:
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/action-items", proposal(world, **facts))
    assert (answer.status_code, pointers(answer)) == (422, [expected])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/to"),
        ({"to": "closed"}, "/to"),
        ({"to": 1}, "/to"),
        ({"to": "accepted", "reason": None}, "/reason"),
        ({"to": "accepted", "on_behalf_of": "me"}, "/on_behalf_of"),
        ({"to": "accepted", "on_behalf_of": str(uuid7())}, "/on_behalf_of"),
        ({"to": "declined"}, "/reason"),
        ({"to": "accepted", "force": True}, "/force"),
    ],
)
def test_bad_steps_are_named(world: World, body: dict[str, Any], pointer: str) -> None:
    item = an_item(world)
    answer = api(world, "councillor").post(f"action-items/{item.pk}/transitions", body, **tag(1))
    assert answer.status_code == 422
    assert [one for one, _code in pointers(answer)] == [pointer]
    assert fresh(item).state == "proposed"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-12-01T09:00:00", "no_offset"),
        ("2026-12-01", "no_offset"),
        ("25:00", "no_offset"),
        (1764572400, "no_offset"),
        ("2026-13-01T09:00:00Z", "no_offset"),
        ("0001-01-01T00:00:00+14:00", "no_offset"),
        ("9999-12-31T23:59:59Z", "too_far"),
        ("2020-01-01T00:00:00Z", "past"),
    ],
)
def test_bad_moments_are_named(world: World, moment: Any, code: str) -> None:
    item = an_item(world)
    answer = api(world, "councillor").post(
        f"action-items/{item.pk}/reminders", {"due_at": moment, "audience": "owner"}
    )
    assert (answer.status_code, pointers(answer)) == (422, [("/due_at", code)])


@pytest.mark.parametrize(
    "query",
    [
        {"state": "closed"},
        {"state": ""},
        {"group": "1"},
        {"owner": "them"},
        {"waiting": "you"},
        {"overdue": "yes"},
        {"sector": "pirates"},
        {"order": "random"},
        {"state__in": "done"},
        {"_connector": "OR"},
        {"limit": "0"},
        {"limit": "101"},
        {"cursor": "bm90IG91cnM"},
    ],
)
def test_a_bad_address_is_refused(world: World, query: dict[str, str]) -> None:
    answer = api(world, "officer").get("action-items", **query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_what_is_not_json_is_refused(world: World) -> None:
    facilitator, path = api(world, "facilitator"), f"groups/{world.group.pk}/action-items"
    for body, status in (
        (b"{", 400),
        (b'{"title": "a", "title": "b"}', 400),
        (b"\xff", 400),
        (b"[]", 422),
        (b'{"title": "\\ud800"}', 422),
    ):
        assert facilitator.raw(path, body).status_code == status
    assert facilitator.raw(path, b"title=a", "application/x-www-form-urlencoded").status_code == 415


# ---- lists -------------------------------------------------------------------------------------------------


def test_lists_are_filtered_and_ordered(world: World, elsewhere: World) -> None:
    an_item(elsewhere)
    late = an_item(world, due_on=in_days(30))
    soon = an_item_in(world, "done", due_on=in_days(2), title_uk="Скоро")
    police = an_item(world, owner="police", due_on=in_days(9))
    officer = api(world, "officer")
    first, second, third = late.number, soon.number, police.number
    for query, expected in (
        ({}, [second, third, first]),
        ({"order": "newest"}, [third, second, first]),
        ({"state": "proposed"}, [third, first]),
        ({"state": "done,verified"}, [second]),
        ({"owner": "me"}, [third]),
        ({"owner": str(world.organisations["council"].pk)}, [second, first]),
        ({"waiting": "me"}, [second, third]),
        ({"sector": "police"}, [third]),
        ({"overdue": "true"}, []),
        ({"overdue": "false"}, [second, third, first]),
        ({"group": str(world.group.pk), "state": "done"}, [second]),
        ({"group": str(elsewhere.group.pk)}, []),
        ({"thread": str(uuid7())}, []),
    ):
        answer = officer.get("action-items", **query)
        assert numbers(answer) == expected, query
    assert officer.get("action-items").json()["seq"] is None
    assert officer.get("action-items", group=str(world.group.pk)).json()["seq"] > 0
    assert officer.get("action-items", group=str(elsewhere.group.pk)).json()["seq"] is None


def test_pages_follow_one_another_without_gap_or_repeat(world: World) -> None:
    for days in (3, 5, 5, 5, 8):
        an_item(world, due_on=in_days(days))
    officer, seen, cursor = api(world, "officer"), [], ""
    while True:
        page = officer.get("action-items", limit=2, **({"cursor": cursor} if cursor else {})).json()
        seen += [one["number"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [1, 2, 3, 4, 5]


def test_what_is_overdue_is_said_by_the_clock_of_the_group(world: World) -> None:
    item = an_item(world, due_on=in_days(1))
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        shown = api(world, "officer").get("action-items", overdue="true").json()["items"]
        assert [(one["id"], one["overdue"]) for one in shown] == [(str(item.pk), True)]


def test_reminders_over_http(world: World) -> None:
    item = an_item(world)
    councillor, path = api(world, "councillor"), f"action-items/{item.pk}/reminders"
    moment = (now() + timedelta(days=1)).replace(microsecond=0)
    made = councillor.post(path, {"due_at": moment.isoformat(), "audience": "owner"})
    assert made.status_code == 201
    assert made.json()["allowed"] == ["acknowledge", "remove"]
    listed = councillor.get(path).json()["items"]
    assert [one["rule"] for one in listed] == ["custom", "before_due", "on_due", "overdue", "overdue"]
    assert [one["allowed"] for one in api(world, "observer").get(path).json()["items"]] == [[]] * 5
    known = councillor.put(f"reminders/{listed[1]['id']}/acknowledgement")
    assert known.json()["acknowledged_at"] is not None
    assert councillor.delete(f"reminders/{made.json()['id']}").status_code == 204
    assert councillor.delete(f"reminders/{made.json()['id']}").status_code == 404
    assert councillor.delete(f"reminders/{listed[2]['id']}").status_code == 409


def test_a_file_must_be_ones_own(world: World) -> None:
    item = an_item_in(world, "accepted")
    answer = api(world, "councillor").post(
        f"action-items/{item.pk}/evidence", {"kind": "file", "title": "Акт", "file": str(uuid7())}
    )
    assert (answer.status_code, pointers(answer)) == (422, [("/file", "unknown")])


# ---- how many queries --------------------------------------------------------------------------------------


def a_register(world: World, count: int) -> None:
    thread = a_thread(world)
    for turn in range(count):
        item = an_item(world, thread_id=thread.pk, criteria=["Перше", "Друге"])
        if turn % 2:
            for to in ("accepted", "in_progress"):
                move(world, item, to)
            prove(world, item, criterion_id=item.criteria.first().pk)  # type: ignore[union-attr]
            move(world, item, "blocked")


def queries_of(reader: Any, path: str, **query: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        assert reader.get(path, **query).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("action-items", 9),
        ("action-items?waiting=me", 11),
        ("today", 16),
        ("action-items/{item}", 8),
        ("action-items/{item}/evidence", 3),
        ("action-items/{item}/history", 5),
        ("action-items/{item}/chain", 5),
    ],
)
def test_the_number_of_queries_does_not_grow(world: World, path: str, number: int) -> None:
    officer, counts = api(world, "officer"), []
    for _turn in range(2):
        a_register(world, 4)
        item = an_item_in(world, "done", thread_id=a_thread(world).pk)
        counts.append(queries_of(officer, path.format(item=item.pk)))
    assert counts == [number, number]
