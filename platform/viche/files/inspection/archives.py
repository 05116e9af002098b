"""Office documents are ZIP archives: they are counted and looked through, never unpacked to disk."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import PurePosixPath

from django.utils.translation import gettext_lazy as _

from viche.files.inspection.faults import broken, mismatch, two_in_one
from viche.kernel.errors import Invalid

MOST_PARTS = 2000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes
HIGHEST_RATIO = 200
SMALL = 1024 * 1024  # bytes below which a high ratio is no danger
INNER = (".zip", ".7z", ".rar", ".gz", ".jar", ".docx", ".xlsx", ".pptx", ".odt", ".ods")
END = b"PK\x05\x06"


def check_office(content: bytes) -> None:
    """Word, Excel and PowerPoint documents (ECMA-376)."""
    names = _checked(content)
    if "[Content_Types].xml" not in names:
        raise mismatch()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Invalid.field(
            "/file", "active", _("The document contains programs or other files. Save it without.")
        )


def check_open_document(content: bytes) -> None:
    """OpenDocument texts and tables (ISO/IEC 26300)."""
    names = _checked(content)
    if "mimetype" not in names:
        raise mismatch()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Invalid.field(
            "/file", "active", _("The document contains programs or other files. Save it without.")
        )


def _checked(content: bytes) -> set[str]:
    if not content.startswith(b"PK\x03\x04"):
        raise mismatch()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_ends(content, archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise broken() from error
    _check_sizes(parts)
    for part in parts:
        _check_part(part)
    return {part.filename for part in parts}


def _check_ends(content: bytes, archive: zipfile.ZipFile) -> None:
    """Nothing before the archive and nothing after it."""
    end = content.rfind(END) + 22 + len(archive.comment)
    if end != len(content):
        raise two_in_one()


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    steep = any(p.file_size > SMALL and p.file_size > HIGHEST_RATIO * max(p.compress_size, 1) for p in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or steep:
        raise Invalid.field("/file", "bomb", _("The file unpacks to more than can be safe."))


def _check_part(part: zipfile.ZipInfo) -> None:
    path = PurePosixPath(part.filename.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or ":" in part.filename
    if outside or stat.S_ISLNK(part.external_attr >> 16):
        raise Invalid.field("/file", "escapes", _("The file would write outside of its own folder."))
    if part.flag_bits & 0x1:
        raise Invalid.field(
            "/file", "locked", _("The file is locked with a password and cannot be inspected.")
        )
    if path.suffix.lower() in INNER:
        raise Invalid.field("/file", "nested", _("The file contains another archive."))
