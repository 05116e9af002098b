"""The register of replies, its numbers by authority, what of them is public, and what lists cost."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.kit.editions.services import make_edition, publish_edition, withdraw_edition
from programmes.models import Dossier, Edition
from tasks.models import OutsideBody
from tests.cast import World
from tests.dialogue.helpers import api
from tests.programmes.public_control.helpers import begin, bring, make_overdue, reply

pytestmark = pytest.mark.django_db
NONE = {"asked": 0, "in_time": 0, "late": 0, "silent": 0, "refused": 0, "open": 0}


def register(world: World, by: str = "observer", **query: str) -> list[Any]:
    answer = api(world, by).get(f"control-replies?{urlencode(query)}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["items"])


def totals(world: World, by: str = "observer", address: str = "control-replies/totals") -> dict[str, Any]:
    items = api(world, by).get(address).json()["items"]
    return {
        one["authority"]["id"]: {name: number for name, number in one.items() if name in NONE and number}
        for one in items
    }


def outcomes(world: World) -> dict[str, Dossier]:
    """A control of the police for each outcome, and one whose report was not sent."""
    made = {
        "open": bring(world, begin(world), "report_sent"),
        "none": bring(world, begin(world), "conducted"),
    }
    made["in_time"] = bring(world, begin(world, mechanism="request"), "replied")
    for outcome, kind in (("late", "answered"), ("refused", "refused")):
        made[outcome] = bring(world, begin(world), "report_sent")
        make_overdue(made[outcome])
        reply(world, made[outcome], kind=kind)
    made["silent"] = bring(world, begin(world), "silent")
    return made


def test_the_register_tells_what_became_of_each_report(world: World) -> None:
    made = outcomes(world)
    police = str(world.organisations["police"].pk)
    rows = register(world)
    expected = {str(dossier.pk): outcome for outcome, dossier in made.items() if outcome != "none"}
    assert {one["dossier"]["id"]: one["outcome"] for one in rows} == expected
    assert {one["authority"]["id"] for one in rows} == {police}
    assert {one["rules"]["label"]["en"] for one in rows} == {"Example values, not legal advice"}
    for outcome in ("open", "in_time", "late", "silent", "refused"):
        (found,) = register(world, outcome=outcome)
        assert found["dossier"]["id"] == str(made[outcome].pk)
    assert [one["outcome"] for one in register(world, mechanism="request")] == ["in_time"]
    assert len(register(world, authority=police, group=str(world.group.pk))) == 5
    assert register(world, authority=str(world.organisations["school"].pk)) == []
    assert register(world, "outsider") == []
    each = dict.fromkeys(("in_time", "late", "silent", "refused", "open"), 1)
    assert totals(world) == {police: {"asked": 5, **each}}
    assert totals(world, "outsider") == {}


@pytest.mark.parametrize("query", ["outcome=maybe", "mechanism=raid", "authority=me", "group=1", "x=1"])
def test_a_wrong_filter_is_refused(world: World, query: str) -> None:
    assert api(world, "observer").get(f"control-replies?{query}").status_code == 400


def test_an_outside_body_is_counted_apart(world: World) -> None:
    body = OutsideBody.objects.create(register=world.group, name_uk="Водоканал")
    bring(world, begin(world, outside_body_id=body.pk), "report_sent")
    bring(world, begin(world), "report_sent")
    police = str(world.organisations["police"].pk)
    assert totals(world) == {str(body.pk): {"asked": 1, "open": 1}, police: {"asked": 1, "open": 1}}
    (row,) = register(world, outside_body=str(body.pk))
    assert row["authority_outside"] is True


def test_pages_of_the_register_follow_each_other(world: World) -> None:
    wanted = {str(bring(world, begin(world), "report_sent").pk) for _ in range(3)}
    first = api(world, "observer").get("control-replies?limit=2").json()
    rest = api(world, "observer").get(f"control-replies?limit=2&cursor={first['next_cursor']}").json()
    assert len(first["items"]) == 2
    assert {one["dossier"]["id"] for one in first["items"] + rest["items"]} == wanted


def test_everybody_is_told_the_numbers_of_published_editions_alone(world: World) -> None:
    address = "public/control-replies"
    dossier, _other = (bring(world, begin(world), "replied") for _ in range(2))
    acting: dict[str, Any] = {"actor": world.actor("teacher"), "dossier_id": dossier.pk}
    edition = make_edition(**acting, reason="Для всіх", for_public=True)
    assert totals(world, "anonymous", address) == {}
    publish_edition(**acting, edition_id=edition.pk)
    police = str(world.organisations["police"].pk)
    assert totals(world, "anonymous", address) == {police: {"asked": 1, "in_time": 1}}
    withdraw_edition(**acting, edition_id=edition.pk, reason="Помилка")
    assert totals(world, "anonymous", address) == {}
    assert Edition.objects.filter(dossier=dossier).count() == 2


@pytest.mark.parametrize("address", ["control-replies", "control-replies/totals", "public/control-replies"])
def test_the_register_takes_as_many_queries_for_many_as_for_one(world: World, address: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert api(world, "observer").get(address).status_code == 200
        return len(seen)

    bring(world, begin(world), "report_sent")
    count()
    one = count()
    for _ in range(3):
        bring(world, begin(world), "report_sent")
    assert count() == one
