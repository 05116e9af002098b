"""The import of the codifier, by itself and over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from groups.models import OfficeKind, Territory, TerritoryLevel
from groups.offices.services import give_office
from groups.policies import TerritoryAction, TerritoryPolicy
from groups.territories.codifier_import import (
    CodeCorrection,
    CodifierImport,
    import_territories,
    preview_territories,
)
from groups.territories.services import register_territory
from tests.cast import SYSTEM, World, a_territory, person, the_country
from tests.groups.helpers import a_coordinator, kinds_after, last_event
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


# ---- a list ------------------------------------------------------------------------------------------------

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


def taken_in(text: str, actor: Actor = SYSTEM) -> CodifierImport:
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


def test_the_list_corrects_a_code_that_was_mistyped(world: World) -> None:
    taken_in("".join(f"{one}\n" for one in OFFICIAL.splitlines()[:3]))
    raion, coordinator = Territory.objects.get(level=TerritoryLevel.RAION), a_coordinator(world)
    hromada = register_territory(
        actor=SYSTEM,
        code="UA48020010000011111",
        level=TerritoryLevel.HROMADA,
        name_uk="Баштанська",
        parent_id=raion.pk,
    )
    give_office(
        actor=SYSTEM,
        person_id=coordinator.person_id or uuid7(),
        kind=OfficeKind.COORDINATOR,
        territory_id=hromada.pk,
        document="Розпорядження № 2",
    )
    told = preview_territories(actor=SYSTEM, text=StringIO(OFFICIAL))
    corrected = CodeCorrection("Баштанська", hromada.code, "UA48020010000098512", "hromada", "hromada")
    for done in (told, taken_in(OFFICIAL)):
        assert (done.faults, done.recoded) == ([], [corrected])
        assert (done.added, done.changed, done.unchanged, done.missing) == (2, 1, 2, 1)
    after = Territory.objects.get(pk=hromada.pk)
    assert (after.code, after.parent, after.version) == (corrected.after, raion, hromada.version + 1)
    village = Territory.objects.get(code="UA48020010020011111")
    assert village.parent == after
    assert TerritoryPolicy().can(coordinator, TerritoryAction.EDIT, village)
    again = taken_in(OFFICIAL)
    assert (again.added, again.changed, again.unchanged, again.recoded) == (0, 0, 5, [])


def test_the_list_corrects_what_older_releases_let_in(world: World) -> None:
    """A hromada under the code of its settlement, and another at the level of one."""
    country = the_country()
    wrong = {"UA48020010010033391": "hromada", "UA48020020000022222": "settlement"}
    for code, level in wrong.items():
        Territory.objects.create(code=code, level=level, name_uk=code, parent=country)
    text = f"{OFFICIAL}UA48;UA48;UA48020020000022222;;;Н;Друга\n"
    done = taken_in(text)
    assert [(one.before, one.after, one.level_before, one.level) for one in done.recoded] == [
        ("UA48020010010033391", "UA48020010000098512", "hromada", "hromada"),
        ("UA48020020000022222", "UA48020020000022222", "settlement", "hromada"),
    ]
    assert (done.added, done.changed) == (4, 2)
    above = {one.name_uk: [two.name_uk for two in one.above][1:] for one in Territory.objects.all()}
    assert above["Баштанка"] == ["Миколаївська", "Баштанський", "Баштанська"]
    assert above["Друга"] == ["Миколаївська", "Баштанський"]


def test_what_lay_straight_in_the_country_comes_to_lie_where_its_code_says(world: World) -> None:
    before, code = Territory.objects.get(pk=world.territory.pk), world.territory.code
    text = f"code,level,name\n{code[:4]}000000000000000,oblast,Область\n{code[:6]}0000000000000,raion,Район\n"
    told = preview_territories(actor=SYSTEM, text=StringIO(text))
    for done in (told, taken_in(text)):
        assert (done.added, done.changed, done.unchanged, done.missing) == (2, 1, 0, 1)
    after = Territory.objects.get(pk=before.pk)
    assert [one.name_uk for one in after.above] == ["Україна", "Область", "Район"]
    assert after.version == before.version + 1
    again = taken_in(f"{text}{code},hromada,Тут\n")
    assert (again.added, again.changed, again.unchanged, again.missing) == (0, 0, 3, 0)


def test_two_lines_for_one_place_and_a_code_of_another_level_are_named(world: World) -> None:
    text = """\
