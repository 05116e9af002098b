"""Presenters: from rows to API shapes."""

from __future__ import annotations

from viche.files.api.shapes import FileOut
from viche.files.models import StoredFile


def show_file(row: StoredFile) -> FileOut:
    return {
        "id": row.pk,
        "name": row.name,
        "size": row.size,
        "media_type": row.media_type,
        "width": row.width,
        "height": row.height,
    }
