"""Schemas of provenance."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, TypedDict
from uuid import UUID

from viche.kernel.text import Text

StepKind = Literal[
    "thread", "message", "decision", "finding", "recommendation", "action", "evidence", "verification"
]


class ChainStep(TypedDict):
    """`id`, `title` and `url` are null for what the reader may not see (and for steps without a page)."""

    kind: StepKind
    id: UUID | None
    label: Text
    title: Text | None
    state: str
    at: datetime | None
    url: str | None
