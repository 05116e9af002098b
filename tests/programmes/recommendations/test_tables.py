"""Tables of recommendations: what the register shows goes out, and comes in as drafts, row by row."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes.models import Dossier, Recommendation
from tasks.models import OutsideBody
from tests.cast import World
from tests.dialogue.helpers import api, pointers
from tests.programmes.helpers import RESTRICTED, begin
from tests.programmes.recommendations.helpers import TEXT, TITLE, draft, issue, issued, issued_in
from tests.tasks.export.test_export import EVIL, content_of, rows_of
from tests.tasks.import_items.test_import_items import as_csv, as_xlsx
from viche.kernel.ids import uuid7
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
HEADING = ("Title", "Words", "Addressee", "Theme", "For whom")


def take(world: World, name: str, kind: str = "csv", **query: str) -> Any:
    return api(world, name).get("recommendations/export", kind=kind, **{"language": "en", **query})


def police(world: World) -> str:
    return world.organisations["police"].name_uk


def preview(
    world: World, dossier: Dossier, content: bytes, name: str = "a.csv", by: str = "facilitator"
) -> Any:
    at = f"/api/v1/dossiers/{dossier.pk}/recommendation-lists/preview"
    file = {"file": SimpleUploadedFile(name, content)}
    return api(world, by).client.post(at, file, format="multipart")


def as_sent(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the preview as the page sends it back."""
    kept = {key: value for key, value in row.items() if not key.startswith("addressee")}
    to = "outside_body" if row["addressee_outside"] else "addressee_organisation"
    return {**kept, to: row["addressee"]["id"]}


def confirm(world: World, dossier: Dossier, rows: list[Any], by: str = "facilitator") -> Any:
    return api(world, by).post(f"dossiers/{dossier.pk}/recommendation-lists", {"rows": rows})


def test_a_table_holds_what_the_register_shows(world: World) -> None:
    issued_in(world, "verified")
    issued(world, title_uk=EVIL, to="council", target_groups=["women"])
    draft(world)
    first, second = rows_of(take(world, "observer"))
    assert (first["Title"], first["Answer"], first["Implementation"]) == (TITLE, "Accepted", "Verified")
    assert (first["Pieces of evidence"], first["Verified by"]) == ("1", world.organisations["school"].name_uk)
    assert (second["Title"], second["For whom"]) == (f"'{EVIL}", "Women")
    assert [one["Answer"] for one in rows_of(take(world, "observer", response="pending"))] == [
        "No answer yet"
    ]
    assert content_of(take(world, "observer", "xlsx")).startswith(b"PK")
    assert rows_of(take(world, "outsider")) == []


def test_a_restricted_recommendation_is_taken_along_on_record(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    issue(world, draft(world, dossier=dossier))
    assert len(rows_of(take(world, "officer"))) == 1
    assert rows_of(take(world, "teacher")) == []
    assert AccessRecord.objects.get(object_id=dossier.pk).way == "file"


def test_what_goes_out_comes_in(world: World) -> None:
    body = OutsideBody.objects.create(register=world.group, name_uk="Водоканал")
    issued(world, title_uk=EVIL, cause_uk="Проблема 1", title_en="Lamps", target_groups=["women", "veterans"])
    issue(world, draft(world, outside_body_id=body.pk))
    for kind in ("csv", "xlsx"):
        dossier = begin(world)
        told = preview(world, dossier, content_of(take(world, "facilitator", kind)), f"a.{kind}")
        assert (told.status_code, told.json()["faults"]) == (200, []), told.content
        made = confirm(world, dossier, [as_sent(one) for one in told.json()["rows"]])
        assert made.status_code == 201, made.content
        first, second = Recommendation.objects.filter(dossier=dossier).order_by("id")
        assert [str(one.pk) for one in (first, second)] == made.json()["items"]
        assert (first.title_uk, first.title_en, first.text_uk, first.cause_uk) == (
            EVIL,
            "Lamps",
            TEXT,
            "Проблема 1",
        )
        assert (first.addressee_organisation, first.theme) == (world.organisations["police"], "policing")
        assert (first.target_groups, second.outside_body) == (["women", "veterans"], body)
        assert (first.issued_at, first.response) == (None, "pending")


def test_each_fault_of_a_row_is_said_with_its_column(world: World) -> None:
    dossier = begin(world)
    draft(world, dossier=dossier)
    row = ("Назва", "Слова", police(world), "Roads", "")
    content = as_csv(
        ("", "Слова", "Нема такої", "Weather", "Cats"),
        (TITLE, "Слова", police(world), "Roads", ""),
        ("x" * 201, "Слова", police(world), "Roads", ""),
        row,
        row,
        heading=HEADING,
    )
    told = preview(world, dossier, content).json()
    assert [(one["number"], one["column"], one["code"]) for one in told["faults"]] == [
        (2, "title", "blank"),
        (2, "addressee", "not_found"),
        (2, "theme", "unknown"),
        (2, "target_groups", "unknown"),
        (3, "title", "duplicate"),
        (4, "title", "max_length"),
        (6, "title", "duplicate"),
    ]
    assert [one["number"] for one in told["rows"]] == [5]
    assert dossier.recommendations.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.csv", "empty"),
        (as_csv(("a",), heading=("Title",)), "a.csv", "column_missing"),
        (as_csv(heading=HEADING), "a.csv", "empty"),
        (b"PK\x03\x04broken", "a.xlsx", None),
        (as_xlsx(*[("a",)] * 201, heading=HEADING), "a.xlsx", None),
    ],
)
def test_a_file_that_is_no_list_is_refused(world: World, content: bytes, name: str, code: str | None) -> None:
    refused = preview(world, begin(world), content, name)
    assert refused.status_code == 422
    ((pointer, told),) = pointers(refused)
    assert pointer == "/file"
    assert code in (None, told)


def test_what_changed_since_the_preview_stops_the_whole_list(world: World) -> None:
    dossier = begin(world)
    content = as_csv(
        ("Одне", "Слова", police(world), "Roads", ""),
        (TITLE, "Слова", police(world), "Roads", ""),
        heading=HEADING,
    )
    rows = [as_sent(one) for one in preview(world, dossier, content).json()["rows"]]
    draft(world, dossier=dossier)
    refused = confirm(world, dossier, rows)
    assert (refused.status_code, refused.json()["code"]) == (409, "list_changed")
    assert pointers(refused) == [("/rows/1/title", "duplicate")]
    assert dossier.recommendations.count() == 1


def test_wrong_rows_and_readers_are_refused(world: World) -> None:
    dossier = begin(world)
    row = {"number": 2, "title": "Назва", "text": "Слова", "theme": "roads"}
    known = str(world.organisations["police"].pk)
    for addressee, code in (
        ({}, "one_addressee"),
        ({"addressee_organisation": known, "outside_body": known}, "one_addressee"),
        ({"addressee_organisation": str(uuid7())}, "not_found"),
        ({"outside_body": str(uuid7())}, "not_found"),
    ):
        ((pointer, told),) = pointers(confirm(world, dossier, [{**row, **addressee}]))
        assert (pointer.split("/")[:3], told) == (["", "rows", "0"], code)
    right = [{**row, "addressee_organisation": known}]
    assert confirm(world, dossier, right, by="teacher").status_code == 403
    assert confirm(world, dossier, right, by="outsider").status_code == 404
    assert preview(world, dossier, b"", by="teacher").status_code == 403
    assert not dossier.recommendations.exists()
