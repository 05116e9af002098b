"""Lists of action items: what a table would propose, row by row, and proposing exactly that, or nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from groups.memberships.services import end_membership
from tasks.models import ActionItem
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import a_restricted_thread, api, pointers
from tests.tasks.export.test_export import content_of, take
from tests.tasks.external_assignees.test_external_assignees import a_body
from tests.tasks.helpers import an_item, an_item_in, in_days
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
HEADING = ("Назва", "Виконавець", "Строк")


def day(days: int = 14) -> str:
    return in_days(days).strftime("%d.%m.%Y")


def organisation(world: World, key: str = "council") -> str:
    return world.organisations[key].name_uk


def as_csv(*rows: Sequence[Any], heading: Sequence[str] = HEADING) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([heading, *rows])
    return text.getvalue().encode()


def as_xlsx(*rows: Sequence[Any], heading: Sequence[str] = HEADING) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in (heading, *rows):
        book.worksheets[0].append(list(row))
    book.save(content)
    return content.getvalue()


def preview(world: World, content: bytes, name: str = "a.csv", by: str = "facilitator") -> Any:
    at = f"/api/v1/groups/{world.group.pk}/action-item-lists/preview"
    return api(world, by).client.post(at, {"file": SimpleUploadedFile(name, content)}, format="multipart")


def checked(
    world: World, content: bytes, name: str = "a.csv"
) -> tuple[list[Any], list[tuple[int, str, str]]]:
    """The rows that can be taken, and number, column and code of every fault."""
    told = preview(world, content, name)
    assert told.status_code == 200, told.json()
    faults = [(one["number"], one["column"], one["code"]) for one in told.json()["faults"]]
    return told.json()["rows"], faults


def as_shown(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the answer as the page sends it back."""
    kept = {
        key: value for key, value in row.items() if key not in ("owner", "owner_outside", "verifier", "again")
    }
    kept["coowners"] = [one["id"] for one in row["coowners"]]
    owner = "outside_body" if row["owner_outside"] else "owner_organisation"
    verifier = row["verifier"]["id"] if row["verifier"] else None
    return {
        **kept,
        owner: row["owner"]["id"],
        "verifier_organisation": verifier,
        "again": row["again"] is not None,
    }


def confirm(world: World, rows: Sequence[dict[str, Any]], by: str = "facilitator", **headers: str) -> Any:
    body = {"rows": [as_shown(row) for row in rows]}
    return api(world, by).post(f"groups/{world.group.pk}/action-item-lists", body, **headers)


def a_whole_item(world: World) -> ActionItem:
    """One that has something in every column."""
    return an_item(
        world,
        title_uk="=Ліхтарі",
        title_en="=Lamps",
        description="- перше\n- друге; і третє",
        priority="urgent",
        criteria=["Світять", "Є акт"],
        coowners=[world.organisations["school"].pk, world.organisations["ngo"].pk],
        verifier_organisation_id=world.organisations["police"].pk,
        target_groups=["children", "women"],
        tags=["освітлення", "двір"],
        place_name="Двір",
        place=(Decimal("-47.86"), Decimal("31.15012")),
        effort_hours=12,
        budget=1230000.5,
        budget_source="hromada",
    )


# ---- what a list says --------------------------------------------------------------------------------------


def test_a_table_is_looked_at_and_then_proposed_as_if_by_hand(world: World) -> None:
    content = as_csv(
        ["Ліхтарі", organisation(world), day()],
        ["Пандус", organisation(world, "school"), day(20)],
    )
    rows, faults = checked(world, content)
    assert faults == []
    assert not ActionItem.objects.exists(), "nothing is done by looking"
    made = confirm(world, rows)
    assert made.status_code == 201
    assert [one["number"] for one in made.json()["items"]] == [1, 2]
    first = ActionItem.objects.get(number=1)
    assert (first.title_uk, first.state, first.audience) == ("Ліхтарі", "proposed", "group")
    assert (first.owner_organisation, first.created_by) == (
        world.organisations["council"],
        world.people["facilitator"],
    )
    history = api(world, "observer").get(f"action-items/{first.pk}/history").json()["items"]
    assert [one["kind"] for one in history] == ["tasks.action_made"]


