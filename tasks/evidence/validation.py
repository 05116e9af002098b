"""What a piece of evidence must hold, whatever it belongs to."""

from __future__ import annotations

from typing import TypedDict
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from tasks.evidence.models import EvidenceKind
from viche.kernel.errors import Invalid

TITLE_LENGTH, NOTE_LENGTH, URL_LENGTH = 200, 2_000, 1_000
KINDS_WITH_FILE = frozenset({EvidenceKind.FILE, EvidenceKind.PHOTO})
validate_http_url = URLValidator(schemes=["http", "https"])


class EvidenceContent(TypedDict):
    """The fields of a piece of evidence that its author writes."""

    kind: EvidenceKind
    title: str
    note: str
    file_id: UUID | None
    url: str


def validate_content(
    kind: EvidenceKind, title: str, note: str, file_id: UUID | None, url: str
) -> EvidenceContent:
    """Return the content of a piece of evidence, with clean texts.

    A file or photo needs a file, a link an address, a document either of them, an indicator its value in the
    note. Raises Invalid.
    """
    content: EvidenceContent = {
        "kind": kind,
        "title": validate_text("/title", title, TITLE_LENGTH),
        "note": validate_text("/note", note, NOTE_LENGTH, required=kind == EvidenceKind.INDICATOR),
        "file_id": file_id,
        "url": _validate_address(url),
    }
    _check_substance(content)
    return content


def _check_substance(content: EvidenceContent) -> None:
    kind, has_file, has_address = content["kind"], content["file_id"] is not None, bool(content["url"])
    if kind in KINDS_WITH_FILE and not has_file:
        raise Invalid.field("/file", "required", _("Attach the file."))
    if kind == EvidenceKind.LINK and not has_address:
        raise Invalid.field("/url", "required", _("Write the address."))
    if kind == EvidenceKind.DOCUMENT and not (has_file or has_address):
        raise Invalid.field("/file", "required", _("Attach the document or write its address."))


def _validate_address(url: str) -> str:
    if not url.strip():
        return ""
    address = validate_text("/url", url, URL_LENGTH)
    try:
        validate_http_url(address)
        if urlsplit(address).username is not None:
            raise ValidationError("credentials")
    except (ValidationError, ValueError) as error:
        raise Invalid.field(
            "/url", "invalid", _("Write a full address that begins with https://.")
        ) from error
    return address
