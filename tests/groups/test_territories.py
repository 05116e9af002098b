"""Territories over HTTP, and the import of the codifier."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from groups.models import Office, Territory, TerritoryLevel, TerritoryPopulation
from groups.policies import OfficePolicy, TerritoryPolicy
from groups.services.codifier import Import, import_territories, preview_territories
from tests.cast import SYSTEM, World, a_territory, person, the_country
from tests.groups.helpers import a_coordinator, kinds_after, last_event
from tests.groups.test_api import Browser, browser, queries_of
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid
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
    body = {"code": "UA00000000000000001", "level": "country", "name": "Інша"}
    assert coordinator_of(world).ask("POST", "territories", body)[0] == 403
    assert administrator.ask("POST", "territories", body)[0] == 201
    (place,) = administrator.get("territories?q=тут")["items"]
    assert "found_group" not in place["allowed"]
    assert {"register_part", "give_office", "edit"} <= set(place["allowed"])


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


# ---- the codifier ------------------------------------------------------------------------------------------

COLUMNS = (
    "Перший рівень;Другий рівень;Третій рівень;Четвертий рівень;"
    "Додатковий рівень;Категорія об'єкта;Назва об'єкта"
)
OFFICIAL = f"""\
{COLUMNS}
UA48000000000039575;;;;;О;Миколаївська
UA48000000000039575;UA48020000000096125;;;;Р;Баштанський
UA48000000000039575;UA48020000000096125;UA48020010000098512;;;Н;Баштанська
UA48000000000039575;UA48020000000096125;UA48020010000098512;UA48020010010033391;;М;Баштанка
UA48000000000039575;UA48020000000096125;UA48020010000098512;UA48020010020011111;;С;Кам'янка
UA48000000000039575;UA48020000000096125;UA48020010000098512;UA48020010010033391;UA48020010010122222;В;Центральний
"""


def taken_in(text: str, actor: Actor = SYSTEM) -> Import:
    return import_territories(actor=actor, text=StringIO(text))


def test_the_codifier_is_taken_in_once_however_often_it_is_sent(world: World) -> None:
    before = last_event()
    assert (taken_in(OFFICIAL).added, kinds_after(before)) == (5, ["groups.territories_imported"])
    village = Territory.objects.get(code="UA48020010020011111")
    assert (village.name_uk, village.level) == ("Кам’янка", TerritoryLevel.SETTLEMENT)
    assert [one.name_uk for one in village.above] == ["Україна", "Миколаївська", "Баштанський", "Баштанська"]
    before = last_event()
    again = taken_in(OFFICIAL)
    assert (again.added, again.changed, again.unchanged, kinds_after(before)) == (0, 0, 5, [])


def test_a_list_corrects_names_and_places_and_keeps_what_it_does_not_say(world: World) -> None:
    code = world.territory.code
    Territory.objects.filter(pk=world.territory.pk).update(name_en="Here")
    done = taken_in(f"code,level,name,latitude,longitude\n{code},hromada,Тутешня,47.1,31.9\n")
    territory = Territory.objects.get(code=code)
    assert (done.changed, territory.name_uk, territory.name_en, territory.version) == (
        1,
        "Тутешня",
        "Here",
        2,
    )
    assert (float(territory.latitude or 0), float(territory.longitude or 0)) == (47.1, 31.9)


BAD = """\
code,level,name,name_en,latitude,longitude
UA48000000000039575,oblast,Миколаївська,,,
UA48020000000096125,raion,,,,
UA48020010000098512,hromada,Баштанська,,,
UA123,hromada,Коротка,,,
UA48040000000011111,county,Округ,,,
UA48040000000022222,raion,На мапі,,91,0
UA48000000000039575,oblast,Двічі,,,
UA48050000000033333,raion,Добра,,47.1,31.2
"""


def test_every_bad_line_is_named_and_nothing_is_taken_in(world: World) -> None:
    before = Territory.objects.count()
    with pytest.raises(Invalid) as refusal:
        taken_in(BAD)
    assert sorted((one.pointer, one.code) for one in refusal.value.errors) == [
        ("/lines/3", "bad_name"),
        ("/lines/4", "no_parent"),
        ("/lines/5", "not_katotth"),
        ("/lines/6", "unknown_level"),
        ("/lines/7", "bad_place"),
        ("/lines/8", "twice"),
    ]
    assert Territory.objects.count() == before


def test_a_list_of_something_else_is_refused(world: World) -> None:
    for text in ("", "name,age\nІван,5\n", "<html>"):
        with pytest.raises(Invalid) as refusal:
            taken_in(text)
        assert refusal.value.errors[0].pointer == "/lines/1"


def test_administrators_alone_take_in_the_codifier(world: World) -> None:
    for name in ("facilitator", "outsider"):
        with pytest.raises(Forbidden):
            taken_in(OFFICIAL, world.actor(name))
    with pytest.raises(Forbidden):
        taken_in(OFFICIAL, a_coordinator(world))
    assert taken_in(OFFICIAL, world.actor("administrator")).added == 5


def a_long_list() -> Iterable[str]:
    yield "code,level,name\n"
    yield "UA77000000000000000,oblast,Довга\n"
    for number in range(1, 31):
        yield f"UA77{number:02d}0000000000000,raion,Район {number}\n"
        for hromada in range(1, 51):
            yield f"UA77{number:02d}{hromada:03d}0000000000,hromada,Громада {hromada}\n"


def test_a_long_list_is_read_as_it_comes_and_written_in_few_statements(
    world: World, django_assert_max_num_queries: Any
) -> None:
    lines = iter(a_long_list())
    with django_assert_max_num_queries(16):
        assert import_territories(actor=SYSTEM, text=lines).added == 1531


def test_the_command_names_lines_and_counts(world: World, tmp_path: Path) -> None:
    good, bad, out, err = tmp_path / "good.csv", tmp_path / "bad.csv", StringIO(), StringIO()
    good.write_text(OFFICIAL, encoding="windows-1251")
    call_command("import_territories", str(good), "--encoding", "windows-1251", stdout=out)
    assert out.getvalue() == "added: 5, corrected: 0, unchanged: 0\n"
    bad.write_text(BAD, encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was imported\."):
        call_command("import_territories", str(bad), stderr=err)
    assert "line 5: " in err.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_territories", str(good))


# ---- the codifier over HTTP --------------------------------------------------------------------------------


def send(world: World, content: bytes | str, by: str = "administrator", **facts: str) -> tuple[int, Any]:
    client = Client()
    client.force_login(world.people[by])
    file = SimpleUploadedFile("katotth.csv", content if isinstance(content, bytes) else content.encode())
    answer = client.post("/api/v1/territories/import", {"file": file, **facts})
    return answer.status_code, answer.json()


def test_a_list_is_looked_at_first_and_taken_in_when_it_is_confirmed(world: World) -> None:
    code, before = world.territory.code, Territory.objects.count()
    Territory.objects.filter(pk=world.territory.pk).update(name_en="Here")
    text = f"code,level,name\n{code},hromada,Тутешня\nUA48000000000039575,oblast,Миколаївська\n"
    elsewhere = a_territory("Деінде").code
    for _time in range(2):
        status, told = send(world, text)
        assert (status, told["applied"]) == (200, False)
        assert (told["added"], told["changed"], told["unchanged"], told["missing"]) == (1, 1, 0, 1)
        assert told["renamed"] == [{"code": code, "before": "Тут", "after": "Тутешня"}]
    assert (Territory.objects.count(), Territory.objects.get(code=code).name_uk) == (before + 1, "Тут")
    event = last_event()
    status, done = send(world, text.encode("windows-1251"), confirmed="true")
    assert (status, done) == (200, {**told, "applied": True})
    assert kinds_after(event) == ["groups.territories_imported"]
    assert Territory.objects.get(code=code).name_uk == "Тутешня"
    assert Territory.objects.filter(code=elsewhere).exists()


def test_a_preview_names_every_bad_line_and_a_confirmed_list_with_one_is_refused(world: World) -> None:
    before = Territory.objects.count()
    status, told = send(world, BAD)
    assert (status, told["fault_count"]) == (200, 6)
    assert [one["line"] for one in told["faults"]] == [3, 5, 6, 7, 4, 8]
    assert all(one["message"] for one in told["faults"])
    status, problem = send(world, BAD, confirmed="true")
    assert (status, len(problem["errors"])) == (422, 6)
    assert Territory.objects.count() == before


def test_the_first_list_of_a_fresh_installation_is_looked_at_too() -> None:
    boss = person("boss", is_administrator=True)
    told = preview_territories(actor=Actor.for_person(boss.pk), text=StringIO(OFFICIAL))
    assert (told.added, told.faults, Territory.objects.count()) == (5, [], 0)
    with pytest.raises(Forbidden):
        preview_territories(actor=Actor.for_person(person("other").pk), text=StringIO(OFFICIAL))


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        (b"", "/lines/1"),
        (b"PK\x03\x04 what a spreadsheet begins with", "/lines/1"),
        (b"\x98\xff\xfe", "/file"),
        (b"code,level,name\n" + b"x" * 200_000, "/lines/2"),
    ],
)
def test_what_is_no_list_is_refused(world: World, content: bytes, pointer: str) -> None:
    for facts in ({}, {"confirmed": "true"}):
        status, problem = send(world, content, **facts)
        assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


def test_a_list_comes_as_a_file_of_bounded_size(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    status, problem = send(world, OFFICIAL, confirmed="perhaps")
    assert (status, problem["errors"][0]["pointer"]) == (422, "/confirmed")
    status, problem = send(world, OFFICIAL, delete="true")
    assert (status, problem["errors"][0]["pointer"]) == (422, "/delete")
    client = Client()
    client.force_login(world.people["administrator"])
    assert client.post("/api/v1/territories/import", {}).json()["errors"][0]["pointer"] == "/file"
    monkeypatch.setattr("groups.api.territory_import.LARGEST", 10)
    assert send(world, OFFICIAL)[0] == 413


def test_administrators_alone_send_lists(world: World) -> None:
    before = Territory.objects.count()
    for name in ("facilitator", "outsider"):
        for facts in ({}, {"confirmed": "true"}):
            assert send(world, OFFICIAL, name, **facts)[0] == 403
    assert Territory.objects.count() == before
