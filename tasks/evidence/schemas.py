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


EvidenceActionName = Literal["read", "withdraw", "hide", "restore"]


class HiddenEvidenceOut(TypedDict):
    """Who hid the evidence, when and why. `officer`: as the data protection officer of the territory."""

    by: Voice
    officer: bool
    at: datetime
    reason: str


class PieceFacts(TypedDict):
    """One piece of evidence, whatever it belongs to; `number` counts from 1 within that.

    A withdrawn or hidden piece is a tombstone: `title`, `note` and `url` are empty, `file` is null, and
    nobody can download the file.
    """

    id: UUID
    number: int
    kind: EvidenceKindName
    title: str
    note: str
    url: str
    file: FileOut | None
    added_by: Voice | None
    added_at: datetime
    withdrawn_at: datetime | None
    hidden: HiddenEvidenceOut | None


class EvidenceFacts(PieceFacts):
    """One piece of evidence of an action item.

    `by_link`: name of the owner without an account who added it through a link.
    """

    criterion_id: UUID | None
    by_link: Text | None


class EvidenceOut(EvidenceFacts):
    """A piece of evidence as the reader sees it, with the actions that are open to them."""

    allowed: list[EvidenceActionName]


class EvidenceFrame(TypedDict):
    """Frame on `action:<id>`: the new or changed evidence and the updated item."""

    action: ActionFacts
    evidence: EvidenceFacts
