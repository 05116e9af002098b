"""What the API says about what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from viche.kernel.api import OneOf
from viche.kernel.text import Text
from viche.search.kinds import KINDS
from viche.search.snippets import Piece

KindName = Annotated[str, OneOf(lambda: (kind.shown_as for kind in KINDS.values()))]


class MarkedText(TypedDict):
    """A text in both languages, in pieces."""

    uk: list[Piece]
    en: list[Piece]


class NamedOut(TypedDict):
    id: UUID
    name: Text


class HitOut(TypedDict):
    """Something that was found. `snippet` is a part of what it says; `url` the page (a path) it leads to.

    `person` said or added it; `organisation` is that on whose behalf, or that owns it.
    """

    id: UUID
    kind: KindName
    title: MarkedText
    snippet: list[Piece]
    url: str
    at: datetime
    person: NamedOut | None
    organisation: NamedOut | None
    group: NamedOut | None


class HitPage(TypedDict):
    """`similar`: nothing stands as it was typed; these are words that are like it."""

    items: list[HitOut]
    next_cursor: str | None
    similar: bool
