"""Presenters of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from groups.common import presenters as groups
from groups.common.schemas import Voice
from tasks.evidence import schemas
from tasks.evidence.models import AbstractEvidence, Evidence
from tasks.evidence.policies import EvidencePolicy, ItemAuthority
from viche.files.api import presenters as files
from viche.files.api.shapes import FileOut
from viche.files.selectors import get_files_unscoped
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_evidence(
    actor: Actor, rows: Iterable[Evidence], authority: ItemAuthority
) -> list[schemas.EvidenceOut]:
    """Return pieces of one item as the actor sees them.

    An officer who does not read the item sees that they are there. Needs `list_evidence`.
    """
    rows, policy = list(rows), EvidencePolicy()
    shown = (
        show_facts(rows) if authority.can_read else [show_piece(row, None, can_read=False) for row in rows]
    )
    return [
        {**facts, "allowed": cast("Any", policy.allowed_with(actor, row, authority))}
        for row, facts in zip(rows, shown, strict=True)
    ]


def show_facts(rows: Iterable[Evidence]) -> list[schemas.EvidenceFacts]:
    """Return the pieces with their files, as every reader of the item sees them. Needs `list_evidence`."""
    rows = list(rows)
    shown = show_files(rows)
    return [show_piece(row, shown.get(row.pk)) for row in rows]


def show_files(rows: Iterable[AbstractEvidence]) -> dict[UUID, FileOut]:
    """Return the files of the pieces that are present, by the id of the piece."""
    present = {row.pk: row.file_id for row in rows if row.file_id is not None and row.is_present}
    found = get_files_unscoped(set(present.values())) if present else {}
    return {pk: files.show_file(found[file_id]) for pk, file_id in present.items() if file_id in found}


def show_piece(row: Evidence, file: FileOut | None, *, can_read: bool = True) -> schemas.EvidenceFacts:
    """Return a piece; one that is not present, or not readable, without its content."""
    return {
        **show_content(row, file, show_hiding(row), can_read=can_read),
        "criterion_id": row.criterion_id if can_read else None,
        "by_link": bilingual_of(row.link.body, "name") if can_read and row.link is not None else None,
    }


def show_content(
    row: AbstractEvidence, file: FileOut | None, hidden: schemas.HiddenEvidenceOut | None, *, can_read: bool
) -> schemas.PieceFacts:
    """Return what every piece has, whatever it belongs to. `hidden` says who hid it."""
    has_content = can_read and row.is_present
    return {
        "id": row.id,
        "number": row.number,
        "kind": cast("schemas.EvidenceKindName", row.kind),
        "title": row.title if has_content else "",
        "note": row.note if has_content else "",
        "url": row.url if has_content else "",
        "file": file if has_content else None,
        "added_by": show_author(row) if can_read else None,
        "added_at": row.added_at,
        "withdrawn_at": row.withdrawn_at,
        "hidden": hidden,
    }


def show_author(row: AbstractEvidence) -> Voice | None:
    if row.added_by is None:
        return None
    return groups.show_voice(row.added_by, row.added_through, on_behalf=row.added_through is not None)


def show_hiding(row: Evidence) -> schemas.HiddenEvidenceOut | None:
    remark = row.hidden_remark
    if remark is None or remark.author is None:
        return None
    return {
        "by": groups.show_voice(remark.author, remark.mandate, on_behalf=remark.mandate is not None),
        "officer": row.hidden_by_officer,
        "at": remark.at,
        "reason": remark.text,
    }
