"""Inspection of audio recordings from the first byte to the last, so that nothing can hide in them.

Metadata about author and place is removed where that leaves the audio unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator

from viche.files.inspection.errors import (
    build_active_content_error,
    build_broken_file_error,
    build_two_files_error,
    build_type_mismatch_error,
)

# ---- MP3 (ISO/IEC 11172-3, 13818-3) ------------------------------------------------------------------------

KBITS = {  # per second, by version and index, of layer III
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # of samples, in hertz
ID3_HEADER, ID3_END = 10, 128  # bytes


def clean_mp3(content: bytes) -> bytes:
    """Return the frames of an MP3 without its tags. Raises UnsupportedMedia unless it is exactly one."""
    if content.startswith(b"ID3") and len(content) > ID3_HEADER:
        content = content[ID3_HEADER + _synchsafe(content[6:10]) :]
    if content[-ID3_END:].startswith(b"TAG"):
        content = content[:-ID3_END]
    at, frames = 0, 0
    while at < len(content):
        length = _frame_length(content[at : at + 4])
        if length is None:
            if content[at:].strip(b"\0"):
                raise build_two_files_error() if frames else build_type_mismatch_error()
            break
        at, frames = at + length, frames + 1
    if not frames:
        raise build_type_mismatch_error()
    return content[: min(at, len(content))]


def _synchsafe(size: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))


def _frame_length(header: bytes) -> int | None:
    """Return the bytes of a layer III frame; None where no frame begins."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None
    version, rate, speed = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or speed == 3:
        return None
    per_frame = 144_000 if version == 3 else 72_000
    return per_frame * KBITS[version == 3][rate] // RATES[version][speed] + (header[2] >> 1 & 1)


# ---- MP4 (ISO/IEC 14496-12) --------------------------------------------------------------------------------

BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash")
NESTING_BOXES = (b"moov", b"trak", b"mdia")
MAX_DEPTH = len(NESTING_BOXES)  # each of these boxes contains the next one, never itself
# Boxes with names, places and other personal data.
METADATA_BOXES = (b"udta", b"meta", b"uuid")


def clean_mp4(content: bytes) -> bytes:
    """Return an MP4 audio file with its metadata blanked.

    Raises UnsupportedMedia for other files and video.
    """
    if content[4:8] != b"ftyp" or content[8:12] not in BRANDS:
        raise build_type_mismatch_error()
    clean, kinds = bytearray(content), []
    for kind, start, begin, end in _boxes(content, 0, len(content)):
        if kind in METADATA_BOXES:
            clean[start + 4 : start + 8] = b"free"
            clean[begin:end] = bytes(end - begin)
        elif kind == b"hdlr":
            kinds.append(content[begin + 8 : begin + 12])
    if b"soun" not in kinds or not {b"soun"}.issuperset(kinds):
        raise build_type_mismatch_error()
    return bytes(clean)


def _boxes(content: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield kind, start, start of the content, and end of each box.

    Raises Invalid where boxes do not fit or are nested deeper than a recording needs.
    """
    if depth > MAX_DEPTH:
        raise build_broken_file_error()
    while at < end:
        size, kind, begin = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, begin = int.from_bytes(content[begin : begin + 8]), begin + 8
        over = at + size if size else end
        if not begin <= over <= end:
            raise build_broken_file_error()
        yield kind, at, begin, over
        if kind in NESTING_BOXES:
            yield from _boxes(content, begin, over, depth + 1)
        at = over


# ---- Ogg (RFC 3533) ----------------------------------------------------------------------------------------

SOUNDS = (b"OpusHead", b"\x01vorbis")


def check_ogg(content: bytes) -> None:
    """Raise UnsupportedMedia unless the content is a single Ogg audio stream."""
    if not content.startswith(b"OggS"):
        raise build_type_mismatch_error()
    at, stream = 0, content[14:18]
    while at < len(content):
        segments = content[at + 27 : at + 27 + content[at + 26]] if len(content) >= at + 27 else b""
        if content[at : at + 4] != b"OggS" or content[at + 14 : at + 18] != stream or not segments:
            raise build_two_files_error()
        begin = at + 27 + len(segments)
        if at == 0 and not content.startswith(SOUNDS, begin):
            raise build_type_mismatch_error()
        at = begin + sum(segments)
    if at != len(content):
        raise build_broken_file_error()


# ---- WebM (RFC 8794) ---------------------------------------------------------------------------------------

EBML_HEADER = b"\x1a\x45\xdf\xa3"
SEGMENT, CLUSTER, TRACKS, TRACK, ATTACHED = 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0x1941A469
NESTING_ELEMENTS = (SEGMENT, CLUSTER, TRACKS, TRACK)
TYPE, CODEC, DOCTYPE, TAGS = 0x83, 0x86, 0x4282, 0x1254C367
KNOWN = frozenset({
    *NESTING_ELEMENTS, TYPE, CODEC, TAGS,
    0xEC, 0xBF, 0x114D9B74, 0x1549A966, 0x1C53BB6B,  # void, digest, seek head, information, cues
    0xE7, 0xA3, 0xA0, 0xA7, 0xAB,  # of a cluster: its time, blocks, position, size before
    0xD7, 0x73C5, 0x9C, 0x22B59C, 0x22B59D, 0x536E, 0x63A2, 0x56AA, 0x56BB, 0xE1, 0xB9, 0x88, 0x55AA,
    0x23E383, 0x258688, 0x6DE7, 0xAA, 0x55EE,  # of a track
})  # fmt: skip


def check_webm(content: bytes) -> None:
    """Raise UnsupportedMedia unless the content is WebM audio, Invalid if it carries attachments."""
    if not content.startswith(EBML_HEADER):
        raise build_type_mismatch_error()
    _head, begin, end = next(_elements(content, 0, len(content), ()))
    if (DOCTYPE, b"webm") not in [(one, content[b:e]) for one, b, e in _elements(content, begin, end, ())]:
        raise build_type_mismatch_error()
    types, codecs = set(), set()
    for kind, begin, over in _elements(content, end, len(content), NESTING_ELEMENTS):
        if kind == ATTACHED:
            raise build_active_content_error()
        if kind not in KNOWN:
            raise build_two_files_error()
        if kind == TYPE:
            types.add(content[begin:over])
        elif kind == CODEC:
            codecs.add(content[begin:over].rstrip(b"\0"))
    if types != {b"\x02"} or not codecs or not codecs <= {b"A_OPUS", b"A_VORBIS"}:
        raise build_type_mismatch_error()


def _elements(content: bytes, at: int, end: int, opened: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield the elements in order, including those inside the `opened` ones."""
    while at < end:
        kind, begin, over = _element(content, at)
        # Only a nesting element may have an unknown length.
        over = end if over is None and kind in opened else over
        if over is None or over > end:
            raise build_broken_file_error()
        yield kind, begin, over
        at = begin if kind in opened else over


def _element(content: bytes, at: int) -> tuple[int, int, int | None]:
    """Return the id of the element at this position, and start and end of its content.

    The end is None if the length is unknown, as in live recordings.
    """
    kind, at = _read_vint(content, at, 4, keep=True)
    size, begin = _read_vint(content, at, 8, keep=False)
    unknown = size == (1 << 7 * (begin - at)) - 1
    return kind, begin, None if unknown else begin + size


def _read_vint(content: bytes, at: int, longest: int, *, keep: bool) -> tuple[int, int]:
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if length > longest or at + length > len(content):
        raise build_broken_file_error()
    number = int.from_bytes(content[at : at + length])
    return (number if keep else number & (1 << 7 * length) - 1), at + length
