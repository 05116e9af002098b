"""Who holds an office over HTTP, and which mandates end soon."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.models import Mandate
from tests.cast import World, person
from tests.groups.helpers import a_coordinator
from tests.groups.initiative_groups.test_api import Browser, browser, queries_of
from tests.groups.territories.test_territories import coordinator_of, path
from viche.kernel.clock import today
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def give_office(administrator: Browser, body: dict[str, str]) -> Any:
    """Request an office as one administrator and confirm it as another; return the office."""
    second = Browser(person("second", is_administrator=True))
    status, asked = administrator.ask("POST", "offices", body)
    assert (status, asked["state"]) == (202, "pending")
    assert second.ask("POST", f"approvals/{asked['id']}/confirmation")[0] == 200
    return administrator.get("offices")["items"][0]


def test_an_administrator_gives_an_office_over_http_and_takes_it_back(world: World) -> None:
    administrator, somebody = browser(world, "administrator"), person("coordinator")
    body = {
        "email": somebody.email,
        "kind": "coordinator",
        "territory": str(world.territory.pk),
        "document": "Розпорядження № 7",
    }
    assert browser(world, "facilitator").ask("POST", "offices", body)[0] == 403
    office = give_office(administrator, body)
    assert (office["person"]["id"], office["allowed"]) == (str(somebody.pk), ["read", "end"])
    assert administrator.ask("POST", "offices", body)[1]["code"] == "already_in_office"
    own = administrator.ask("POST", "offices", {**body, "email": world.people["administrator"].email})[1]
    assert own["errors"][0] | {"message": ""} == {"pointer": "/email", "code": "oneself", "message": ""}
    assert "found_group" in Browser(somebody).get(path(world))["allowed"]
    known = browser(world, "outsider").get(f"offices?territory={world.territory.pk}")["items"]
    assert [(one["id"], one["allowed"]) for one in known] == [(office["id"], ["read"])]
    one = f"offices/{office['id']}"
    assert browser(world, "outsider").ask("DELETE", one, {"reason": "Так"})[0] == 403
    assert administrator.ask("DELETE", one, {})[0] == 422
    assert administrator.ask("DELETE", one, {"reason": "Інша робота"}) == (204, None)
    assert "found_group" not in Browser(somebody).get(path(world))["allowed"]
    assert browser(world, "outsider").get(f"offices?territory={world.territory.pk}")["items"] == []
    (told,) = administrator.get(f"offices?territory={world.territory.pk}")["items"]
    assert (told["end_reason"], told["allowed"]) == ("Інша робота", ["read"])


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"kind": "king"}, "/kind", "invalid_choice"),
        ({"territory": str(uuid7())}, "/territory", "not_found"),
        ({"email": "nobody@example.org"}, "/email", "not_found"),
        ({"document": " "}, "/document", "blank"),
        ({"ends_at": "2020-01-01T00:00:00Z"}, "/ends_at", "past"),
    ],
)
def test_a_wrong_office_is_named(world: World, changes: Any, pointer: str, code: str) -> None:
    body = {
        "email": world.people["outsider"].email,
        "kind": "coordinator",
        "territory": str(world.territory.pk),
        "document": "Розпорядження № 7",
    }
    status, problem = browser(world, "administrator").ask("POST", "offices", body | changes)
    assert (status, problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == (422, pointer, code)


def test_a_list_of_offices_takes_the_same_queries_however_long(world: World) -> None:
    a_coordinator(world)
    reader = browser(world, "outsider")
    before = queries_of(reader, "offices")
    a_coordinator(world)
    assert queries_of(reader, "offices") == before


def test_ones_own_offices_are_those_that_are_held_now(world: World) -> None:
    mine, other = browser(world, "administrator"), person("coordinator")
    for somebody in (other, person("coordinator")):
        give_office(
            mine,
            {
                "email": somebody.email,
                "kind": "coordinator",
                "territory": str(world.territory.pk),
                "document": "Розпорядження № 7",
            },
        )
    (office,) = Browser(other).get("offices?held_by=me")["items"]
    assert office["person"]["id"] == str(other.pk)
    mine.ask("DELETE", f"offices/{office['id']}", {"reason": "Інша робота"})
    assert Browser(other).get("offices?held_by=me")["items"] == []
    assert mine.get("offices?held_by=me")["items"] == []


def test_mandates_that_end_within_a_month_are_told_to_who_knows_them(world: World, elsewhere: World) -> None:
    day = today("Europe/Kyiv")
    for name, left in (("officer", 30), ("teacher", 33), ("secretary", None)):
        last = None if left is None else day + timedelta(days=left)
        Mandate.objects.filter(pk=world.mandates[name].pk).update(ends_on=last)
    Mandate.objects.filter(pk=elsewhere.mandates["officer"].pk).update(ends_on=day)
    where = path(world, "/ending-mandates")
    reader = coordinator_of(world)
    (ending,) = reader.get(where)["items"]
    assert ending["person"]["id"] == str(world.people["officer"].pk)
    assert browser(world, "outsider").get(where)["items"] == []
    assert reader.ask("GET", f"territories/{uuid7()}/ending-mandates")[0] == 404
    before = queries_of(reader, where)
    for name in ("councillor", "observer"):
        Mandate.objects.filter(pk=world.mandates[name].pk).update(ends_on=day)
    assert queries_of(reader, where) == before
