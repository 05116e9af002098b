"""PDF and plain text."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from viche.files.inspection.faults import active, bomb, broken, locked, mismatch, two_in_one

# Things that make a document act. They are names in the file, possibly written with #xx escapes.
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
BEGINNING, END = re.compile(rb"\bstream\r?\n"), re.compile(rb"\bendstream")
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of objects that are kept compressed
TAIL = 64  # bytes that may follow the end mark
# A page or drawing that a browser would run, at the start of what claims to be text.
MARKUP = re.compile(r"^\s*(?:<\?xml|<!doctype|<html|<svg|<script)", re.IGNORECASE)


def check_pdf(content: bytes) -> None:
    """Raises UnsupportedMedia for what is no PDF or more than one, Invalid for one that is locked or acts."""
    if not content.startswith(b"%PDF-"):
        raise mismatch()
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise broken()
    if len(content) - end > TAIL or b"PK\x05\x06" in content[-66_000:]:
        raise two_in_one()
    # What streams hold (pictures, fonts) is noise in which any short name turns up by chance.
    structure = _without_streams(content) + _packed_objects(content)
    if b"/Encrypt" in structure:
        raise locked()
    if ACTIVE.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), structure)):
        raise active()


def _streams(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Where each stream begins, what it holds, and where it is over.

    In one pass: from each of many beginnings without an end, the rest of the file would be read anew.
    """
    at = 0
    while (begins := BEGINNING.search(content, at)) and (ends := END.search(content, begins.end())):
        at = ends.end()
        yield begins.start(), content[begins.end() : ends.start()], at


def _without_streams(content: bytes) -> bytes:
    pieces, at = [], 0
    for start, _held, end in _streams(content):
        pieces.append(content[at:start])
        at = end
    return b"".join((*pieces, content[at:]))


def _packed_objects(content: bytes) -> bytes:
    """The objects that a PDF keeps in compressed streams (ISO 32000-1 §7.5.7): names could hide there."""
    found: list[bytes] = []
    left = MOST_UNPACKED
    for start, held, _end in _streams(content):
        if b"/ObjStm" not in content[max(0, start - 512) : start]:
            continue
        try:
            found.append(zlib.decompressobj().decompress(held, left))
        except zlib.error:
            continue  # another filter: a reader that follows it is rare, and the file is only ever saved
        left -= len(found[-1])
        if left <= 0:
            raise bomb()
    return b"\n".join(found)


def check_text(content: bytes) -> None:
    """Raises UnsupportedMedia for what is no plain text in UTF-8."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise mismatch() from error
    if "\x00" in text or MARKUP.match(text):
        raise mismatch()
