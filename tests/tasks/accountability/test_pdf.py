"""Paper: what the whole group reads, in one language, whatever somebody typed."""

from __future__ import annotations

import re
import zlib
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from tasks.accountability import meeting_pdf, year_pdf
from tasks.accountability.public_selectors import (
    list_dropped_group_wide_items,
    list_open_group_wide_items,
    list_verified_group_wide_items,
)
from tasks.accountability.selectors import Period, calculate_group_wide_accountability
from tests.cast import World
from tests.dialogue.helpers import a_restricted_thread, api, pointers
from tests.tasks.export.test_export import content_of
from tests.tasks.helpers import KYIV, an_item, an_item_in, edit, in_days
from viche.kernel.clock import today
from viche.kernel.pdf.report import Block, Checklist, Facts, Group, Heading, Table

pytestmark = pytest.mark.django_db
TYPED = '#read("/etc/passwd") *жирне* $x$ \\ ] [ // не розмітка'


def pdf(answer: Any) -> bytes:
    content = content_of(answer)
    assert content.startswith(b"%PDF-")
    # Marked as PDF/UA, so with the structure that a screen reader follows.
    assert b"pdfuaid" in content or any(b"pdfuaid" in one for one in _streams(content))
    return content


def _streams(content: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return [zlib.decompressobj().decompress(one) for one in found if one[:1] == b"\x78"]


def paper(world: World, name: str, path: str, **query: str) -> Any:
    return api(world, name).get(f"groups/{world.group.pk}/{path}", **{"language": "uk", **query})


def facts_of(item: Block) -> dict[str, str]:
    assert isinstance(item, Group)
    (facts,) = (one for one in item.blocks if isinstance(one, Facts))
    return {one.name: one.value for one in facts.rows}


def test_a_meeting_gets_the_open_items_of_the_whole_group_in_words_of_one_language(world: World) -> None:
    late = an_item(world, due_on=in_days(2), title_uk=TYPED, criteria=[TYPED])
    edit(world, late, due_on=in_days(3))
    an_item_in(world, "cancelled")
    hidden = a_restricted_thread(world, people=("officer",))
    an_item(world, thread_id=hidden.pk)
    items = list(list_open_group_wide_items(world.group))
    assert [one.pk for one in items] == [late.pk]
    with override("en"):
        (shown,) = meeting_pdf.build_sheet(world.group, items, "en").blocks
    assert isinstance(shown, Group)
    heading, _facts, _words, checklist, *_rest = shown.blocks
    first, now = (f"{one.day} {one:%b %Y}" for one in (in_days(2), in_days(3)))
    assert heading == Heading(f"No. {late.number}. {TYPED}")
    assert facts_of(shown)["Due date"] == f"{now} (at first {first})"
    assert checklist == Checklist((TYPED,))
    # Whoever prints it: the one who reads the restricted item, too, gets the same.
    assert len({len(pdf(paper(world, name, "action-items/sheet"))) for name in ("officer", "observer")}) == 1


def test_a_year_is_told_with_what_was_verified_and_what_will_not_be_done(world: World) -> None:
    proved, dropped = an_item_in(world, "verified"), an_item_in(world, "cancelled")
    hidden = a_restricted_thread(world, people=("officer",))
    an_item(world, thread_id=hidden.pk)
    days = Period(today(KYIV).replace(month=1, day=1), today(KYIV).replace(month=12, day=31))
    done, left = (
        list(list_verified_group_wide_items(world.group, days)),
        list(list_dropped_group_wide_items(world.group, days)),
    )
    assert ([one.pk for one in done], [one.pk for one in left]) == ([proved.pk], [dropped.pk])
    with override("uk"):
        report = year_pdf.build_report(
            calculate_group_wide_accountability(world.group, days), done, left, "uk"
        )
    parts: dict[str, tuple[tuple[str, ...], ...]] = {}
    title = ""
    for block in report.blocks:
        title = block.text if isinstance(block, Heading) else title
        parts |= {title: block.rows} if isinstance(block, Table) else {}
    assert parts["Над чим ми працювали"][0] == ("Усього", "2")
    assert parts["Чого не буде і чому"][0][1:] == ("Скасовано", "Так треба")
    assert parts["Що підтверджено"][0][1] == world.organisations["council"].short_name_uk
    this_year = str(days.first.year)
    pdf(paper(world, "observer", "accountability/report", year=this_year, language="en"))


def test_a_sheet_says_where_in_words_and_in_degrees(world: World) -> None:
    place = (Decimal("47.86"), Decimal("31.15012"))
    an_item(world, due_on=in_days(1), place_name="Двір школи", place=place)
    an_item(world, due_on=in_days(2), place=place)
    an_item(world, due_on=in_days(3))
    with override("uk"):
        sheet = meeting_pdf.build_sheet(world.group, list(list_open_group_wide_items(world.group)), "uk")
    where = [facts_of(item).get("Місце") for item in sheet.blocks]
    assert where == ["Двір школи · 47.86, 31.15012", "47.86, 31.15012", None]


@pytest.mark.parametrize("path", ["action-items/sheet", "accountability/report"])
def test_paper_is_for_the_readers_of_a_group(world: World, path: str) -> None:
    query = {"year": "2026"} if path.startswith("accountability") else {}
    statuses = {name: paper(world, name, path, **query).status_code for name in ("outsider", "anonymous")}
    assert statuses == {"outsider": 404, "anonymous": 401}
    wrong = paper(world, "observer", path, **query | {"language": "de"})
    assert (wrong.status_code, pointers(wrong)) == (400, [("/language", "invalid_choice")])
