"""Tables to take along: what the list shows, as text that nothing runs, written down where restricted."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse
from openpyxl import load_workbook

from tasks.export import tables
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api, pointers
from tests.tasks.helpers import an_item, an_item_in, in_days
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db
NOWHERE = (Decimal("-0.5"), Decimal(180))
EVIL = '=HYPERLINK("https://evil.example";"Натисніть")'


def content_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    assert isinstance(answer, StreamingHttpResponse)

    async def whole() -> bytes:
        return b"".join([part async for part in answer])

    return async_to_sync(whole)()


def take(world: World, name: str, kind: str = "csv", **query: str) -> Any:
    language = {"language": "uk", **query}
    return api(world, name).get(f"groups/{world.group.pk}/action-items/export", kind=kind, **language)


def rows_of(answer: Any) -> list[dict[str, str]]:
    content = content_of(answer)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_table_holds_what_the_list_shows_in_the_words_of_its_language(
    world: World, elsewhere: World
) -> None:
    an_item(elsewhere)
    an_item(world, due_on=in_days(3), title_uk="Ліхтарі", title_en="Lamps", criteria=["Світять", "Є акт"])
    an_item_in(world, "blocked", due_on=in_days(5))
    first, second = rows_of(take(world, "observer"))
    assert (first["Назва"], first["Стан"]) == ("Ліхтарі", "Запропоновано")
    assert first["Критерії"] == "Світять\nЄ акт"
    assert first["Строк"] == in_days(3).strftime("%d.%m.%Y")
    assert (second["Стан"], second["Причина"]) == ("Заблоковано", "Так треба")
    assert [one["Title"] for one in rows_of(take(world, "observer", language="en", state="proposed"))] == [
        "Lamps"
    ]


def test_words_narrow_a_table_as_they_narrow_the_board(world: World) -> None:
    lamps = an_item(world, due_on=in_days(3), title_uk="Ліхтарі біля школи", title_en="Lamps")
    ramp = an_item(world, due_on=in_days(5), title_uk="Пандус")
    owner = ramp.owned_by.short_name_uk

    def found(words: str, **query: str) -> list[str]:
        rows = rows_of(take(world, "officer", q=words, **query))
        return [one["Title" if query else "Назва"] for one in rows]

    assert found(owner.upper()) == [lamps.title_uk, ramp.title_uk]
    assert found(f"№ {ramp.number}") == [ramp.title_uk]
    assert found("школи ліхтар") == [lamps.title_uk]
    assert found(f"{owner} пандус") == [ramp.title_uk]
    assert [found(words) for words in ("пандус ліхтар", "lamps", "%")] == [[], [], []]
    assert found("lamps", language="en") == ["Lamps"]


def test_nothing_in_a_table_runs(world: World) -> None:
    an_item(world, title_uk=EVIL, description="-1+1", place_name="@SUM(A1)", place=NOWHERE)
    (row,) = rows_of(take(world, "officer"))
    assert (row["Назва"], row["Опис"], row["Місце"]) == (f"'{EVIL}", "'-1+1", "'@SUM(A1)")
    assert row["Координати"] == "'-0.5, 180"
    sheet = load_workbook(io.BytesIO(content_of(take(world, "officer", "xlsx")))).worksheets[0]
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {EVIL, "-0.5, 180"} <= {cell.value for cell in cells}


def test_what_is_restricted_is_for_its_readers_and_written_down(world: World) -> None:
    thread = a_restricted_thread(world, people=("officer",))
    item = an_item(world, thread_id=thread.pk)
    assert rows_of(take(world, "teacher")) == []
    assert not AccessRecord.objects.exists()
    assert len(rows_of(take(world, "officer"))) == 1
    read = AccessRecord.objects.get()
    assert (read.object_id, read.way) == (item.pk, "file")


def test_who_may_not_read_gets_no_table_and_a_long_one_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    statuses = {name: take(world, name).status_code for name in ("outsider", "anonymous")}
    assert statuses == {"outsider": 404, "anonymous": 401}
    for query, fault in (({"group": str(world.group.pk)}, "unknown"), ({"language": "de"}, "invalid_choice")):
        wrong = take(world, "officer", **query)
        (name,) = query
        assert (wrong.status_code, pointers(wrong)) == (400, [(f"/{name}", fault)])
    monkeypatch.setattr(tables, "MAX_ROWS", 1)
    for _ in range(2):
        an_item(world)
    refused = take(world, "officer")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many")
