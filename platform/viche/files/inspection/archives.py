"""Office documents are ZIP archives: they are counted and looked through, never unpacked to disk."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from viche.files.inspection.faults import active, bomb, broken, locked, malware, mismatch, two_in_one
from viche.files.inspection.references import (
    check_content_types,
    check_open_document_part,
    check_programs,
    check_relationships,
    may_start_programs,
)
from viche.files.inspection.viruses import LONGEST, is_test_virus
from viche.kernel.errors import Invalid

MOST_PARTS = 2000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes
HIGHEST_RATIO = 200
SMALL = 1024 * 1024  # bytes below which a high ratio is no danger
LONGEST_LIST = 4 * 1024 * 1024  # bytes of a table of contents
MAX_MARKUP = 50 * 1024 * 1024  # bytes of a part that is read element by element
OFFICE_PARTS = (".docx", ".xlsx", ".pptx")
INNER = (".zip", ".7z", ".rar", ".gz", ".jar", ".odt", ".ods", *OFFICE_PARTS)
UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, RuntimeError)
END = b"PK\x05\x06"
# A locked document of Word, Excel or PowerPoint is no archive but a compound file with this entry in UTF-16.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_ENTRY = "EncryptedPackage".encode("utf-16-le")


def check_office(content: bytes, folder: str, *, inside: bool = False) -> None:
    """Word, Excel and PowerPoint documents (ECMA-376), whose main part lies in `folder`.

    Tables inside other documents (`inside`, the data behind a chart) hold no further ones.
    """
    if content.startswith(COMPOUND) and LOCKED_ENTRY in content:
        raise locked()
    with _opened(content) as archive:
        names = _checked(archive, may_embed=not inside)
        if "[Content_Types].xml" not in names or not any(name.startswith(f"{folder}/") for name in names):
            raise mismatch()
        check_content_types(_read(archive, "[Content_Types].xml"))
        if any(_is_program(name) for name in names):
            raise active()
        for name in names:
            _check_programs(archive, name)
            if name.lower().endswith(".rels"):
                check_relationships(_read(archive, name))
            if name.lower().endswith(OFFICE_PARTS):
                check_office(_read(archive, name), _folder_of(name), inside=True)


def _check_programs(archive: zipfile.ZipFile, name: str) -> None:
    """Whatever the part is called: its kind stands in the table of contents."""
    content = _read(archive, name, MOST_UNPACKED)
    if may_start_programs(content):
        check_programs(_read(archive, name, MAX_MARKUP))


def check_open_document(content: bytes, media_type: str) -> None:
    """OpenDocument texts and tables (ISO/IEC 26300), which say themselves what they are."""
    with _opened(content) as archive:
        names = _checked(archive, may_embed=False)
        if "mimetype" not in names or _read(archive, "mimetype").strip() != media_type.encode():
            raise mismatch()
        if "META-INF/manifest.xml" in names and b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
            raise locked()
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise active()
        for name in names:
            if name.lower().endswith(".xml") and not name.startswith("META-INF/"):
                check_open_document_part(name, _read(archive, name, MAX_MARKUP))


def _opened(content: bytes) -> zipfile.ZipFile:
    if not content.startswith(b"PK\x03\x04"):
        raise mismatch()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE as error:
        raise broken() from error
    _check_ends(content, archive)
    return archive


def _check_ends(content: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing before the archive and nothing after it."""
    end = content.rfind(END) + 22 + len(archive.comment)
    first = min((part.header_offset for part in archive.infolist()), default=0)
    if end != len(content) or first != 0:
        raise two_in_one()


def _checked(archive: zipfile.ZipFile, *, may_embed: bool) -> set[str]:
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    steep = any(p.file_size > SMALL and p.file_size > HIGHEST_RATIO * max(p.compress_size, 1) for p in parts)
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or steep:
        raise bomb()
    if len(names) != len(parts):  # two readers could each take another one
        raise two_in_one()
    for part in parts:
        _check_part(archive, part, may_embed)
    return names


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, may_embed: bool) -> None:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in part.filename
    if outside or stat.S_ISLNK(part.external_attr >> 16):
        raise Invalid.field("/file", "escapes", _("The file would write outside of its own folder."))
    if part.flag_bits & 0x1:
        raise locked()
    embedded = may_embed and path.suffix.lower() in OFFICE_PARTS
    if path.suffix.lower() in INNER and not embedded:
        raise Invalid.field("/file", "nested", _("The file contains another archive."))
    if part.file_size <= LONGEST and is_test_virus(_read(archive, part.filename)):
        raise malware()
    if _is_compound(archive, part):
        raise active()


def _is_compound(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is a compound file: what embeds an object (OLE) or a macro is one."""
    try:
        with archive.open(part) as stream:
            return stream.read(len(COMPOUND)) == COMPOUND
    except UNREADABLE as error:
        raise broken() from error


def _read(archive: zipfile.ZipFile, name: str, longest: int = LONGEST_LIST) -> bytes:
    """A part, which may not be longer than it says."""
    try:
        if archive.getinfo(name).file_size > longest:
            raise bomb()
        return archive.read(name)
    except UNREADABLE as error:
        raise broken() from error


def _is_program(name: str) -> bool:
    return name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs"))


def _folder_of(name: str) -> str:
    return {".docx": "word", ".xlsx": "xl", ".pptx": "ppt"}[PurePosixPath(name.lower()).suffix]
