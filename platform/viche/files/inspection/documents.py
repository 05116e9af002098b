"""Inspection of PDF and plain text."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from viche.files.inspection.errors import (
    build_active_content_error,
    build_bomb_error,
    build_broken_file_error,
    build_locked_file_error,
    build_two_files_error,
    build_type_mismatch_error,
)

# Names of active content in a PDF, possibly written with #xx escapes.
ACTIVE_NAMES = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b")
NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM_START, STREAM_END = re.compile(rb"\bstream\r?\n"), re.compile(rb"\bendstream")
MAX_UNPACKED = 50 * 1024 * 1024  # bytes of decompressed object streams
MAX_TAIL = 64  # bytes that may follow the end mark
# Markup that a browser would execute, at the start of alleged plain text.
MARKUP = re.compile(r"^\s*(?:<\?xml|<!doctype|<html|<svg|<script)", re.IGNORECASE)


def check_pdf(content: bytes) -> None:
    """Raise UnsupportedMedia unless the content is one PDF, Invalid if it is encrypted or active."""
    if not content.startswith(b"%PDF-"):
        raise build_type_mismatch_error()
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise build_broken_file_error()
    if len(content) - end > MAX_TAIL or b"PK\x05\x06" in content[-66_000:]:
        raise build_two_files_error()
    # Streams (images, fonts) are noise in which any short name can appear by chance.
    structure = _without_streams(content) + _packed_objects(content)
    if b"/Encrypt" in structure:
        raise build_locked_file_error()
    if ACTIVE_NAMES.search(NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), structure)):
        raise build_active_content_error()


def _streams(content: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Yield start, content and end of each stream.

    In one pass: otherwise each start without an end would rescan the rest of the file.
    """
    at = 0
    while (begins := STREAM_START.search(content, at)) and (ends := STREAM_END.search(content, begins.end())):
        at = ends.end()
        yield begins.start(), content[begins.end() : ends.start()], at


def _without_streams(content: bytes) -> bytes:
    pieces, at = [], 0
    for start, _held, end in _streams(content):
        pieces.append(content[at:start])
        at = end
    return b"".join((*pieces, content[at:]))


def _packed_objects(content: bytes) -> bytes:
    """Return the objects in compressed streams (ISO 32000-1 §7.5.7), in which names could hide."""
    found: list[bytes] = []
    left = MAX_UNPACKED
    for start, held, _end in _streams(content):
        if b"/ObjStm" not in content[max(0, start - 512) : start]:
            continue
        try:
            found.append(zlib.decompressobj().decompress(held, left))
        except zlib.error:
            continue  # another filter: few readers support it, and the file is only ever saved, not opened
        left -= len(found[-1])
        if left <= 0:
            raise build_bomb_error()
    return b"\n".join(found)


def check_text(content: bytes) -> None:
    """Raise UnsupportedMedia unless the content is plain UTF-8 text."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise build_type_mismatch_error() from error
    if "\x00" in text or MARKUP.match(text):
        raise build_type_mismatch_error()