@pytest.mark.parametrize("language", ["uk", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_taken_along_is_read_back_as_new_items(world: World, kind: str, language: str) -> None:
    body = a_body(world)
    a_whole_item(world)
    an_item(world, title_uk="Вода", title_en="Water")
    ActionItem.objects.filter(title_uk="Вода").update(owner_organisation=None, outside_body=body)
    content = content_of(take(world, "facilitator", kind, language=language))
    rows, faults = checked(world, content, f"a.{kind}")
    assert faults == []
    first, second = rows
    apart = ("number", "owner", "coowners", "verifier", "again", "due_on")
    kept = {key: first[key] for key in first if key not in apart}
    besides = [world.organisations["school"].pk, world.organisations["ngo"].pk]
    assert [one["id"] for one in first["coowners"]] == [*map(str, besides)]
    assert kept == {
        "title": "=Ліхтарі" if language == "uk" else "=Lamps",
        "title_en": "=Lamps",
        "description": "- перше\n- друге; і третє",
        "priority": "urgent",
        "owner_outside": False,
        "criteria": ["Світять", "Є акт"],
        "target_groups": first["target_groups"],
        "tags": ["двір", "освітлення"],
        "place_name": "Двір",
        "place": {"latitude": -47.86, "longitude": 31.15012},
        "effort_hours": 12,
        "budget": 1230000.5,
        "budget_source": "hromada",
    }
    assert sorted(first["target_groups"]) == ["children", "women"]
    assert (first["verifier"]["id"], second["owner_outside"]) == (str(world.organisations["police"].pk), True)
    assert (first["again"] is None) == (language == "en"), "it is called so in Ukrainian"
    assert confirm(world, rows).status_code == 201
    assert ActionItem.objects.filter(outside_body=body).count() == 2
    again = ActionItem.objects.filter(tags=["двір", "освітлення"]).latest("number")
    assert (again.coowners, again.title_en) == (besides, "=Lamps")
    assert (again.place_name, again.budget_source, again.criteria.count()) == ("Двір", "hromada", 2)
    assert again.place == (Decimal("-47.86"), Decimal("31.15012"))
    assert (second["place_name"], second["place"]) == ("", None)


def test_a_workbook_with_days_as_days_and_numbers_as_numbers(world: World) -> None:
    heading = (*HEADING, *headings_of(world)[-3:-1])
    rows, faults = checked(
        world, as_xlsx(["Ліхтарі", organisation(world), in_days(9), 8, 1500.5], heading=heading), "a.xlsx"
    )
    assert faults == []
    assert (rows[0]["due_on"], rows[0]["effort_hours"], rows[0]["budget"]) == (str(in_days(9)), 8, 1500.5)


def headings_of(world: World) -> list[str]:
    """Of the table to take along."""
    text = content_of(take(world, "facilitator")).decode("utf-8-sig")
    return next(csv.reader(io.StringIO(text), delimiter=";"))


# ---- what cannot be taken ----------------------------------------------------------------------------------


def test_every_bad_row_is_named_with_every_reason(world: World) -> None:
    whole = headings_of(world)
    place = {name: index for index, name in enumerate(whole)}
    good = {"Назва": "Ліхтарі", "Виконавець": organisation(world), "Строк": day()}

    def row(**other: str) -> list[str]:
        said = {
            **good,
            **{{"title": "Назва", "owner": "Виконавець", "due": "Строк"}[k]: v for k, v in other.items()},
        }
        return [said.get(name, "") for name in sorted(place, key=place.__getitem__)]

    content = as_csv(
        row(title=" "),
        row(owner="Немає такої", due="завтра"),
        row(title="Б", due=day(-1)),
        row(title="Шко\u202eла"),
        row(title="Ґ" * 201),
        row(title="Ж"),
        row(title=" ж "),
        heading=whole,
    )
    rows, faults = checked(world, content)
    assert [one["title"] for one in rows] == ["Ж"]
    assert faults == [
        (2, "title", "blank"),
        (3, "owner", "not_found"),
        (3, "due_on", "no_day"),
        (4, "due_on", "past"),
        (5, "title", "unstorable"),
        (6, "title", "max_length"),
        (8, "title", "duplicate"),
    ]


@pytest.mark.parametrize(
    ("column", "words", "fault"),
    [
        ("Пріоритет", "колись", ("priority", "unknown")),
        ("Хто підтверджує", "SELF", ("verifier", "same_as_owner")),
        ("BESIDES", "SELF", ("coowners", "same_as_owner")),
        ("BESIDES", "Немає такої", ("coowners", "not_found")),
        ("BESIDES", "OUTSIDE", ("coowners", "not_found")),
        ("TITLE_EN", "Л" * 201, ("title_en", "max_length")),
        ("TITLE_EN", "La\u202emps", ("title_en", "unstorable")),
        ("Хто підтверджує", "MARKET", ("verifier", "not_in_group")),
        ("Хто підтверджує", "Немає такої", ("verifier", "not_found")),
        ("Для кого", "дельфіни", ("target_groups", "unknown")),
        ("Теги", "; ".join(f"тег{number}" for number in range(11)), ("tags", "max_length")),
        ("Теги", "cвiтло", ("tags", "mixed_alphabets")),
        ("Критерії", "\n".join(f"К{number}" for number in range(21)), ("criteria", "max_length")),
        ("HOURS", "8,5", ("effort_hours", "no_number")),
        ("HOURS", "0", ("effort_hours", "out_of_range")),
        ("BUDGET", "багато", ("budget", "no_number")),
        ("BUDGET", "-5", ("budget", "min_value")),
        ("BUDGET", "0.001", ("budget", "no_number")),
        ("SOURCE", "мама", ("budget_source", "unknown")),
    ],
)
def test_what_a_cell_may_not_say(world: World, column: str, words: str, fault: tuple[str, str]) -> None:
    whole = headings_of(world)
    named = {"HOURS": whole[-3], "BUDGET": whole[-2], "SOURCE": whole[-1], "Хто підтверджує": whole[9]}
    named |= {"Пріоритет": whole[6], "Критерії": whole[13], "Для кого": whole[18], "Теги": whole[19]}
    named |= {"BESIDES": whole[8], "TITLE_EN": whole[2]}
    said = {"SELF": organisation(world), "MARKET": organisation(world, "market")}.get(words, words)
    if words == "OUTSIDE":
        said = a_body(world).name_uk
    content = as_csv(["Ліхтарі", organisation(world), day(), said], heading=(*HEADING, named[column]))
    rows, faults = checked(world, content)
    assert (rows, [one[1:] for one in faults]) == ([], [fault])


def test_a_formula_is_not_worked_out(world: World) -> None:
    rows, faults = checked(world, as_xlsx(["=1+1", organisation(world), day()]), "a.xlsx")
    assert (rows, faults) == ([], [(2, "title", "formula")])


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (as_csv(["А", "Б", "В"], heading=("Назва", "Виконавець", "Щось")), "a.csv", 422, "column_missing"),
        (as_csv(["А", "Б", "В"], heading=("Назва", "Виконавець", "Title")), "a.csv", 422, "column_twice"),
        (as_csv(), "a.csv", 422, "empty"),
        (as_csv(*[["А", "Б", "В"]] * 201), "a.csv", 422, "too_many_rows"),
        (b"\x00\x01", "a.xlsx", 415, "file_type"),
        (b"%PDF", "a.pdf", 415, "file_type"),
        (b"a" * (200 * 1024 + 1), "a.csv", 413, "file_too_large"),
    ],
)
def test_files_that_are_no_list(world: World, content: bytes, name: str, status: int, code: str) -> None:
    told = preview(world, content, name)
    known = [one["code"] for one in told.json()["errors"]] or [told.json()["code"]]
    assert told.status_code == status
    assert code in known or name == "a.xlsx"