code,level,name
UA48000000000039575,oblast,Миколаївська
UA48000000000011111,oblast,Миколаївська
UA48020000000096125,hromada,Баштанський
UA48020000010096125,settlement,Баштанський, район
UA48050000000033333,raion,Добра,,,
"""
    told = preview_territories(actor=SYSTEM, text=StringIO(text))
    assert sorted((one.number, one.code) for one in told.faults) == [
        (3, "taken"),
        (4, "not_of_level"),
        (5, "too_many_cells"),
    ]


def test_who_is_registered_twice_is_named_with_the_code_that_stands_in_its_place(world: World) -> None:
    """One by its code at a wrong level, and one in its place under a mistyped code."""
    country, official, mistyped = the_country(), "UA48020020000022222", "UA48020020000022220"
    Territory.objects.create(code=official, level="settlement", name_uk="Друга", parent=country)
    Territory.objects.create(code=mistyped, level="hromada", name_uk="Друга", parent=country)
    text = f"{OFFICIAL}UA48;UA48;{official};;;Н;Друга\n"
    (fault,) = preview_territories(actor=SYSTEM, text=StringIO(text)).faults
    assert (fault.number, fault.code) == (8, "registered_twice")
    assert mistyped in str(fault.message)


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
    Territory.objects.filter(code="UA48020010020011111").update(code="UA48020010020022222")
    call_command("import_territories", str(good), "--encoding", "windows-1251", stdout=out)
    assert out.getvalue().splitlines()[1:] == [
        "corrected: UA48020010020022222 (settlement) is now UA48020010020011111 (settlement)",
        "added: 0, corrected: 1, unchanged: 4",
    ]
    bad.write_text(BAD, encoding="utf-8")
    with pytest.raises(CommandError, match=r"Nothing was imported\."):
        call_command("import_territories", str(bad), stderr=err)
    assert "line 5: " in err.getvalue()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_territories", str(good))


# ---- over HTTP ---------------------------------------------------------------------------------------------


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
        assert (told["recoded"], told["recoded_count"]) == ([], 0)
    assert (Territory.objects.count(), Territory.objects.get(code=code).name_uk) == (before + 1, "Тут")
    event = last_event()
    status, done = send(world, text.encode("windows-1251"), confirmed="true")
    assert (status, done) == (200, {**told, "applied": True})
    assert kinds_after(event) == ["groups.territories_imported"]
    assert Territory.objects.get(code=code).name_uk == "Тутешня"
    assert Territory.objects.filter(code=elsewhere).exists()


def test_a_corrected_code_is_shown_before_it_is_corrected(world: World) -> None:
    code = world.territory.code
    text = f"code,level,name\n{code[:14]}12345,hromada,Тут\n"
    status, told = send(world, text)
    assert (status, told["changed"], told["fault_count"], told["recoded_count"]) == (200, 1, 0, 1)
    (one,) = told["recoded"]
    assert (one["name"], one["before"], one["after"]) == ("Тут", code, f"{code[:14]}12345")
    assert (one["level_before"], one["level"]) == ("hromada", "hromada")
    assert Territory.objects.filter(code=code).exists()
    assert send(world, text, confirmed="true")[1]["applied"] is True
    assert Territory.objects.get(pk=world.territory.pk).code == f"{code[:14]}12345"


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
    monkeypatch.setattr("groups.territories.import_api.MAX_BYTES", 10)
    assert send(world, OFFICIAL)[0] == 413


def test_administrators_alone_send_lists(world: World) -> None:
    before = Territory.objects.count()
    for name in ("facilitator", "outsider"):
        for facts in ({}, {"confirmed": "true"}):
            assert send(world, OFFICIAL, name, **facts)[0] == 403
    assert Territory.objects.count() == before
