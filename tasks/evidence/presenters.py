"""Presenters of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from groups.common import presenters as groups
from tasks.evidence import schemas
from tasks.evidence.models import Evidence
from viche.files.api import presenters as files
from viche.files.api.shapes import FileOut
from viche.files.selectors import get_files_unscoped
from viche.kernel.text import bilingual_of


def show_evidence(rows: Iterable[Evidence]) -> list[schemas.EvidenceOut]:
    """Return the pieces with their files.

    Needs `added_by`, `added_through.organisation` and `added_through.person` to be loaded.
    """
    rows = list(rows)
    stored = get_files_unscoped({row.file_id for row in rows if row.file_id is not None})
    shown = {pk: files.show_file(row) for pk, row in stored.items()}
    return [show_piece(row, shown.get(row.file_id) if row.file_id is not None else None) for row in rows]


def show_piece(row: Evidence, file: FileOut | None) -> schemas.EvidenceOut:
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
            groups.show_voice(row.added_by, row.added_through, on_behalf=row.added_through is not None)
            if row.added_by is not None
            else None
        ),
        "by_link": bilingual_of(row.link.body, "name") if row.link is not None else None,
        "added_at": row.added_at,
    }
