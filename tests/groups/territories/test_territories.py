"""Territories over HTTP: keeping and finding them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from groups.models import Office, Territory, TerritoryLevel, TerritoryPopulation
from groups.policies import OfficePolicy, TerritoryPolicy
from tests.cast import SYSTEM, World, a_territory, person, the_country
from tests.groups.helpers import a_coordinator, kinds_after, last_event
from tests.groups.initiative_groups.test_api import Browser, browser, queries_of
from viche.accounts.models import User
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db

IF = {"If-Match": '"1"'}


def coordinator_of(world: World) -> Browser:
    return Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))


def path(world: World, part: str = "") -> str:
    return f"territories/{world.territory.pk}{part}"


# ---- keeping -----------------------------------------------------------------------------------------------


def test_a_settlement_is_registered_and_told_with_what_it_lies_in(world: World) -> None:
    code = f"{world.territory.prefix}001".ljust(19, "0")
    body = {
        "code": code,
        "level": "settlement",
        "name": "Ґанок",
        "parent": str(world.territory.pk),
        "place": {"latitude": 47.1234567, "longitude": 31.5},
    }
    assert browser(world, "facilitator").ask("POST", "territories", body)[0] == 403
    status, made = coordinator_of(world).ask("POST", "territories", body)
    assert (status, made["latitude"], made["longitude"]) == (201, 47.12346, 31.5)
    assert [one["name"]["uk"] for one in made["above"]] == ["Україна", "Тут"]
    assert made["contact_points"] == []
    again = coordinator_of(world).ask("POST", "territories", {**body, "parent": str(uuid7())})[1]
    assert again["errors"][0]["pointer"] == "/parent"


def test_an_administrator_begins_the_tree(world: World) -> None:
    administrator = browser(world, "administrator")
    body = {"code": "UA48000000000039575", "level": "oblast", "name": "Інша", "parent": str(the_country().pk)}
    assert coordinator_of(world).ask("POST", "territories", body)[0] == 403
    assert administrator.ask("POST", "territories", body)[0] == 201
    (place,) = administrator.get("territories?q=тут")["items"]
    assert "found_group" not in place["allowed"]
    assert {"register_part", "give_office", "edit"} <= set(place["allowed"])


def test_there_is_one_country(world: World) -> None:
    administrator = browser(world, "administrator")
    for code in ("UA00000000000000000", "UA00000000000000001"):
        body = {"code": code, "level": "country", "name": "Інша"}
        assert coordinator_of(world).ask("POST", "territories", body)[0] == 403
        status, problem = administrator.ask("POST", "territories", body)
        assert (status, problem["errors"][0]["pointer"], problem["errors"][0]["code"]) == (
            422,
            "/level",
            "taken",
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(code="UA00000000000000001", level=TerritoryLevel.COUNTRY, name_uk="Інша")


def test_a_code_that_its_place_or_its_digits_refuse_is_refused_when_it_is_typed(world: World) -> None:
    coordinator, inside = coordinator_of(world), world.territory.prefix
    body = {"code": f"{inside}0010000000", "level": "settlement", "name": "Село"}
    body["parent"] = str(world.territory.pk)
    assert coordinator.ask("POST", "territories", body)[0] == 201
    for code, refused in (
        (f"{inside}0010012345", "taken"),
        (f"{inside}0020100000", "not_of_level"),
        (f"{inside}0000012345", "not_of_level"),
    ):
        status, problem = coordinator.ask("POST", "territories", body | {"code": code})
        assert (status, [(one["pointer"], one["code"]) for one in problem["errors"]]) == (
            422,
            [("/code", refused)],
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Territory.objects.create(
            code=f"{inside}0010012345",
            level=TerritoryLevel.SETTLEMENT,
            name_uk="Село",
            parent=world.territory,
        )


def test_a_territory_lies_in_the_nearest_one_however_they_came(world: World) -> None:
    administrator, country = browser(world, "administrator"), str(the_country().pk)
    coordinator, code = a_coordinator(world), world.territory.code

    def registered(code: str, level: str) -> Any:
        body = {"code": code, "level": level, "name": level, "parent": country}
        status, made = administrator.ask("POST", "territories", body)
        assert status == 201
        return [one["name"]["uk"] for one in made["above"]]

    assert registered(f"{code[:4]}000000000000000", "oblast") == ["Україна"]
    assert registered(f"{code[:6]}0000000000000", "raion") == ["Україна", "oblast"]
    assert registered(f"{code[:9]}0010000000", "settlement") == ["Україна", "oblast", "raion", "Тут"]
    hromada = administrator.get(path(world))
    assert [one["name"]["uk"] for one in hromada["above"]] == ["Україна", "oblast", "raion"]
    assert hromada["version"] > world.territory.version
    reached = TerritoryPolicy().coordinated_by(coordinator)
    assert {one.name_uk for one in reached} == {"Тут", "settlement"}


def test_the_database_holds_no_half_of_a_place(world: World) -> None:
    with pytest.raises(IntegrityError, match="groups_territory_place"), transaction.atomic():
        Territory.objects.filter(pk=world.territory.pk).update(latitude=1)


def test_names_and_places_are_edited_with_the_version_that_was_read(world: World) -> None:
    coordinator = coordinator_of(world)
    assert coordinator.ask("PATCH", path(world), {"name_en": "Here"})[0] == 428
    body = {"name_en": "Here", "place": {"latitude": -0.5, "longitude": 180}}
    status, edited = coordinator.ask("PATCH", path(world), body, **IF)
    assert (status, edited["name"]["en"], edited["longitude"], edited["version"]) == (200, "Here", 180.0, 2)
    assert coordinator.ask("PATCH", path(world), body, **IF)[0] == 412
    status, edited = coordinator.ask("PATCH", path(world), {"place": None}, **{"If-Match": '"2"'})
    assert (edited["latitude"], edited["name"]["en"]) == (None, "Here")
    half = coordinator.ask("PATCH", path(world), {"place": {"latitude": 1}}, **{"If-Match": '"3"'})[1]
    assert half["errors"][0]["pointer"] == "/place/longitude"
    assert coordinator.ask("PATCH", path(world), {"code": "UA1"}, **{"If-Match": '"3"'})[0] == 422


def test_population_by_year(world: World) -> None:
    coordinator = coordinator_of(world)
    coordinator.ask("PUT", path(world, "/populations"), {"year": 2024, "count": 40_460}, **IF)
    status, out = coordinator.ask(
        "PUT", path(world, "/populations"), {"year": 2025, "count": 40_180}, **{"If-Match": '"2"'}
    )
    assert (status, out["populations"]) == (
        200,
        [{"year": 2025, "count": 40_180}, {"year": 2024, "count": 40_460}],
    )
    for body, pointer in (({"year": 1, "count": 1}, "/year"), ({"year": 2025, "count": -1}, "/count")):
        status, problem = coordinator.ask("PUT", path(world, "/populations"), body, **{"If-Match": '"3"'})
        assert (status, problem["errors"][0]["pointer"]) == (422, pointer)
    assert TerritoryPopulation.objects.count() == 2


def test_a_wrong_year_of_the_population_is_taken_back_by_who_records_it(world: World) -> None:
    coordinator, boss = coordinator_of(world), Browser(person("admin", is_administrator=True))
    for version, year in (('"1"', 2024), ('"2"', 2052)):
        body = {"year": year, "count": 40_460}
        coordinator.ask("PUT", path(world, "/populations"), body, **{"If-Match": version})
    where, wrong, again = path(world, "/populations"), {"year": 2052}, {"If-Match": '"3"'}
    assert coordinator.ask("DELETE", where, wrong)[0] == 428
    assert coordinator.ask("DELETE", where, wrong, **IF)[0] == 412
    assert browser(world, "outsider").ask("DELETE", where, wrong, **again)[0] == 403
    bad: list[dict[str, Any]] = [{"year": 2025}, {"year": 10**12}, {"year": "2052"}, {}, wrong | {"count": 1}]
    for refused in bad:
        status, problem = coordinator.ask("DELETE", where, refused, **again)
        assert (status, problem["errors"][0]["pointer"] in ("/year", "/count")) == (422, True)
    before = last_event()
    status, out = coordinator.ask("DELETE", where, wrong, **again)
    assert (status, out["populations"], out["version"]) == (200, [{"year": 2024, "count": 40_460}], 4)
    assert kinds_after(before) == ["groups.population_removed"]
    gone = last_event()
    assert gone is not None
    assert (gone.data["year"], gone.data["count"]) == (2052, 40_460)
    status, out = boss.ask("DELETE", where, {"year": 2024}, **{"If-Match": '"4"'})
    assert (status, out["populations"]) == (200, [])


def test_contact_points_stand_in_their_order_and_lead_somewhere(world: World) -> None:
    coordinator = coordinator_of(world)
    items = [
        {"kind": "police", "name": "Чергова частина", "phone": "102"},
        {"kind": "council", "name": "Рада", "name_en": "Council", "email": "rada@example.org"},
    ]
    where = path(world, "/contact-points")
    status, out = coordinator.ask("PUT", where, {"items": items}, **IF)
    assert (status, [one["name"]["uk"] for one in out["contact_points"]]) == (
        200,
        ["Чергова частина", "Рада"],
    )
    assert browser(world, "outsider").get(path(world))["contact_points"] == out["contact_points"]
    status, problem = coordinator.ask(
        "PUT", where, {"items": [items[0], {"kind": "other", "name": "Ніде"}]}, **{"If-Match": '"2"'}
    )
    assert (status, problem["errors"][0]["pointer"]) == (422, "/items/1/phone")
    many = {"items": [items[0]] * 51}
    assert coordinator.ask("PUT", where, many, **{"If-Match": '"2"'})[1]["errors"][0]["code"] == "too_many"
    assert coordinator.ask("PUT", where, {"items": items[:1]}, **{"If-Match": '"2"'})[1]["version"] == 3


# ---- finding -----------------------------------------------------------------------------------------------


def test_territories_are_found_by_name_code_and_place(world: World, elsewhere: World) -> None:
    reader = browser(world, "outsider")
    for name in ("Зима", "Іваньки", "Ґудзеве", "Гута"):
        a_territory(name)

    def found(query: str) -> list[str]:
        return [one["name"]["uk"] for one in reader.get(f"territories?{query}")["items"]]

    assert [one for one in found("level=hromada") if one not in ("Тут", "Деінде")] == [
        "Гута",
        "Ґудзеве",
        "Зима",
        "Іваньки",
    ]
    assert found("q=ІВАН") == ["Іваньки"]
    assert found(f"q={world.territory.code[:9].lower()}") == ["Тут"]
    assert found(f"inside={world.territory.pk}") == []
    assert set(found(f"inside={the_country().pk}&q=у")) == {"Гута", "Ґудзеве", "Тут"}
    assert reader.ask("GET", f"territories?inside={uuid7()}")[0] == 404


def test_a_list_of_territories_takes_the_same_queries_however_long(world: World) -> None:
    reader = coordinator_of(world)
    before = queries_of(reader, "territories")
    for number in range(5):
        a_territory(f"ще {number}")
    assert queries_of(reader, "territories") == before


def test_one_and_many_are_allowed_the_same(world: World, elsewhere: World) -> None:
    places, offices = TerritoryPolicy(), OfficePolicy()
    for actor in (a_coordinator(world), world.actor("administrator"), world.actor("outsider"), SYSTEM):
        territories, held = list(Territory.objects.all()), list(Office.objects.all())
        assert places.allowed_in(actor, territories) == [places.allowed(actor, row) for row in territories]
        assert offices.allowed_in(actor, held) == [offices.allowed(actor, row) for row in held]
