"""Accessible PDF documents (PDF/UA), typeset by typst in the product's own typeface.

Text is passed as data, never as source, so user input cannot become markup.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

MISSING_GLYPH = "could not be displayed"
FONTS = Path(__file__).parent / "fonts"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def render_pdf(template: Path, data: Any) -> bytes:
    """Return the PDF of a template, which reads `data` with `json(bytes(sys.inputs.data))`."""
    words = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _compile_template(template, words, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if MISSING_GLYPH not in str(error):
            raise
        # A character that the typeface lacks, such as an emoji: a page without it is better than none.
        return _compile_template(template, words)


def _compile_template(template: Path, words: dict[str, str], **standards: Any) -> bytes:
    compiler = typst.Compiler(
        template.read_bytes(), root=template.parent, font_paths=_fonts(), sys_inputs=words
    )
    return cast("bytes", compiler.compile(format="pdf", **standards))
