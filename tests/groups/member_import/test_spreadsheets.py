"""Lists as the programs of the country save them, and files that are none."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.styles import Font

from groups.list_import.parsed_rows import ParsedRow, RowFault
from groups.member_import.plans import resolve_organisations
from groups.models import Organisation
from tests.cast import World
from tests.groups.joining.test_joining import coordinator
from tests.groups.member_import.helpers import (
    ENGLISH,
    UKRAINIAN,
    as_csv,
    as_xlsx,
    checked,
    facilitator,
    faults,
    line,
    preview,
    saved,
)
from viche.kernel.clock import today

pytestmark = pytest.mark.django_db


# ---- files as they come ----------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_in_the_encodings_and_with_the_signs_of_the_country(
    world: World, sign: str, encoding: str
) -> None:
    content = as_csv(line("new@hospital.example", name="Їжак Ґалаґан"), sign=sign, encoding=encoding)
    (row,) = checked(facilitator(world), world, content)["rows"]
    assert (row["name"], row["position"]) == ("Їжак Ґалаґан", "лікарка")


@pytest.mark.parametrize("heading", [UKRAINIAN, ENGLISH, [one.upper() + ": " for one in UKRAINIAN]])
def test_headings_of_both_languages(world: World, heading: list[str]) -> None:
    content = as_csv(line("new@hospital.example", role="Member"), heading=heading)
    assert len(checked(facilitator(world), world, content)["rows"]) == 1


def test_a_workbook_with_days_as_days_and_as_numbers(world: World) -> None:
    day = today("Europe/Kyiv") + timedelta(days=400)
    serial = (day - date(1899, 12, 30)).days
    rows = [
        line("one@hospital.example", until=day),
        line("two@hospital.example", until=serial),
        line("three@hospital.example", until=day.strftime("%d.%m.%Y")),
        line("four@hospital.example", until=17),
        [],
        line("five@hospital.example", until=None, position=12),
    ]
    told = checked(facilitator(world), world, as_xlsx(*rows), "Список.XLSX")
    assert [row["until"] for row in told["rows"]] == [day.isoformat()] * 3 + [None]
    assert told["rows"][-1]["position"] == "12"
    assert faults(told) == [(5, "until", "no_day")]
    assert told["rows"][-1]["number"] == 7, "as the spreadsheet numbers it"


def test_a_text_that_its_comma_cuts_in_two_is_not_taken_for_its_beginning(world: World) -> None:
    page = facilitator(world)
    heading, whole = as_csv(line("one@hospital.example")).decode().split("\r\n")
    cut = "Лариса Гук,two@hospital.example,Організація market Тут,лікарка,,,Наказ № 5, від 12.01"
    shifted = "Гук, Лариса,three@hospital.example,Організація market Тут,лікарка,,,Наказ № 6"
    content = "\r\n".join([heading, f"{whole},,", cut, shifted]).encode()
    told = checked(page, world, content)
    assert [row["number"] for row in told["rows"]] == [2], "empty cells at the end are nothing"
    assert faults(told) == [(3, "document", "too_many_cells"), (4, "document", "too_many_cells")]
    assert "лапки" in told["faults"][0]["message"]
    quoted = cut.replace("Наказ № 5, від 12.01", '"Наказ № 5, від 12.01"')
    (row,) = checked(coordinator(world), world, f"{heading}\r\n{quoted}".encode())["rows"]
    assert row["document"] == "Наказ № 5, від 12.01"


def test_of_all_organisations_those_alone_are_read_that_a_list_names(world: World) -> None:
    market = world.organisations["market"]
    Organisation.objects.filter(pk=market.pk).update(
        name_uk="КНП «Лікарня — Ґанок»", short_name_uk="Кам'янська Łódź", short_name_en="St. Mary's: A*"
    )
    names = ['кнп "лікарня - ґанок":', "КАМ’ЯНСЬКА  łódź", "ST. MARY`S: a*", "Немає такої", "—"]
    other = RowFault(0, "email", "invalid", "")
    rows = [ParsedRow(number, {"organisation": name}, [other]) for number, name in enumerate(names, start=2)]
    with CaptureQueriesContext(connection) as asked:
        assert resolve_organisations(world.actor("facilitator"), world.group, rows) == []
    assert [(one.number, one.code) for row in rows for one in row.faults if one is not other] == [
        (5, "not_found"),
        (6, "not_found"),
    ]
    (sql,) = [one["sql"] for one in asked.captured_queries if 'FROM "groups_organisation" ' in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert [row[0] for row in cursor.fetchall()] == [market.pk]


def test_what_stands_in_a_workbook_beside_its_columns_is_named(world: World) -> None:
    rows = [line("one@hospital.example"), [*line("two@hospital.example"), None, "перевірити"]]
    told = checked(facilitator(world), world, as_xlsx(*rows), "list.xlsx")
    assert [row["number"] for row in told["rows"]] == [2]
    assert faults(told) == [(3, "document", "too_many_cells")]


def test_formulas_are_not_worked_out_and_merged_cells_are_named(world: World) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(line("one@hospital.example"), line("two@hospital.example"))))
    sheet = book.worksheets[0]
    sheet["D2"] = '=CONCATENATE("лі","карка")'
    sheet.merge_cells("C2:C3")
    told = checked(facilitator(world), world, saved(book), "list.xlsx")
    assert faults(told) == [(2, "position", "formula"), (3, "organisation", "blank")]
    assert "об’єднано" in told["faults"][1]["message"]


def test_the_first_visible_sheet_is_read(world: World) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(line("one@hospital.example"))))
    hidden = book.create_sheet("Старе", 0)
    hidden.sheet_state = "hidden"
    book.active = 1
    assert len(checked(facilitator(world), world, saved(book), "list.xlsx")["rows"]) == 1


@pytest.mark.parametrize(("kind", "language"), [(k, n) for k in ("csv", "xlsx") for n in ("uk", "en")])
def test_a_template_is_a_list_that_can_be_read(world: World, kind: str, language: str) -> None:
    page = facilitator(world)
    answer = page.client.get(f"/api/v1/member-lists/template?kind={kind}&language={language}")
    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    # Its example names an organisation that nobody has registered, so that nobody sends it as it is.
    told = checked(page, world, answer.content, f"list.{kind}")
    assert faults(told) == [(2, "organisation", "not_found")]


# ---- files that are none ---------------------------------------------------------------------------------


def bomb() -> bytes:
    content = io.BytesIO(as_xlsx(line("one@hospital.example")))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.xml", b"0" * 60_000_000)
    return content.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is `xml`."""
    source, target = io.BytesIO(as_xlsx(line("one@hospital.example"))), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, xml if part == "xl/worksheets/sheet1.xml" else old.read(part))
    return target.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>"""


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("list.csv", b"", 422),
        ("list.csv", b"\0\1\2", 422),
        ("list.csv", as_csv(), 422),
        ("list.csv", as_csv(line("a@b.example"), heading=["Хто", "Що"]), 422),
        ("list.csv", as_csv(line("a@b.example"), heading=["Пошта", *UKRAINIAN[1:]]), 422),
        ("list.csv", b'"a' + b"x" * 150_000, 422),
        ("list.csv", b"x" * 204_801, 413),
        ("list.xlsx", b"PK\x03\x04 not really", 422),
        ("list.xlsx", as_csv(line("a@b.example")), 415),
        ("list.xlsx", with_sheet(LAUGHS), 422),
        ("list.xlsx", with_sheet(b"<worksheet><sheetData><row"), 422),
        ("list.xls", b"\xd0\xcf\x11\xe0", 415),
        ("list.pdf", b"%PDF-1.4", 415),
    ],
)
def test_a_file_that_is_no_list_is_refused(world: World, name: str, content: bytes, status: int) -> None:
    got, problem = preview(facilitator(world), world, content, name)
    assert got == status, problem
    assert problem["title"]


def test_an_archive_that_unpacks_to_more_than_is_safe_is_refused(world: World) -> None:
    status, problem = preview(facilitator(world), world, bomb(), "list.xlsx")
    assert (status, problem["errors"][0]["code"]) == (422, "bomb")


def test_empty_rows_do_not_count_and_nobody_far_below_is_overlooked(world: World) -> None:
    book = load_workbook(io.BytesIO(as_xlsx(line("one@hospital.example"))))
    book.worksheets[0]["B5000"].font = Font(bold=True)
    assert len(checked(facilitator(world), world, saved(book), "list.xlsx")["rows"]) == 1
    book.worksheets[0]["B1048576"] = "far@hospital.example"
    status, problem = preview(facilitator(world), world, saved(book), "list.xlsx")
    assert (status, problem["errors"][0]["code"]) == (422, "too_many_rows")


def test_a_list_has_an_end(world: World) -> None:
    rows = [line(f"new{number}@hospital.example") for number in range(201)]
    for content, name in ((as_csv(*rows), "list.csv"), (as_xlsx(*rows), "list.xlsx")):
        status, problem = preview(facilitator(world), world, content, name)
        assert (status, problem["errors"][0]["code"]) == (422, "too_many_rows")
    assert len(checked(facilitator(world), world, as_csv(*rows[:200]))["rows"]) == 200
