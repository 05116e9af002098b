"""The demo's attachments: PDF documents and cards rendered by typst, and plain notes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

import typst

# Text is passed as data (sys.inputs), never as source.
DOCUMENT = """
#let pages = json(bytes(sys.inputs.pages))
#set document(title: pages.at(0).at(0))
#set page(paper: "a4", margin: 25mm)
#set text(lang: "uk", size: 11pt)
#for (index, lines) in pages.enumerate() {
  if index > 0 { pagebreak() }
  heading(lines.at(0))
  for line in lines.slice(1) { par(line) }
}
"""
# A card describes what the photo would show: there is no real place or person to photograph.
CARD = """
#let lines = json(bytes(sys.inputs.pages)).at(0)
#set page(width: 480pt, height: 320pt, margin: 32pt, fill: rgb("#E9EFF0"))
#set text(lang: "uk", size: 15pt, fill: rgb("#0C2A31"))
#place(bottom + right, polygon(fill: rgb("#72838A"), (0pt, 110pt), (40pt, 110pt), (40pt, 85pt), (80pt, 85pt),
  (80pt, 60pt), (120pt, 60pt), (120pt, 35pt), (160pt, 35pt), (160pt, 140pt), (0pt, 140pt)))
#text(size: 22pt, weight: "bold", lines.at(0))

#for line in lines.slice(1) { block(width: 75%, line) }
"""


def _compile_typst(source: str, form: Literal["pdf", "png"], pages: Sequence[Sequence[str]]) -> bytes:
    words = {"pages": json.dumps(pages, ensure_ascii=False)}
    return typst.compile(source.encode(), format=form, sys_inputs=words)


def build_attachment(described: dict[str, Any], write: Callable[[str], str]) -> tuple[str, bytes]:
    """Return name and content of a demo file. `write` fills the placeholders of a line.

    The first line of every page is its heading.
    """
    kind, name = described["type"], described["name"]
    if kind == "pdf":
        return name, _compile_typst(
            DOCUMENT, "pdf", [[write(line) for line in page] for page in described["pages"]]
        )
    lines = [write(line) for line in described["lines"]]
    return name, _compile_typst(CARD, "png", [lines]) if kind == "png" else "\n".join(lines).encode()
