"""Import of the national codifier as a file: first a preview, then, confirmed, the import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common.schemas import LevelName
from groups.territories import schemas as shapes
from groups.territories.codifier_import import (
    MAX_LISTED,
    CodeCorrection,
    CodifierImport,
    import_territories,
    preview_territories,
)
from groups.territories.policies import TerritoryAction
from viche.kernel.api import Endpoint, StrictSerializer, answer, shape_of
from viche.kernel.errors import Invalid, TooLarge
from viche.kernel.text import decode_text

MAX_BYTES = 16 * 1024 * 1024  # bytes; the whole codifier takes about four million


class CodifierIn(StrictSerializer):
    """`file` is CSV in UTF-8 or Windows-1251; it is imported only when `confirmed` is true."""

    file = serializers.FileField(allow_empty_file=True)
    confirmed = serializers.ChoiceField(["true", "false"], required=False, default="false")


class TerritoryImport(Endpoint):
    actions = {"POST": TerritoryAction.IMPORT_PARTS}
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": CodifierIn}, responses=shape_of(shapes.TerritoryImportOut))
    def post(self, request: Request) -> Response:
        """Preview the changes of a codifier list, or import it: all of it or nothing."""
        data = self.parse(CodifierIn)
        lines, confirmed = _read_lines(data["file"]), data["confirmed"] == "true"
        run = import_territories if confirmed else preview_territories
        return answer(_show_import(run(actor=self.actor, text=lines), applied=confirmed))


def _read_lines(file: UploadedFile[bytes]) -> Iterable[str]:
    """Return the lines of the file. Raises TooLarge, and Invalid when it is no text."""
    if (file.size or 0) > MAX_BYTES:
        raise TooLarge("file_too_large", _("A list may have up to 16 MB."))
    text = decode_text(file.read())
    if text is not None:
        return text.splitlines(keepends=True)
    raise Invalid.field("/file", "bad_encoding", _("Save the list as CSV in UTF-8 or Windows-1251."))


def _show_code_correction(one: CodeCorrection) -> shapes.RecodedTerritory:
    return {
        "name": one.name,
        "before": one.before,
        "after": one.after,
        "level_before": cast("LevelName", one.level_before),
        "level": cast("LevelName", one.level),
    }


def _show_import(done: CodifierImport, *, applied: bool) -> shapes.TerritoryImportOut:
    return {
        "applied": applied,
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "missing": done.missing,
        "renamed": [
            {"code": one.code, "before": one.before, "after": one.after} for one in done.renamed[:MAX_LISTED]
        ],
        "renamed_count": len(done.renamed),
        "recoded": [_show_code_correction(one) for one in done.recoded[:MAX_LISTED]],
        "recoded_count": len(done.recoded),
        "faults": [
            {"line": one.number, "code": one.code, "message": str(one.message)}
            for one in done.faults[:MAX_LISTED]
        ],
        "fault_count": len(done.faults),
    }
