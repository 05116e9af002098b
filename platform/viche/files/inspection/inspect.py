"""The one door through which a file comes in: named type, real type and content must agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from viche.files.inspection import archives, documents, pictures
from viche.kernel.errors import Invalid, TooLarge, UnsupportedMedia

LARGEST = 20 * 1024 * 1024  # bytes
# The harmless file by which virus scanners are tested (eicar.org). Written in two parts, so that this source
# is not taken for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its media type, the bytes to keep, and the size of a picture in pixels."""

    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None


def _picture(media_type: str, form: str) -> Callable[[bytes], Inspected]:
    def check(content: bytes) -> Inspected:
        clean, width, height = pictures.cleaned(content, form)
        return Inspected(media_type, clean, width, height)

    return check


def _kept(media_type: str, check: Callable[[bytes], None]) -> Callable[[bytes], Inspected]:
    def run(content: bytes) -> Inspected:
        check(content)
        return Inspected(media_type, content)

    return run


OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
KINDS: dict[str, Callable[[bytes], Inspected]] = {
    ".png": _picture("image/png", "PNG"),
    ".jpg": _picture("image/jpeg", "JPEG"),
    ".jpeg": _picture("image/jpeg", "JPEG"),
    ".webp": _picture("image/webp", "WEBP"),
    ".pdf": _kept("application/pdf", documents.check_pdf),
    ".txt": _kept("text/plain", documents.check_text),
    ".csv": _kept("text/csv", documents.check_text),
    ".docx": _kept(f"{OFFICE}wordprocessingml.document", archives.check_office),
    ".xlsx": _kept(f"{OFFICE}spreadsheetml.sheet", archives.check_office),
    ".pptx": _kept(f"{OFFICE}presentationml.presentation", archives.check_office),
    ".odt": _kept(f"{OPEN_DOCUMENT}text", archives.check_open_document),
    ".ods": _kept(f"{OPEN_DOCUMENT}spreadsheet", archives.check_open_document),
}


def inspect(name: str, stream: BinaryIO) -> Inspected:
    """Look into a file. Raises TooLarge, UnsupportedMedia for a type that is not taken or does not agree with
    the content, Invalid at /file for content that would harm.
    """
    check = KINDS.get(PurePosixPath(name.lower()).suffix)
    if check is None:
        raise UnsupportedMedia("file_type", _("Send a picture, a PDF, an office document or plain text."))
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TooLarge("file_too_large", _("A file may have up to 20 MB."))
    if not content:
        raise Invalid.field("/file", "empty", _("The file is empty."))
    if EICAR in content:
        raise Invalid.field("/file", "malware", _("A virus scanner would refuse this file."))
    return check(content)
