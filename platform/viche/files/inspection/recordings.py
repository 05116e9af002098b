"""Recordings of sound: they are gone through from their first byte to their last, so that nothing else hides
in them. What says who recorded it and where is taken out, where that leaves the sound as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from viche.files.inspection.faults import active, broken, mismatch, two_in_one

# ---- MP3 (ISO/IEC 11172-3, 13818-3) ------------------------------------------------------------------------

KBITS = {  # per second, by version and index, of layer III
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}  # of samples, in hertz
ID3_HEADER, ID3_END = 10, 128  # bytes


def cleaned_mp3(content: bytes) -> bytes:
    """The frames of an MP3 without its tags. Raises UnsupportedMedia for what is none, or more than one."""
    if content.startswith(b"ID3") and len(content) > ID3_HEADER:
        content = content[ID3_HEADER + _synchsafe(content[6:10]) :]
    if content[-ID3_END:].startswith(b"TAG"):
        content = content[:-ID3_END]
    at, frames = 0, 0
    while at < len(content):
        length = _length_of_frame(content[at : at + 4])
        if length is None:
            if content[at:].strip(b"\0"):
                raise two_in_one() if frames else mismatch()
            break
        at, frames = at + length, frames + 1
    if not frames:
        raise mismatch()
    return content[: min(at, len(content))]


def _synchsafe(size: bytes) -> int:
    return sum((byte & 0x7F) << shift for byte, shift in zip(size, (21, 14, 7, 0), strict=True))


def _length_of_frame(header: bytes) -> int | None:
    """The bytes of a frame of layer III; None where none begins."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None
    version, rate, speed = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or speed == 3:
        return None
    per_frame = 144_000 if version == 3 else 72_000
    return per_frame * KBITS[version == 3][rate] // RATES[version][speed] + (header[2] >> 1 & 1)


# ---- MP4 (ISO/IEC 14496-12) --------------------------------------------------------------------------------

BRANDS = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"dash")
INSIDE = (b"moov", b"trak", b"mdia")
MAX_DEPTH = len(INSIDE)  # a box of these holds the next one, never itself
# Where programs put names, places and other people's data.
TOLD = (b"udta", b"meta", b"uuid")


def cleaned_mp4(content: bytes) -> bytes:
    """The sound of an MP4 with nothing told beside it. Raises UnsupportedMedia for what is none, or shows
    pictures too.
    """
    if content[4:8] != b"ftyp" or content[8:12] not in BRANDS:
        raise mismatch()
    clean, kinds = bytearray(content), []
    for kind, start, begin, end in _boxes(content, 0, len(content)):
        if kind in TOLD:
            clean[start + 4 : start + 8] = b"free"
            clean[begin:end] = bytes(end - begin)
        elif kind == b"hdlr":
            kinds.append(content[begin + 8 : begin + 12])
    if b"soun" not in kinds or not {b"soun"}.issuperset(kinds):
        raise mismatch()
    return bytes(clean)


def _boxes(content: bytes, at: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, beginning of what is inside, and end of each box. Raises Invalid where they do not fit or
    are nested deeper than a recording needs.
    """
    if depth > MAX_DEPTH:
        raise broken()
    while at < end:
        size, kind, begin = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8], at + 8
        if size == 1:
            size, begin = int.from_bytes(content[begin : begin + 8]), begin + 8
        over = at + size if size else end
        if not begin <= over <= end:
            raise broken()
        yield kind, at, begin, over
        if kind in INSIDE:
            yield from _boxes(content, begin, over, depth + 1)
        at = over


# ---- Ogg (RFC 3533) ----------------------------------------------------------------------------------------

SOUNDS = (b"OpusHead", b"\x01vorbis")


def check_ogg(content: bytes) -> None:
    """Raises UnsupportedMedia for what is no sound in Ogg, or more than one stream."""
    if not content.startswith(b"OggS"):
        raise mismatch()
    at, stream = 0, content[14:18]
    while at < len(content):
        segments = content[at + 27 : at + 27 + content[at + 26]] if len(content) >= at + 27 else b""
        if content[at : at + 4] != b"OggS" or content[at + 14 : at + 18] != stream or not segments:
            raise two_in_one()
        begin = at + 27 + len(segments)
        if at == 0 and not content.startswith(SOUNDS, begin):
            raise mismatch()
        at = begin + sum(segments)
    if at != len(content):
        raise broken()


# ---- WebM (RFC 8794) ---------------------------------------------------------------------------------------

HEAD = b"\x1a\x45\xdf\xa3"
SEGMENT, CLUSTER, TRACKS, TRACK, ATTACHED = 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0x1941A469
OPENED = (SEGMENT, CLUSTER, TRACKS, TRACK)
TYPE, CODEC, DOCTYPE, TELLS = 0x83, 0x86, 0x4282, 0x1254C367
KNOWN = frozenset({
    *OPENED, TYPE, CODEC, TELLS,
    0xEC, 0xBF, 0x114D9B74, 0x1549A966, 0x1C53BB6B,  # void, digest, seek head, information, cues
    0xE7, 0xA3, 0xA0, 0xA7, 0xAB,  # of a cluster: its time, blocks, position, size before
    0xD7, 0x73C5, 0x9C, 0x22B59C, 0x22B59D, 0x536E, 0x63A2, 0x56AA, 0x56BB, 0xE1, 0xB9, 0x88, 0x55AA,
    0x23E383, 0x258688, 0x6DE7, 0xAA, 0x55EE,  # of a track
})  # fmt: skip


def check_webm(content: bytes) -> None:
    """Raises UnsupportedMedia for what is no sound in WebM, Invalid for what brings other files."""
    if not content.startswith(HEAD):
        raise mismatch()
    _head, begin, end = next(_within(content, 0, len(content), ()))
    if (DOCTYPE, b"webm") not in [(one, content[b:e]) for one, b, e in _within(content, begin, end, ())]:
        raise mismatch()
    types, codecs = set(), set()
    for kind, begin, over in _within(content, end, len(content), OPENED):
        if kind == ATTACHED:
            raise active()
        if kind not in KNOWN:
            raise two_in_one()
        if kind == TYPE:
            types.add(content[begin:over])
        elif kind == CODEC:
            codecs.add(content[begin:over].rstrip(b"\0"))
    if types != {b"\x02"} or not codecs or not codecs <= {b"A_OPUS", b"A_VORBIS"}:
        raise mismatch()


def _within(content: bytes, at: int, end: int, opened: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """The elements one after the other, those inside the `opened` ones among them."""
    while at < end:
        kind, begin, over = _element(content, at)
        # Only what is looked into may leave open how long it is.
        over = end if over is None and kind in opened else over
        if over is None or over > end:
            raise broken()
        yield kind, begin, over
        at = begin if kind in opened else over


def _element(content: bytes, at: int) -> tuple[int, int, int | None]:
    """The id of the element that begins here, and where its content does and ends. What is written while it
    is recorded does not say how long it will be: None.
    """
    kind, at = _number(content, at, 4, keep=True)
    size, begin = _number(content, at, 8, keep=False)
    unknown = size == (1 << 7 * (begin - at)) - 1
    return kind, begin, None if unknown else begin + size


def _number(content: bytes, at: int, longest: int, *, keep: bool) -> tuple[int, int]:
    first = content[at] if at < len(content) else 0
    length = 9 - first.bit_length()
    if length > longest or at + length > len(content):
        raise broken()
    number = int.from_bytes(content[at : at + length])
    return (number if keep else number & (1 << 7 * length) - 1), at + length
