"""What every HTTP endpoint is made of. Import from here."""

from viche.kernel.api.answers import answer, snapshot
from viche.kernel.api.downloads import CSV, PDF, XLSX, ZIP, Download, file_answer
from viche.kernel.api.endpoint import PUBLIC, SIGNED_IN, Endpoint, Nothing, Open
from viche.kernel.api.names import NameField, OneOf
from viche.kernel.api.pages import keyset_page, limit_of
from viche.kernel.api.shapes import Shape, list_of, page_of, shape
from viche.kernel.api.strict import (
    Confirmed,
    Instant,
    NameAsked,
    PlainText,
    StrictBoolean,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictUuid,
)
from viche.kernel.api.why import WhySeen

__all__ = [
    "CSV",
    "PDF",
    "PUBLIC",
    "SIGNED_IN",
    "XLSX",
    "ZIP",
    "Confirmed",
    "Download",
    "Endpoint",
    "Instant",
    "NameAsked",
    "NameField",
    "Nothing",
    "OneOf",
    "Open",
    "PlainText",
    "Shape",
    "StrictBoolean",
    "StrictDate",
    "StrictInteger",
    "StrictSerializer",
    "StrictUuid",
    "WhySeen",
    "answer",
    "file_answer",
    "keyset_page",
    "limit_of",
    "list_of",
    "page_of",
    "shape",
    "snapshot",
]
