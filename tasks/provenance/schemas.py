"""Schemas of provenance."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from viche.kernel.api import OneOf
from viche.kernel.object_links import LINKABLE
from viche.kernel.text import Text

# Kinds of linkable objects, and the last steps of the chain.
StepKind = Annotated[str, OneOf(lambda: (*LINKABLE, "evidence", "verification"))]


class ChainStep(TypedDict):
    """A step of the chain.

    `id`, `title` and `url` are null for what the reader may not read; `id` and `url` also for steps without a
    page.
    """

    kind: StepKind
    id: UUID | None
    label: Text
    title: Text | None
    state: str
    at: datetime | None
    url: str | None
