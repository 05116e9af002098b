"""Pages to print: PDF that also a screen reader reads (PDF/UA), set by typst in the product's own typeface.

Words come in as data, never as source: what somebody typed cannot become markup.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

UNKNOWN_SIGN = "could not be displayed"
FONTS = Path(__file__).parent / "fonts"


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def set_paper(template: Path, data: Any) -> bytes:
    """The PDF of a template, which reads `data` with `json(bytes(sys.inputs.data))`."""
    words = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        return _set(template, words, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if UNKNOWN_SIGN not in str(error):
            raise
        # A sign that our typeface lacks, such as an emoji: a page without it is better than none.
        return _set(template, words)


def _set(template: Path, words: dict[str, str], **standards: Any) -> bytes:
    compiler = typst.Compiler(
        template.read_bytes(), root=template.parent, font_paths=_fonts(), sys_inputs=words
    )
    return cast("bytes", compiler.compile(format="pdf", **standards))
