"""Reports as blocks. One template draws all of them, so whoever makes a report writes no layout.

A report is plain data in one language. Its texts are passed to the template as data, never as source.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal, TypeAlias

from viche.kernel.pdf import render_pdf

TEMPLATE = Path(__file__).with_name("report.typ")


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: ClassVar = "paragraph"
    text: str
    style: Literal["plain", "quiet", "strong"] = "plain"


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    kind: ClassVar = "facts"
    rows: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Items with a box to tick with a pen."""

    kind: ClassVar = "checklist"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Blank lines to write on with a pen."""

    kind: ClassVar = "lines"
    count: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures, or of texts when `widths` gives the relative widths of the columns."""

    kind: ClassVar = "table"
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.head), *map(len, self.rows), len(self.widths) or len(self.head)}
        if len(lengths) > 1:
            raise ValueError(f"The rows of a table differ in length: {sorted(lengths)}.")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `share` (0 to 1) of the whole width. `value` says in words what it shows."""

    name: str
    value: str
    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"A bar cannot show the share {self.share}.")


@dataclass(frozen=True, slots=True)
class Bars:
    kind: ClassVar = "bars"
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """A line for the signature of each person."""

    kind: ClassVar = "signatures"
    people: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks under a rule. They stay on one page if a page is long enough."""

    kind: ClassVar = "group"
    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Facts | Checklist | Lines | Table | Bars | Signatures | Group


@dataclass(frozen=True, slots=True)
class Report:
    """A report in one language. `lead` stands under the title, `footer` on every page."""

    language: str
    title: str
    lead: str
    footer: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class OfficialReport(Report):
    """A report in the form of an official record, by the conventions of ДСТУ 4163.

    `issuer` are the lines of the head, `marks` the date, the number and the place under the title. Pages are
    numbered from the second on.
    """

    issuer: tuple[str, ...] = ()
    marks: tuple[str, str, str] = ("", "", "")


def render_report(report: Report) -> bytes:
    """Return the report as an accessible PDF."""
    return render_pdf(TEMPLATE, encode_report(report))


def encode_report(part: Any) -> Any:
    """Return a report, or a part of it, as JSON data. Each block names its `kind`."""
    if isinstance(part, tuple):
        return [encode_report(one) for one in part]
    if not is_dataclass(part):
        return part
    data = {one.name: encode_report(getattr(part, one.name)) for one in fields(part)}
    return {"kind": part.kind, **data} if hasattr(part, "kind") else data