def test_more_text_than_could_come_back_is_refused_before_it_is_shown(world: World) -> None:
    heading = (*HEADING, headings_of(world)[3])
    rows = [[f"Ліхтар {n}", organisation(world), day(), f"{n} " + "слово " * 180] for n in range(120)]
    content = as_xlsx(*rows, heading=heading)
    assert pointers(preview(world, content, "a.xlsx")) == [("/file", "too_much_text")]


# ---- who, and how often ------------------------------------------------------------------------------------


def test_who_makes_items_brings_a_list_and_nobody_else(world: World, elsewhere: World) -> None:
    content = as_csv(["Ліхтарі", organisation(world), day()])
    told = {
        name: preview(world, content, by=name).status_code for name in ("secretary", "officer", "observer")
    }
    assert told == {"secretary": 200, "officer": 403, "observer": 403}
    rows, _faults = checked(world, content)
    assert confirm(world, rows, "officer").status_code == 403
    assert confirm(elsewhere, rows, "facilitator").status_code == 201, "of their own group"
    at = f"groups/{world.group.pk}/action-item-lists"
    stranger = api(elsewhere, "facilitator").post(at, {"rows": [as_shown(one) for one in rows]})
    assert stranger.status_code == 404


def test_the_same_key_proposes_once(world: World) -> None:
    rows, _faults = checked(world, as_csv(["Ліхтарі", organisation(world), day()]))
    key = str(uuid7())
    first, second = (confirm(world, rows, **{"Idempotency-Key": key}) for _time in range(2))
    assert (first.status_code, second.json()) == (201, first.json())
    assert ActionItem.objects.count() == 1


