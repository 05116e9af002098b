"""Good and bad files, made on the spot."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
TYPES = b'<?xml version="1.0"?><Types><Default Extension="xml"/></Types>'


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    written = io.BytesIO()
    Image.new(mode, size, color=None if mode in ("P", "1", "I;16") else "teal").save(written, form, **options)
    return written.getvalue()


def picture_with_place() -> bytes:
    """A photo that says where and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn by 90°
    exif[0x010F] = "Камера"
    exif[0x8825] = {1: "N", 2: (50.0, 27.0, 0.0)}
    return picture(exif=exif, comment=b"secret comment")


def animation(form: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), (n * 40, 0, 0)) for n in range(5)]
    written = io.BytesIO()
    frames[0].save(written, form, save_all=True, append_images=frames[1:])
    return written.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are an enormous picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def pdf(extra: bytes = b"", stream: bytes = b"BT ET") -> bytes:
    return b"".join([
        b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R", extra, b">>\nendobj\n",
        b"2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n",
        b"3 0 obj\n<</Length %d>>\nstream\n" % len(stream), stream, b"\nendstream\nendobj\n",
        b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n",
    ])  # fmt: skip


def pdf_with_packed(objects: bytes) -> bytes:
    packed = zlib.compress(objects)
    return pdf().replace(
        b"trailer\n",
        b"4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>\nstream\n"
        + packed
        + b"\nendstream\nendobj\ntrailer\n",
    )


def archive(parts: dict[str, bytes], *, links: tuple[str, ...] = (), **options: Any) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, **options) as file:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name in links:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            file.writestr(info, content)
    return written.getvalue()


def office(folder: str = "word", /, types: bytes = TYPES, **parts: bytes) -> bytes:
    """A document with further parts; `__` in their names stands for a slash, `_DOT_` for a dot."""
    named = {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    return archive({"[Content_Types].xml": types, f"{folder}/document.xml": b"<w/>", **named})


OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def document_with(kind: str, mode: str = "External", target: str = "https://spy.example/x") -> bytes:
    """A document that refers to something in a relationship of this kind."""
    text = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )
    return office(word___rels__document_DOT_xml_DOT_rels=text.encode("utf-16"))


WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_fields(*codes: str, part: str = "word__footer1_DOT_xml", encoding: str = "utf-8") -> bytes:
    """A document with one field; "{" and "}" stand for its begin and end, each other code for a run."""
    marks = {"{": '<w:fldChar w:fldCharType="begin"/>', "}": '<w:fldChar w:fldCharType="end"/>'}
    runs = "".join(f"<w:r>{marks.get(one) or f'<w:instrText>{one}</w:instrText>'}</w:r>" for one in codes)
    text = f'<w:ftr xmlns:w="{WORD_SPACE}"><w:p>{runs}</w:p></w:ftr>'
    return office(**{part: text.encode(encoding)})


def open_document_with(
    element: str, target: str = "https://spy.example/x", part: str = "content_DOT_xml"
) -> bytes:
    """An OpenDocument of which a part has one element that refers to something."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("text", "text"), ("draw", "drawing"), ("chart", "chart"), ("meta", "meta"))
    )
    text = f'<x {spaces} xmlns:xlink="http://www.w3.org/1999/xlink"><{element} xlink:href="{target}"/></x>'
    return open_document(**{part: text.encode()})


OPEN_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
)


def open_document_of(markup: str) -> bytes:
    """An OpenDocument whose content is this markup."""
    return open_document(content_DOT_xml=f"<office:body {OPEN_SPACES}>{markup}</office:body>".encode())


def open_document(media_type: str = OPEN_TEXT, /, **parts: bytes) -> bytes:
    named = {name.replace("__", "/").replace("_DOT_", "."): content for name, content in parts.items()}
    return archive({"mimetype": media_type.encode(), "content.xml": b"<x/>", **named})


ASICE = "application/vnd.etsi.asic-e+zip"


def container(media_type: str = ASICE, /, **parts: bytes) -> bytes:
    """A container of a qualified e-signature around documents."""
    named = {name.replace("_DOT_", "."): content for name, content in parts.items()}
    return archive({"mimetype": media_type.encode(), **named, "META-INF/signatures001.p7s": signed_data()})


def signed_data(length: bytes = b"\x82\x01\x0b", rest: bytes = bytes(256)) -> bytes:
    """A CMS SignedData, of which only the beginning is real."""
    return b"\x30" + length + bytes.fromhex("06092a864886f70d010702") + rest


def encrypted(content: bytes) -> bytes:
    """The same archive with every part marked as locked."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(signature, place + 4)
    return bytes(changed)


SOUND = b"sound" * 20


def mp3(*, tags: bool = False) -> bytes:
    """Three frames of MPEG 1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes each."""
    frames = (b"\xff\xfb\x90\x00" + bytes(413)) * 3
    if not tags:
        return frames
    told = b"secret place".ljust(200, b"\0")
    return b"ID3\4\0\0\0\0\1\x48" + told + frames + b"TAG" + b"secret".ljust(125, b"\0")


def _box(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside) + 8) + kind + inside


def mp4(kind: bytes = b"soun") -> bytes:
    """As a phone records it: the sound, then where it is, with who recorded it."""
    handler = _box(b"hdlr", bytes(8) + kind + bytes(12))
    track = _box(b"trak", _box(b"tkhd", bytes(84)) + _box(b"mdia", handler))
    told = _box(b"udta", _box(b"meta", b"secret"))
    parts = [_box(b"ftyp", b"M4A \0\0\0\0M4A mp42"), _box(b"mdat", SOUND)]
    return b"".join([*parts, _box(b"moov", _box(b"mvhd", bytes(100)) + track + told)])


def nested_mp4(depth: int = 5000) -> bytes:
    """Boxes inside of boxes."""
    inside = b""
    for _level in range(depth):
        inside = _box(b"moov", inside)
    return _box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + inside


def ogg(first: bytes = b"OpusHead", serial: bytes = b"AAAA") -> bytes:
    pages = (first + bytes(11), b"OpusTags" + bytes(8), SOUND)
    return b"".join(
        b"OggS\0\0" + bytes(8) + serial + struct.pack("<I", nth) + bytes(4) + bytes([1, len(page)]) + page
        for nth, page in enumerate(pages)
    )


def _element(kind: bytes, inside: bytes, *, known: bool = True) -> bytes:
    size = struct.pack(">I", 0x10000000 | len(inside)) if known else b"\x01" + b"\xff" * 7
    return kind + size + inside


def webm(
    *,
    doctype: bytes = b"webm",
    track: bytes = b"\x02",
    codec: bytes = b"A_OPUS",
    more: bytes = b"",
    known: bool = False,
) -> bytes:
    """As a browser records it: without saying how long it is (unless it is `known`)."""
    head = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", doctype))
    entry = _element(b"\xae", _element(b"\x83", track) + _element(b"\x86", codec))
    cluster = _element(b"\xe7", b"\0") + _element(b"\xa3", SOUND)
    parts = [_element(b"\x16\x54\xae\x6b", entry), more]
    parts += [_element(b"\x1f\x43\xb6\x75", cluster, known=known)] * 2
    return head + _element(b"\x18\x53\x80\x67", b"".join(parts), known=known)
