"""What somebody may see of what they look for, newest first.

Who sees it is asked of what holds a thing, at this moment; the index only says where words stand. Nothing is
counted, and a mistake is forgiven by what the finder sees alone: so nobody learns anything of what they do
not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from viche.kernel.actor import Actor
from viche.search.candidates import ORDER, Candidates, Wanted
from viche.search.kinds import KINDS, Hit, Kind
from viche.search.likes import likes_of
from viche.search.models import Entry
from viche.search.questions import Question

__all__ = ["ORDER", "Found", "hits"]
MOST_FORGIVEN = 4
"""Words of a question in which mistakes are looked for."""

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Found:
    """A list of entries, page by page: see `viche.kernel.api.pages`.

    Where nothing at all stands as it was typed, words that are like it are looked for: `wanted` says which in
    the end, and `is_similar` that it is so.
    """

    actor: Actor
    wanted: Wanted
    is_similar: bool = False
    model: type[Entry] = field(default=Entry)

    def page(self, size: int, order: Sequence[str], after: Sequence[Any] | None = None) -> list[Entry]:
        """The first entries, or those after one."""
        rows = self._rows(size, after)
        if rows or (after is not None and self._rows(1, None)):
            return rows
        question = _forgiving(self.wanted.question)
        if question is None:
            return []
        self.wanted, self.is_similar = replace(self.wanted, question=question), True
        return self._rows(size, after)

    def _rows(self, size: int, after: Sequence[Any] | None) -> list[Entry]:
        """Candidates in their order, asked until the page is full: most pages need one look."""
        kinds = self.wanted.kinds
        candidates = Candidates(self.wanted, _places(self.actor, kinds), _seen(self.actor, kinds), after)
        rows: list[Entry] = []
        while len(rows) < size and (found := candidates.next(size)):
            rows.extend(one for one in found if one.is_seen)
        return rows[:size]


def hits(actor: Actor, rows: Sequence[Entry]) -> list[tuple[Entry, Hit]]:
    """Entries as `actor` may see them now; what is gone meanwhile is left out."""
    shown: dict[UUID, Hit] = {}
    for name in {row.kind for row in rows}:
        shown.update(KINDS[name].hits(actor, [row.pk for row in rows if row.kind == name]))
    return [(row, shown[row.pk]) for row in rows if row.pk in shown]


def _forgiving(question: Question) -> Question | None:
    """The same, forgiving mistakes; None where there is no word that may hold one, or more than anybody
    mistypes.
    """
    if not 0 < len(question.words) <= MOST_FORGIVEN:
        return None
    return replace(question, likes=likes_of(question.words))


def _places(actor: Actor, kinds: Sequence[Kind]) -> set[UUID]:
    """Of these each entry that `actor` sees has one among its keys; the kind itself, without less."""
    found: set[UUID] = set()
    for ask, alike in _grouped(kinds, lambda kind: kind.places):
        places = ask(actor)
        found.update((kind.key for kind in alike) if places is None else places)
    return found


def _seen(actor: Actor, kinds: Sequence[Kind]) -> Q:
    found = Q(pk__in=())
    for ask, alike in _grouped(kinds, lambda kind: kind.seen):
        found |= Q(kind__in=[kind.name for kind in alike]) & ask(actor)
    return found


def _grouped(kinds: Sequence[Kind], by: Callable[[Kind], F]) -> Iterable[tuple[F, list[Kind]]]:
    """The kinds for which the same is asked, which is then asked once."""
    found: dict[F, list[Kind]] = {}
    for kind in kinds:
        found.setdefault(by(kind), []).append(kind)
    return found.items()
