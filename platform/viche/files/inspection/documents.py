"""PDF and plain text."""

from __future__ import annotations

import re
import zlib

from viche.files.inspection.faults import active, bomb, broken, locked, mismatch, two_in_one

# Things that make a document act. They are names in the file, possibly written with #xx escapes.
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM = re.compile(rb"\bstream\r?\n(.*?)\bendstream", re.DOTALL)
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
    structure = STREAM.sub(b"", content) + _packed_objects(content)
    if b"/Encrypt" in structure:
        raise locked()
    if ACTIVE.search(ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), structure)):
        raise active()


def _packed_objects(content: bytes) -> bytes:
    """The objects that a PDF keeps in compressed streams (ISO 32000-1 §7.5.7): names could hide there."""
    found: list[bytes] = []
    left = MOST_UNPACKED
    for stream in STREAM.finditer(content):
        if b"/ObjStm" not in content[max(0, stream.start() - 512) : stream.start()]:
            continue
        try:
            found.append(zlib.decompressobj().decompress(stream[1], left))
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
