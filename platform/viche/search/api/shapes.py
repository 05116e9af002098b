"""API shapes of search results."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypedDict
from uuid import UUID

from viche.kernel.api import OneOf
from viche.kernel.text import Text
from viche.search.kinds import KINDS
from viche.search.snippets import Piece

KindName = Annotated[str, OneOf(lambda: (kind.shown_as for kind in KINDS.values()))]


StateName = Annotated[str, OneOf(lambda: (state for kind in KINDS.values() for state in kind.states))]


class MarkedText(TypedDict):
    """A text in both languages, cut into pieces."""

    uk: list[Piece]
    en: list[Piece]


class NamedOut(TypedDict):
    id: UUID
    name: Text


class HitOut(TypedDict):
    """A search result. `snippet` is an excerpt of its text; `url` the path of its page.

    `person` wrote or added it; `organisation` is the one on whose behalf it was written, or its owner.
    `number` is that of an action item, dossier or recommendation in its register, or of a message in its
    thread; `state` that of an action item. Both are null for other kinds.
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
    number: int | None
    state: StateName | None


class HitPage(TypedDict):
    """A page of results. `similar`: nothing matched as typed; these match similar words."""

    items: list[HitOut]
    next_cursor: str | None
    similar: bool
