"""Office documents (ZIP archives): inspected in memory, never unpacked to disk."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from viche.files.inspection.errors import (
    build_active_content_error,
    build_bomb_error,
    build_broken_file_error,
    build_locked_file_error,
    build_malware_error,
    build_two_files_error,
    build_type_mismatch_error,
)
from viche.files.inspection.references import (
    check_content_types,
    check_open_document_part,
    check_programs,
    check_relationships,
    may_start_programs,
)
from viche.files.inspection.viruses import MAX_TEST_FILE, is_test_virus
from viche.kernel.errors import Invalid

MAX_PARTS = 2000
MAX_UNPACKED = 200 * 1024 * 1024  # bytes
MAX_RATIO = 200
MIN_RATIO_SIZE = 1024 * 1024  # bytes below which a high compression ratio is harmless
MAX_LISTING = 4 * 1024 * 1024  # bytes of a table of contents
MAX_MARKUP = 50 * 1024 * 1024  # bytes of a part that is parsed as XML
OFFICE_PARTS = (".docx", ".xlsx", ".pptx")
INNER = (".zip", ".7z", ".rar", ".gz", ".jar", ".odt", ".ods", ".asice", ".asics", *OFFICE_PARTS)
UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, RuntimeError)
MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument, it says which parts are encrypted
END_RECORD = b"PK\x05\x06"
# An encrypted Word, Excel or PowerPoint document is a compound file with this entry in UTF-16.
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_ENTRY = "EncryptedPackage".encode("utf-16-le")


def check_office(content: bytes, folder: str, *, inside: bool = False) -> None:
    """Validate a Word, Excel or PowerPoint document (ECMA-376), whose main part is in `folder`.

    Tables embedded in other documents (`inside`, the data behind a chart) may not embed further ones.
    """
    if content.startswith(COMPOUND) and LOCKED_ENTRY in content:
        raise build_locked_file_error()
    with open_archive(content) as archive:
        names = check_parts(archive, may_embed=not inside)
        if "[Content_Types].xml" not in names or not any(name.startswith(f"{folder}/") for name in names):
            raise build_type_mismatch_error()
        check_content_types(read_part(archive, "[Content_Types].xml"))
        if any(_is_program(name) for name in names):
            raise build_active_content_error()
        for name in names:
            _check_programs(archive, name)
            if name.lower().endswith(".rels"):
                check_relationships(read_part(archive, name))
            if name.lower().endswith(OFFICE_PARTS):
                check_office(read_part(archive, name), _folder_of(name), inside=True)


def _check_programs(archive: zipfile.ZipFile, name: str) -> None:
    """Whatever the part is called: its kind stands in the table of contents."""
    content = read_part(archive, name, MAX_UNPACKED)
    if may_start_programs(content):
        check_programs(read_part(archive, name, MAX_MARKUP))


def check_open_document(content: bytes, media_type: str) -> None:
    """Validate an OpenDocument text or spreadsheet (ISO/IEC 26300), which declares its media type."""
    with open_archive(content) as archive:
        names = check_parts(archive, may_embed=False)
        if "mimetype" not in names or read_part(archive, "mimetype").strip() != media_type.encode():
            raise build_type_mismatch_error()
        if MANIFEST in names and b"encryption-data" in read_part(archive, MANIFEST):
            raise build_locked_file_error()
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise build_active_content_error()
        for name in names:
            if name.lower().endswith(".xml") and not name.startswith("META-INF/"):
                check_open_document_part(name, read_part(archive, name, MAX_MARKUP))


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Return the archive that the whole content is. Raises UnsupportedMedia, Invalid."""
    if not content.startswith(b"PK\x03\x04"):
        raise build_type_mismatch_error()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except UNREADABLE as error:
        raise build_broken_file_error() from error
    _check_ends(content, archive)
    return archive


def _check_ends(content: bytes, archive: zipfile.ZipFile) -> None:
    """Raise when there is data before or after the archive."""
    end = content.rfind(END_RECORD) + 22 + len(archive.comment)
    first = min((part.header_offset for part in archive.infolist()), default=0)
    if end != len(content) or first != 0:
        raise build_two_files_error()


def check_parts(archive: zipfile.ZipFile, *, may_embed: bool) -> set[str]:
    """Return the names of the parts. Raises Invalid for a bomb, a name used twice, or a harmful part."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    steep = any(
        p.file_size > MIN_RATIO_SIZE and p.file_size > MAX_RATIO * max(p.compress_size, 1) for p in parts
    )
    names = {part.filename for part in parts}
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or steep:
        raise build_bomb_error()
    if len(names) != len(parts):  # two readers could each choose a different one
        raise build_two_files_error()
    for part in parts:
        _check_part(archive, part, may_embed)
    return names


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, may_embed: bool) -> None:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in part.filename
    if outside or stat.S_ISLNK(part.external_attr >> 16):
        raise Invalid.field("/file", "escapes", _("The file would write outside of its own folder."))
    if part.flag_bits & 0x1:
        raise build_locked_file_error()
    embedded = may_embed and path.suffix.lower() in OFFICE_PARTS
    if path.suffix.lower() in INNER and not embedded:
        raise Invalid.field("/file", "nested", _("The file contains another archive."))
    if part.file_size <= MAX_TEST_FILE and is_test_virus(read_part(archive, part.filename)):
        raise build_malware_error()
    if _is_compound(archive, part):
        raise build_active_content_error()


def _is_compound(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is a compound file: embedded OLE objects and macros are."""
    try:
        with archive.open(part) as stream:
            return stream.read(len(COMPOUND)) == COMPOUND
    except UNREADABLE as error:
        raise build_broken_file_error() from error


def read_part(archive: zipfile.ZipFile, name: str, longest: int = MAX_LISTING) -> bytes:
    """Return a part, which may not be longer than declared."""
    try:
        if archive.getinfo(name).file_size > longest:
            raise build_bomb_error()
        return archive.read(name)
    except UNREADABLE as error:
        raise build_broken_file_error() from error


def _is_program(name: str) -> bool:
    return name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs"))


def _folder_of(name: str) -> str:
    return {".docx": "word", ".xlsx": "xl", ".pptx": "ppt"}[PurePosixPath(name.lower()).suffix]
