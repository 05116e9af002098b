"""Schemas of provenance."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from viche.kernel.api import OneOf
from viche.kernel.links import LINKABLE
from viche.kernel.text import Text

# What is linked, and what stands at the end of the chain.
StepKind = Annotated[str, OneOf(lambda: (*LINKABLE, "evidence", "verification"))]


class ChainStep(TypedDict):
    """`id`, `title` and `url` are null for what the reader may not see (and for steps without a page)."""

    kind: StepKind
    id: UUID | None
    label: Text
    title: Text | None
    state: str
    at: datetime | None
    url: str | None
