"""What somebody types, read: words, “phrases” in quotation marks, and -words that must not stand there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import FieldError, Malformed
from viche.search.words import plain_word, quoted, words_of

LENGTH = 200
"""Characters that somebody may type."""
MOST_WORDS = 16
SHORTEST_BEGINNING = 4
"""Letters of a word that is also looked for as the beginning of others."""
PART = re.compile(r'(?P<no>(?<!\S)[-−–])?(?:["«“„](?P<phrase>[^"«»“”„]*)["»”“]|(?P<words>[^\s"«»“”„]+))')

Likes = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stand next to each other, as they were `typed`, and the forms of each. `wanted`: they must
    stand there, or must not.
    """

    typed: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    wanted: bool

    @property
    def is_word(self) -> bool:
        """One single word that is wanted, and may hold a mistake."""
        return self.wanted and len(self.typed) == 1

    def query(self, likes: Likes) -> str:
        """For PostgreSQL, as the text of a `tsquery`."""
        if self.is_word and self.typed[0] in likes:
            said = _any_of((*self.forms[0], *likes[self.typed[0]]), begins=self.typed[0])
        else:
            said = " <-> ".join(_any_of(forms) for forms in self.forms)
        return said if self.wanted else f"!({said})"


@dataclass(frozen=True, slots=True)
class Question:
    """All parts of what was typed. At least one is wanted.

    `likes`: for these typed words the given forms will do, too, and whatever begins with the word.
    """

    parts: tuple[Part, ...]
    likes: Likes

    @property
    def query(self) -> str:
        """For PostgreSQL, as the text of a `tsquery`."""
        return " & ".join(part.query(self.likes) for part in self.parts)

    @property
    def words(self) -> frozenset[str]:
        """The single words that are wanted."""
        return frozenset(part.typed[0] for part in self.parts if part.is_word)

    @property
    def forms(self) -> frozenset[str]:
        """Whatever is to be marked where it stands."""
        wanted = (forms for part in self.parts if part.wanted for forms in part.forms)
        return frozenset(form for forms in (*wanted, *self.likes.values()) for form in forms)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """What a marked word may begin with."""
        return tuple(word for word in self.likes if len(word) >= SHORTEST_BEGINNING)


def read(text: str) -> Question:
    """What is asked by `text`. Raises Malformed at `/q` without a word to look for, and for too many."""
    parts = tuple(_parts(text))
    if not any(part.wanted for part in parts):
        raise _malformed("no_word", _("Type a word to look for."))
    if sum(len(part.forms) for part in parts) > MOST_WORDS:
        raise _malformed("too_many_words", _("Look for fewer words at once."))
    return Question(parts, {})


def _malformed(code: str, message: Promise) -> Malformed:
    return Malformed(
        "bad_query", _("Check the parameters of the address."), [FieldError("/q", code, message)]
    )


def _parts(text: str) -> Iterator[Part]:
    for found in PART.finditer(text):
        wanted, phrase = not found["no"], found["phrase"]
        inside = found["words"] if phrase is None else phrase
        placed = list(words_of(inside))
        typed = [plain_word(inside[one.start : one.end]) for one in placed]
        if phrase is None and wanted:
            yield from (Part((word,), (one.forms,), True) for word, one in zip(typed, placed, strict=True))
        elif placed:
            yield Part(tuple(typed), tuple(one.forms for one in placed), wanted)


def _any_of(forms: Collection[str], begins: str = "") -> str:
    said = [quoted(form) for form in dict.fromkeys(forms)]
    if len(begins) >= SHORTEST_BEGINNING:
        said.append(f"{quoted(begins)}:*")
    return f"({' | '.join(said)})"
