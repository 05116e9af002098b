"""The building blocks of every HTTP endpoint. Import from here."""

from viche.kernel.api.access_explanation import build_explanation_view
from viche.kernel.api.answers import Answer, answer, read_snapshot
from viche.kernel.api.downloads import CSV, PDF, XLSX, ZIP, Download, respond_with_file
from viche.kernel.api.endpoint import PUBLIC, SIGNED_IN, Endpoint, Nothing, Open
from viche.kernel.api.handlers import Listing, Page, Show, Write
from viche.kernel.api.names import ActionOn, NameField, OneOf
from viche.kernel.api.pages import limit_of, paginate, read_page
from viche.kernel.api.parts import PartNames, include_parts, register_part, shape_with_parts
from viche.kernel.api.shapes import Shape, list_of, page_of, shape_of
from viche.kernel.api.strict import (
    Confirmed,
    Instant,
    NameAsked,
    PlainText,
    StrictBoolean,
    StrictDate,
    StrictInteger,
    StrictSerializer,
    StrictTime,
    StrictUuid,
)

__all__ = [
    "CSV",
    "PDF",
    "PUBLIC",
    "SIGNED_IN",
    "XLSX",
    "ZIP",
    "ActionOn",
    "Answer",
    "Confirmed",
    "Download",
    "Endpoint",
    "Instant",
    "Listing",
    "NameAsked",
    "NameField",
    "Nothing",
    "OneOf",
    "Open",
    "Page",
    "PartNames",
    "PlainText",
    "Shape",
    "Show",
    "StrictBoolean",
    "StrictDate",
    "StrictInteger",
    "StrictSerializer",
    "StrictTime",
    "StrictUuid",
    "Write",
    "answer",
    "build_explanation_view",
    "include_parts",
    "limit_of",
    "list_of",
    "page_of",
    "paginate",
    "read_page",
    "read_snapshot",
    "register_part",
    "respond_with_file",
    "shape_of",
    "shape_with_parts",
]
