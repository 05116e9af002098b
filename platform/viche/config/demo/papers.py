"""The demo's attachments, made on the spot: documents by typst, pictures by Pillow, notes as text."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import Any

import typst
from PIL import Image, ImageDraw, ImageFont

# The words come in as data (sys.inputs), never as source.
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
GROUND, INK, LINE = "#F3F6F6", "#0C2A31", "#D5DEE0"


def document(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF. The first line of each page is its heading."""
    return typst.compile(DOCUMENT.encode(), format="pdf", sys_inputs={"pages": json.dumps(pages, ensure_ascii=False)})


def picture(lines: Sequence[str]) -> bytes:
    """A PNG card that says what the photo would show: no real place, no real person."""
    image = Image.new("RGB", (1200, 800), GROUND)
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 40, 1160, 760), outline=LINE, width=4)
    for step in range(6):
        draw.rectangle((680 + step * 70, 620 - step * 60, 750 + step * 70, 700), fill=LINE)
    for index, line in enumerate(lines):
        draw.text((90, 100 + index * 64), line, fill=INK, font=ImageFont.load_default(44 if index == 0 else 32))
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def paper(described: dict[str, Any], text: Any) -> tuple[str, bytes]:
    """Name and content of a file of the demo. `text` writes out the placeholders of a line."""
    kind, name = described["type"], described["name"]
    if kind == "pdf":
        return name, document([[text(line) for line in page] for page in described["pages"]])
    lines = [text(line) for line in described["lines"]]
    return name, picture(lines) if kind == "png" else "\n".join(lines).encode()
