"""From rows to the shapes of the API."""

from __future__ import annotations

from viche.files.api.shapes import FileOut
from viche.files.models import StoredFile


def file(row: StoredFile) -> FileOut:
    return {
        "id": row.pk,
        "name": row.name,
        "size": row.size,
        "media_type": row.media_type,
        "width": row.width,
        "height": row.height,
    }
