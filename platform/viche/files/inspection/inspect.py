"""The one door through which a file comes in: named type, real type and content must agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from viche.files.inspection import archives, documents, pictures, recordings
from viche.files.inspection.faults import malware
from viche.files.inspection.viruses import is_test_virus
from viche.kernel.errors import Invalid, TooLarge, UnsupportedMedia

LARGEST = 20 * 1024 * 1024  # bytes


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


def _bare(media_type: str, clean: Callable[[bytes], bytes]) -> Callable[[bytes], Inspected]:
    return lambda content: Inspected(media_type, clean(content))


def _office(kind: str, folder: str) -> Callable[[bytes], Inspected]:
    media_type = f"application/vnd.openxmlformats-officedocument.{kind}"
    return _kept(media_type, partial(archives.check_office, folder=folder))


def _open_document(kind: str) -> Callable[[bytes], Inspected]:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return _kept(media_type, partial(archives.check_open_document, media_type=media_type))


KINDS: dict[str, Callable[[bytes], Inspected]] = {
    ".png": _picture("image/png", "PNG"),
    ".jpg": _picture("image/jpeg", "JPEG"),
    ".jpeg": _picture("image/jpeg", "JPEG"),
    ".webp": _picture("image/webp", "WEBP"),
    ".pdf": _kept("application/pdf", documents.check_pdf),
    ".txt": _kept("text/plain", documents.check_text),
    ".csv": _kept("text/csv", documents.check_text),
    ".docx": _office("wordprocessingml.document", "word"),
    ".xlsx": _office("spreadsheetml.sheet", "xl"),
    ".pptx": _office("presentationml.presentation", "ppt"),
    ".odt": _open_document("text"),
    ".ods": _open_document("spreadsheet"),
    ".mp3": _bare("audio/mpeg", recordings.cleaned_mp3),
    ".m4a": _bare("audio/mp4", recordings.cleaned_mp4),
    **dict.fromkeys((".ogg", ".oga", ".opus"), _kept("audio/ogg", recordings.check_ogg)),
    **dict.fromkeys((".webm", ".weba"), _kept("audio/webm", recordings.check_webm)),
}


def inspect(name: str, stream: File[bytes]) -> Inspected:
    """Look into a file. Raises TooLarge, UnsupportedMedia for a type that is not taken or does not agree with
    the content, Invalid at /file for content that would harm.
    """
    content = stream.read(LARGEST + 1)
    check = check_announced(name, len(content))
    if is_test_virus(content):
        raise malware()
    return check(content)


def check_announced(name: str, length: int) -> Callable[[bytes], Inspected]:
    """Say what can be said of a file before it is here; returns how its content is checked.

    Raises UnsupportedMedia, TooLarge, Invalid at /file.
    """
    check = KINDS.get(PurePosixPath(name.lower()).suffix)
    if check is None:
        raise UnsupportedMedia(
            "file_type", _("Send a picture, a PDF, an office document, plain text or a sound recording.")
        )
    if length > LARGEST:
        raise TooLarge("file_too_large", _("A file may have up to 20 MB."))
    if length == 0:
        raise Invalid.field("/file", "empty", _("The file is empty."))
    return check
