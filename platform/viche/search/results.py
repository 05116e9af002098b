"""Search results that the reader may read, newest first.

Permissions are checked on the objects themselves, at this moment; the index only holds words. No total is
counted, and similar words are tried depending only on what the reader may read: so results reveal nothing of
what they may not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from viche.kernel.actor import Actor
from viche.search.candidates import ORDER, Candidates, SearchFilter, list_entries
from viche.search.fuzzy import find_similar_words
from viche.search.kinds import KINDS, Hit, Kind
from viche.search.models import Entry
from viche.search.query_parser import ParsedQuery

__all__ = ["ORDER", "SearchResults", "load_hits"]
MAX_FUZZY_WORDS = 4
"""Limit of words in a query for which similar words are searched."""

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class SearchResults:
    """A list of entries, page by page: see `viche.kernel.api.pages`.

    When nothing matches as typed, similar words are searched: `wanted` then holds the fuzzy query, and
    `is_similar` is set. Objects that are asked for by their number are `numbered`: they come before the first
    page, and in no page.
    """

    actor: Actor
    wanted: SearchFilter
    is_similar: bool = False
    numbered: list[Entry] = field(default_factory=list)
    model: type[Entry] = field(default=Entry)

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> list[Entry]:
        """Return the first entries, or those after a cursor."""
        rows = self._rows(size, after)
        if self.wanted.question.number is not None:
            # Of what is asked for by its number nothing is similar.
            return rows
        if rows or (after is not None and self._rows(1, None)):
            return rows
        question = _make_fuzzy(self.wanted.question)
        if question is None:
            return []
        self.wanted, self.is_similar = replace(self.wanted, question=question), True
        return self._rows(size, after)

    def find_numbered(self) -> None:
        """Find the objects with the number that is asked for, newest first, as far as the filters permit."""
        number = self.wanted.question.number
        finders = [kind.list_numbered for kind in self.wanted.kinds if kind.list_numbered is not None]
        if number is None or not finders:
            return
        ids = [pk for find in finders for pk in find(self.actor, number)]
        self.numbered = list(list_entries(self.wanted, ids))

    def _rows(self, size: int, after: Sequence[Any] | None) -> list[Entry]:
        """Return candidates in their order until the page is full: most pages need one batch."""
        kinds = self.wanted.kinds
        candidates = Candidates(
            self.wanted, _readable_places(self.actor, kinds), _readable_q(self.actor, kinds), after
        )
        rows: list[Entry] = []
        apart = {one.pk for one in self.numbered}
        while len(rows) < size and (found := candidates.next(size)):
            rows.extend(one for one in found if one.is_seen and one.pk not in apart)
        return rows[:size]


def load_hits(actor: Actor, rows: Sequence[Entry]) -> list[tuple[Entry, Hit]]:
    """Return hits for entries that the actor may see now; deleted objects are left out."""
    shown: dict[UUID, Hit] = {}
    for name in {row.kind for row in rows}:
        shown.update(KINDS[name].hits(actor, [row.pk for row in rows if row.kind == name]))
    return [(row, shown[row.pk]) for row in rows if row.pk in shown]


def _make_fuzzy(question: ParsedQuery) -> ParsedQuery | None:
    """Return the query with similar words.

    None when no word can be misspelt, or when there are too many words.
    """
    if not 0 < len(question.words) <= MAX_FUZZY_WORDS:
        return None
    return replace(question, likes=find_similar_words(question.words))


def _readable_places(actor: Actor, kinds: Sequence[Kind]) -> set[UUID]:
    """Return keys of which each readable entry has one: its places, or the key of its whole kind."""
    found: set[UUID] = set()
    for ask, alike in _group_by(kinds, lambda kind: kind.places):
        places = ask(actor)
        found.update((kind.key for kind in alike) if places is None else places)
    return found


def _readable_q(actor: Actor, kinds: Sequence[Kind]) -> Q:
    found = Q(pk__in=())
    for ask, alike in _group_by(kinds, lambda kind: kind.seen):
        found |= Q(kind__in=[kind.name for kind in alike]) & ask(actor)
    return found


def _group_by(kinds: Sequence[Kind], by: Callable[[Kind], F]) -> Iterable[tuple[F, list[Kind]]]:
    """Group the kinds that share a callable, which is then called once."""
    found: dict[F, list[Kind]] = {}
    for kind in kinds:
        found.setdefault(by(kind), []).append(kind)
    return found.items()
