"""The inspection that every uploaded file passes: extension, real type and content must agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from viche.files.inspection import archives, documents, pictures, recordings, signatures
from viche.files.inspection.errors import build_malware_error, build_uncleaned_part_error
from viche.files.inspection.viruses import is_test_virus
from viche.kernel.errors import Invalid, TooLarge, UnsupportedMedia

MAX_FILE_SIZE = 20 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that passed: its media type, the bytes to store, and the size of an image in pixels."""

    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None


def _inspect_picture(media_type: str, form: str) -> Callable[[bytes], Inspected]:
    def check(content: bytes) -> Inspected:
        clean, width, height = pictures.clean_picture(content, form)
        return Inspected(media_type, clean, width, height)

    return check


def _inspect_unchanged(media_type: str, check: Callable[[bytes], None]) -> Callable[[bytes], Inspected]:
    def run(content: bytes) -> Inspected:
        check(content)
        return Inspected(media_type, content)

    return run


def _inspect_cleaned(media_type: str, clean: Callable[[bytes], bytes]) -> Callable[[bytes], Inspected]:
    return lambda content: Inspected(media_type, clean(content))


def _inspect_office(kind: str, folder: str) -> Callable[[bytes], Inspected]:
    media_type = f"application/vnd.openxmlformats-officedocument.{kind}"
    return _inspect_unchanged(media_type, partial(archives.check_office, folder=folder))


def _inspect_open_document(kind: str) -> Callable[[bytes], Inspected]:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return _inspect_unchanged(media_type, partial(archives.check_open_document, media_type=media_type))


def _inspect_container(form: str) -> Callable[[bytes], Inspected]:
    media_type = f"application/vnd.etsi.asic-{form}+zip"

    def check(content: bytes) -> None:
        for name, part in signatures.read_container(content, media_type):
            # Signed bytes stay as they are, and with them the place and device of a photo.
            if check_announced(name, len(part))(part).media_type.startswith(("image/", "audio/")):
                raise build_uncleaned_part_error()

    return _inspect_unchanged(media_type, check)


KINDS: dict[str, Callable[[bytes], Inspected]] = {
    ".png": _inspect_picture("image/png", "PNG"),
    ".jpg": _inspect_picture("image/jpeg", "JPEG"),
    ".jpeg": _inspect_picture("image/jpeg", "JPEG"),
    ".webp": _inspect_picture("image/webp", "WEBP"),
    ".pdf": _inspect_unchanged("application/pdf", documents.check_pdf),
    ".txt": _inspect_unchanged("text/plain", documents.check_text),
    ".csv": _inspect_unchanged("text/csv", documents.check_text),
    ".docx": _inspect_office("wordprocessingml.document", "word"),
    ".xlsx": _inspect_office("spreadsheetml.sheet", "xl"),
    ".pptx": _inspect_office("presentationml.presentation", "ppt"),
    ".odt": _inspect_open_document("text"),
    ".ods": _inspect_open_document("spreadsheet"),
    ".asice": _inspect_container("e"),
    ".asics": _inspect_container("s"),
    ".p7s": _inspect_unchanged("application/pkcs7-signature", signatures.check_signed_data),
    ".mp3": _inspect_cleaned("audio/mpeg", recordings.clean_mp3),
    ".m4a": _inspect_cleaned("audio/mp4", recordings.clean_mp4),
    **dict.fromkeys((".ogg", ".oga", ".opus"), _inspect_unchanged("audio/ogg", recordings.check_ogg)),
    **dict.fromkeys((".webm", ".weba"), _inspect_unchanged("audio/webm", recordings.check_webm)),
}

VIDEO = frozenset((".mp4", ".m4v", ".mov", ".avi", ".mkv", ".3gp", ".wmv", ".mpg", ".mpeg"))


def inspect(name: str, stream: File[bytes]) -> Inspected:
    """Inspect a file. Raises TooLarge, UnsupportedMedia for a wrong or unsupported type.

    Raises Invalid at /file for harmful content.
    """
    content = stream.read(MAX_FILE_SIZE + 1)
    check = check_announced(name, len(content))
    if is_test_virus(content):
        raise build_malware_error()
    return check(content)


def check_announced(name: str, length: int) -> Callable[[bytes], Inspected]:
    """Check name and length of a file before it is uploaded; return its content inspection.

    Raises UnsupportedMedia, TooLarge, Invalid at /file.
    """
    ending = PurePosixPath(name.lower()).suffix
    check = KINDS.get(ending)
    if ending in VIDEO:
        raise UnsupportedMedia(
            "video", _("Films are not kept here: they show people who did not agree. Send a picture instead.")
        )
    if check is None:
        raise UnsupportedMedia(
            "file_type",
            _("Send a picture, a PDF, an office document, plain text, a sound recording or an e-signature."),
        )
    if length > MAX_FILE_SIZE:
        raise TooLarge("file_too_large", _("A file may have up to 20 MB."))
    if length == 0:
        raise Invalid.field("/file", "empty", _("The file is empty."))
    return check
