"""Reading of an uploaded list, and what its preview shows of faults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from groups.list_import.columns import ListFormat, parse_list
from groups.list_import.parsed_rows import ParsedRow, RowFault
from groups.list_import.spreadsheets import read_table
from viche.kernel.errors import FieldError, Invalid


def read_list(request: Request, accepted: ListFormat) -> list[ParsedRow]:
    """Return the rows of the list in the field `file`, the only one of the request."""
    unknown = [name for name in request.data if name != "file"]
    if unknown:
        raise Invalid(
            [FieldError(f"/{name}", "unknown", _("This field is not known here.")) for name in unknown]
        )
    content = request.FILES.get("file")
    if not isinstance(content, UploadedFile):
        raise Invalid.field("/file", "required", _("Choose a file."))
    return list(parse_list(read_table(content.name or "", content.read(), accepted.too_many), accepted))


def show_faults(rows: Iterable[ParsedRow], planned: Iterable[object], accepted: ListFormat) -> list[Any]:
    """Return the faults of parsed and of planned rows, by number of the row and by column."""
    order = {column.name: place for place, column in enumerate(accepted.columns)}
    faults = [
        *(fault for row in rows for fault in row.faults),
        *(one for one in planned if isinstance(one, RowFault)),
    ]
    faults.sort(key=lambda one: (one.number, order[one.column]))
    return [
        {"number": one.number, "column": str(one.column), "code": one.code, "message": str(one.message)}
        for one in faults
    ]
