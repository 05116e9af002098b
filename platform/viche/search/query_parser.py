"""Parser of search queries: words, “phrases” in quotation marks, and -words to exclude."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from viche.kernel.errors import FieldError, Malformed
from viche.search.words import normalise_word, quote_form, split_words

MAX_QUERY_LENGTH = 200
"""Maximum characters of a query."""
MAX_WORDS = 16
MIN_PREFIX_LENGTH = 4
"""Minimum length of a word that is also searched as a prefix."""
PART_PATTERN = re.compile(
    r'(?P<no>(?<!\S)[-−–])?(?:["«“„](?P<phrase>[^"«»“”„]*)["»”“]|(?P<words>[^\s"«»“”„]+))'
)

NUMBER_PATTERN = re.compile(r"\s*(?:№|#|No\.?)\s*([0-9]{1,9})\s*", re.IGNORECASE)
"""The number of an object: № 5, #5, No 5."""

SimilarForms = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class QueryPart:
    """Adjacent words as `typed`, with the forms of each. `wanted`: required, or else excluded."""

    typed: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    wanted: bool

    @property
    def is_word(self) -> bool:
        """Whether it is a single required word, which may be misspelt."""
        return self.wanted and len(self.typed) == 1

    def query(self, likes: SimilarForms) -> str:
        """Return the part as the text of a `tsquery`."""
        if self.is_word and self.typed[0] in likes:
            said = _any_of_query((*self.forms[0], *likes[self.typed[0]]), begins=self.typed[0])
        else:
            said = " <-> ".join(_any_of_query(forms) for forms in self.forms)
        return said if self.wanted else f"!({said})"


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """All parts of a query; at least one is required.

    `likes`: for these typed words, the given forms match too, and any word with that prefix. `number`: an
    object is asked for by this number; the number is also the only word.
    """

    parts: tuple[QueryPart, ...]
    likes: SimilarForms
    number: int | None = None

    @property
    def query(self) -> str:
        """The query as the text of a `tsquery`."""
        return " & ".join(part.query(self.likes) for part in self.parts)

    @property
    def words(self) -> frozenset[str]:
        """The single required words."""
        return frozenset(part.typed[0] for part in self.parts if part.is_word)

    @property
    def forms(self) -> frozenset[str]:
        """All forms to mark in results."""
        wanted = (forms for part in self.parts if part.wanted for forms in part.forms)
        return frozenset(form for forms in (*wanted, *self.likes.values()) for form in forms)

    @property
    def beginnings(self) -> tuple[str, ...]:
        """Prefixes of words to mark in results."""
        return tuple(word for word in self.likes if len(word) >= MIN_PREFIX_LENGTH)


def parse_query(text: str) -> ParsedQuery:
    """Parse a query. Raises Malformed at `/q` without a required word, and for too many words."""
    numbered = NUMBER_PATTERN.fullmatch(text)
    parts = tuple(_parse_parts(text if numbered is None else numbered[1]))
    if not any(part.wanted for part in parts):
        raise _build_malformed("no_word", _("Type a word to look for."))
    if sum(len(part.forms) for part in parts) > MAX_WORDS:
        raise _build_malformed("too_many_words", _("Look for fewer words at once."))
    return ParsedQuery(parts, {}, None if numbered is None else int(numbered[1]))


def _build_malformed(code: str, message: Promise) -> Malformed:
    return Malformed(
        "bad_query", _("Check the parameters of the address."), [FieldError("/q", code, message)]
    )


def _parse_parts(text: str) -> Iterator[QueryPart]:
    for found in PART_PATTERN.finditer(text):
        wanted, phrase = not found["no"], found["phrase"]
        inside = found["words"] if phrase is None else phrase
        placed = list(split_words(inside))
        typed = [normalise_word(inside[one.start : one.end]) for one in placed]
        if phrase is None and wanted:
            yield from (
                QueryPart((word,), (one.forms,), True) for word, one in zip(typed, placed, strict=True)
            )
        elif placed:
            yield QueryPart(tuple(typed), tuple(one.forms for one in placed), wanted)


def _any_of_query(forms: Collection[str], begins: str = "") -> str:
    said = [quote_form(form) for form in dict.fromkeys(forms)]
    if len(begins) >= MIN_PREFIX_LENGTH:
        said.append(f"{quote_form(begins)}:*")
    return f"({' | '.join(said)})"
