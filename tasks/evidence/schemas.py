"""Schemas of evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from groups.common.schemas import Voice
from tasks.items.schemas import ActionFacts
from viche.files.api.shapes import FileOut
from viche.kernel.text import Text

EvidenceKindName = Literal["file", "photo", "link", "indicator", "document"]


class EvidenceFacts(TypedDict):
    """One piece of evidence; `number` counts from 1 within the action item.

    `by_link`: name of the owner without an account who added it through a link.
    """

    id: UUID
    number: int
    kind: EvidenceKindName
    title: str
    note: str
    url: str
    file: FileOut | None
    criterion_id: UUID | None
    added_by: Voice | None
    by_link: Text | None
    added_at: datetime


EvidenceOut = EvidenceFacts


class EvidenceFrame(TypedDict):
    """Frame on `action:<id>`: the new evidence and the updated item."""

    action: ActionFacts
    evidence: EvidenceFacts