def test_without_a_key_the_second_list_is_told_that_they_are_there_by_now(world: World) -> None:
    rows, _faults = checked(world, as_csv(["Ліхтарі", organisation(world), day()]))
    assert confirm(world, rows).status_code == 201
    refused = confirm(world, rows)
    assert (refused.status_code, refused.json()["code"]) == (409, "list_changed")
    assert pointers(refused) == [("/rows/0", "changed")]
    again, _faults = checked(world, as_csv(["Ліхтарі", organisation(world), day()]))
    assert again[0]["again"] == {"number": 1, "year": ActionItem.objects.get().year}
    assert confirm(world, again).status_code == 201, "who was shown it and wants it"


def test_what_differs_by_now_is_named_and_nothing_is_done(world: World) -> None:
    heading = (*HEADING, headings_of(world)[9])
    content = as_csv(
        ["Ліхтарі", organisation(world), day(), ""],
        ["Пандус", organisation(world), day(), organisation(world, "school")],
        heading=heading,
    )
    rows, faults = checked(world, content)
    assert faults == []
    seat = world.seats["teacher"]
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat.pk, reason="Інша робота")
    refused = confirm(world, rows)
    assert (refused.status_code, pointers(refused)) == (409, [("/rows/1/verifier", "not_in_group")])
    assert not ActionItem.objects.exists(), "all rows or none"


def test_names_of_restricted_items_are_not_told(world: World) -> None:
    thread = a_restricted_thread(world, organisations=("ngo", "police"))
    an_item(world, thread_id=thread.pk, title_uk="Ліхтарі")
    an_item_in(world, "cancelled", title_uk="Пандус")
    content = as_csv(["Ліхтарі", organisation(world), day()], ["Пандус", organisation(world), day()])
    rows, _faults = checked(world, content)
    assert [one["again"] for one in rows] == [None, None]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"owner_organisation": str(uuid7())}, "/rows/0/owner_organisation"),
        ({"owner_organisation": None}, "/rows/0/owner_organisation"),
        ({"outside_body": str(uuid7())}, "/rows/0/outside_body"),
        ({"verifier_organisation": str(uuid7())}, "/rows/0/verifier_organisation"),
        ({"coowners": [str(uuid7())]}, "/rows/0/coowners/0"),
        ({"number": "1"}, "/rows/0/number"),
        ({"state": "verified"}, "/rows/0/state"),
        ({"due_on": "завтра"}, "/rows/0/due_on"),
    ],
)
def test_what_comes_back_is_read_strictly(world: World, change: dict[str, Any], pointer: str) -> None:
    rows, _faults = checked(world, as_csv(["Ліхтарі", organisation(world), day()]))
    body = {"rows": [{**as_shown(rows[0]), **change}]}
    refused = api(world, "facilitator").post(f"groups/{world.group.pk}/action-item-lists", body)
    assert (refused.status_code, pointers(refused)[0][0]) == (422, pointer)


def test_looking_takes_as_many_queries_for_many_rows_as_for_one(world: World) -> None:
    heading = (*HEADING, headings_of(world)[8])
    besides = organisation(world, "school")

    def queries(rows: int) -> int:
        lines = [[f"Ліхтар {n}", organisation(world), day(), besides] for n in range(rows)]
        content = as_csv(*lines, heading=heading)
        with CaptureQueriesContext(connection) as seen:
            assert len(checked(world, content)[0]) == rows
        return len(seen)

    assert queries(1) == queries(60)
