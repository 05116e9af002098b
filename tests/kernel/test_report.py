"""Reports of blocks: PDF/UA whatever somebody typed, and no text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from viche.kernel.pdf.report import (
    Bar,
    Bars,
    Block,
    Checklist,
    Fact,
    Facts,
    Group,
    Heading,
    Lines,
    Paragraph,
    Report,
    Signature,
    Signatures,
    Table,
    encode_report,
    render_report,
)

PLAIN = "просто слова"
SOUP = (
    '#read("/etc/passwd") #panic() *жирне* _курсив_ `код` $x^2$ \\ ] [ // не розмітка',
    "= Заголовок",
    "== Heading",
    "- пункт\n+ item\n/ term: meaning",
    'https://example.org <label> @label #link("x")[y]',
    ']\n\n#image("/etc/passwd")\n\n[',
    "\\u{41} ~ --- ... '\"'",
    "…" + "задовге-слово" * 9,
)


def every_block(text: str) -> tuple[Block, ...]:
    plain: tuple[Block, ...] = (
        Heading(text),
        Paragraph(text),
        Paragraph(text, "quiet"),
        Paragraph(text, "strong"),
        Facts((Fact(text, text), Fact(text, text, strong=True))),
        Checklist((text, text)),
        Lines(2),
        Table((text, text), ((text, text), (text, "1"))),
        Table((text, text), ((text, text),), widths=(1, 2)),
        Bars((Bar(text, text, 0), Bar(text, text, 0.3), Bar(text, text, 1))),
        Signatures((Signature(text, text),)),
    )
    return (*plain, Group(plain[:5]))


def report_of(language: str, text: str, *blocks: Block) -> Report:
    return Report(language, text, text, text, blocks)


def structure_of(pdf: bytes) -> list[bytes]:
    """The elements that a screen reader meets, by their kinds: markup in a text would add some."""
    return sorted(re.findall(rb"/StructElem/S/(\w+)", pdf))


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type/Page\b", pdf))


@pytest.mark.parametrize("language", ["uk", "en"])
def test_no_text_becomes_markup(language: str) -> None:
    """Block by block: what breaks across pages would be counted twice."""
    for place, block in enumerate(every_block(PLAIN)):
        expected = structure_of(render_report(report_of(language, PLAIN, block)))
        for text in SOUP:
            pdf = render_report(report_of(language, text, every_block(text)[place]))
            assert (structure_of(pdf), pages_of(pdf)) == (expected, 1), (block, text)
            assert f"/Lang({language})".encode() in pdf


def test_a_text_without_a_glyph_still_makes_a_pdf() -> None:
    assert render_report(report_of("uk", "Готово 🎉", *every_block("🎉"))).startswith(b"%PDF-")


def test_an_empty_report_is_a_page() -> None:
    empty = (Facts(()), Checklist(()), Lines(0), Table(("a",), ()), Bars(()), Signatures(()), Group(()))
    pdf = render_report(replace(report_of("en", PLAIN, *empty), lead="", footer=""))
    assert pages_of(pdf) == 1


def test_a_group_stays_together_unless_it_is_longer_than_a_page() -> None:
    part = Group((Heading(PLAIN), Lines(20)))
    assert pages_of(render_report(report_of("uk", PLAIN, part))) == 1
    # Split over the ends of pages, they would fit on two.
    assert pages_of(render_report(report_of("uk", PLAIN, part, part, part))) == 3
    endless = Group(tuple(Paragraph(PLAIN) for _ in range(200)))
    assert pages_of(render_report(report_of("uk", PLAIN, endless))) > 3


def test_blocks_are_plain_data_that_name_their_kind() -> None:
    report = report_of("uk", "Так", Group((Facts((Fact("Хто", "Рада"),)), Paragraph("Що", "quiet"))))
    assert encode_report(report) == {
        "language": "uk",
        "title": "Так",
        "lead": "Так",
        "footer": "Так",
        "blocks": [
            {
                "kind": "group",
                "blocks": [
                    {"kind": "facts", "rows": [{"name": "Хто", "value": "Рада", "strong": False}]},
                    {"kind": "paragraph", "text": "Що", "style": "quiet"},
                ],
            }
        ],
    }


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        Table(("a", "b"), (("1",),))
    with pytest.raises(ValueError, match="differ in length"):
        Table(("a", "b"), (("1", "2"),), widths=(1,))
    for share in (-0.1, 1.1, float("nan")):
        with pytest.raises(ValueError, match="cannot show the share"):
            Bar("a", "b", share)
