"""Bad input over HTTP: each kind is refused by the name of the field, and nothing changes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.tasks.helpers import (
    an_item,
    fresh,
    move,
    proposal,
    tag,
)
from viche.kernel.ids import uuid7


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
        ({"target_groups": ["pirates"]}, ("/target_groups/0", "invalid_choice")),
        ({"tags": "світло"}, ("/tags", "not_a_list")),
        ({"tags": ["світло", "#"]}, ("/tags/1", "blank")),
        ({"tags": ["cвітло"]}, ("/tags/0", "mixed_alphabets")),  # a Latin c
        ({"tags": ["я" * 41]}, ("/tags/0", "max_length")),
        ({"tags": [f"т{one}" for one in range(11)]}, ("/tags", "max_length")),
        ({"effort_hours": 0}, ("/effort_hours", "min_value")),
        ({"effort_hours": 7.5}, ("/effort_hours", "not_an_integer")),
        ({"budget": "1000"}, ("/budget", "not_a_number")),
        ({"budget": -1}, ("/budget", "min_value")),
        ({"budget": 1.005}, ("/budget", "max_decimal_places")),
        ({"budget": 10_000_000_000}, ("/budget", "max_whole_digits")),
        ({"budget_source": "casino"}, ("/budget_source", "invalid_choice")),
        ({"place": {"latitude": 91, "longitude": 30}}, ("/place/latitude", "max_value")),
        ({"place": {"latitude": 49}}, ("/place/longitude", "required")),
        ({"on_behalf_of": "me"}, ("/on_behalf_of", "invalid")),
        ({"on_behalf_of": str(uuid7())}, ("/on_behalf_of", "not_yours")),
    ],
)
def test_bad_facts_are_named(world: World, facts: dict[str, Any], expected: tuple[str, str]) -> None:
    answer = api(world, "facilitator").post(f"groups/{world.group.pk}/action-items", proposal(world, **facts))
    assert (answer.status_code, pointers(answer)) == (422, [expected])


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/to"),
        ({"to": "filed"}, "/to"),
        ({"to": 1}, "/to"),
        ({"to": "accepted", "reason": None}, "/reason"),
        ({"to": "accepted", "on_behalf_of": "me"}, "/on_behalf_of"),
        ({"to": "accepted", "on_behalf_of": str(uuid7())}, "/on_behalf_of"),
        ({"to": "declined"}, "/reason"),
        ({"to": "accepted", "superseded_by": "12"}, "/superseded_by"),
        ({"to": "accepted", "superseded_by": str(uuid7())}, "/superseded_by"),
        ({"to": "accepted", "force": True}, "/force"),
        ({"to": "done", "unproved": "so"}, "/unproved"),
        ({"to": "done", "unproved": [{"reason": "Так"}]}, "/unproved/0/criterion"),
        ({"to": "done", "unproved": [{"criterion": "1", "reason": "Так"}]}, "/unproved/0/criterion"),
        ({"to": "done", "unproved": [{"criterion": str(uuid7())}]}, "/unproved/0/reason"),
        (
            {"to": "done", "unproved": [{"criterion": str(uuid7()), "reason": "я" * 1001}]},
            "/unproved/0/reason",
        ),
        ({"to": "accepted", "unproved": [{"criterion": str(uuid7()), "reason": "Так"}]}, "/unproved"),
    ],
)
def test_bad_steps_are_named(world: World, body: dict[str, Any], pointer: str) -> None:
    item = an_item(world)
    answer = api(world, "councillor").post(f"action-items/{item.pk}/transitions", body, **tag(1))
    assert answer.status_code == 422
    assert [one for one, _code in pointers(answer)] == [pointer]
    assert fresh(item).state == "proposed"


@pytest.mark.parametrize("mandate", ["me", "019b0000-0000-7000-8000-000000000000"])
def test_evidence_is_added_through_a_mandate_of_ones_own(world: World, mandate: str) -> None:
    item = move(world, an_item(world), "accepted", "councillor")
    body = {"kind": "link", "title": "Акт", "url": "https://example.org/1", "on_behalf_of": mandate}
    answer = api(world, "councillor").post(f"action-items/{item.pk}/evidence", body)
    assert answer.status_code == 422
    assert [one for one, _code in pointers(answer)] == ["/on_behalf_of"]
    assert fresh(item).evidence_count == 0


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
        {"state": "filed"},
        {"state": ""},
        {"group": "1"},
        {"owner": "them"},
        {"waiting": "you"},
        {"overdue": "yes"},
        {"sector": "pirates"},
        {"order": "random"},
        {"priority": "huge"},
        {"target_group": "pirates"},
        {"verifier": "them"},
        {"created_by": "you"},
        {"watching": "you"},
        {"discussion": "me"},
        {"due_from": "tomorrow"},
        {"tag": ""},
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
        (b'{"title_uk": "a", "priority": "\\ud800", "owner": "\\ud800"}', 422),
        (b'{"\\ud800": "a"}', 400),
    ):
        assert facilitator.raw(path, body).status_code == status
    assert facilitator.raw(path, b"title=a", "application/x-www-form-urlencoded").status_code == 415
