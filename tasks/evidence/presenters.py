"""Presenters of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from groups.common import presenters as groups
from tasks.evidence import schemas
from tasks.evidence.models import Evidence
from viche.files.api import present as files
from viche.files.api.shapes import FileOut
from viche.files.selectors import files_by_id
from viche.kernel.text import both


def evidence(rows: Iterable[Evidence]) -> list[schemas.EvidenceOut]:
    """Pieces with their files. Needs `added_by`, `added_through.organisation` and `added_through.person`."""
    rows = list(rows)
    stored = files_by_id({row.file_id for row in rows if row.file_id is not None})
    shown = {pk: files.file(row) for pk, row in stored.items()}
    return [piece(row, shown.get(row.file_id) if row.file_id is not None else None) for row in rows]


def piece(row: Evidence, file: FileOut | None) -> schemas.EvidenceOut:
    return {
        "id": row.id,
        "number": row.number,
        "kind": cast("schemas.EvidenceKindName", row.kind),
        "title": row.title,
        "note": row.note,
        "url": row.url,
        "file": file,
        "criterion_id": row.criterion_id,
        "added_by": (
            groups.voice(row.added_by, row.added_through, on_behalf=row.added_through is not None)
            if row.added_by is not None
            else None
        ),
        "by_link": both(row.link.body, "name") if row.link is not None else None,
        "added_at": row.added_at,
    }
