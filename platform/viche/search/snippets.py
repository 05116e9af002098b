"""Marks the matching words in texts, and cuts snippets around them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TypedDict

from viche.search.query_parser import ParsedQuery
from viche.search.words import PlacedWord, normalise_word, split_words

SNIPPET_LENGTH = 200
"""Characters of a snippet."""
MAX_SCANNED = 3_000
CONTEXT_BEFORE = 60
"""Characters of a snippet before the first match."""


class Piece(TypedDict):
    """A piece of a text; `hit`: it matches the search."""

    text: str
    hit: bool


def mark_hits(text: str, question: ParsedQuery) -> list[Piece]:
    """Return the whole text in pieces."""
    return list(_cut_pieces(text, list(_find_hits(text, question)), 0, len(text)))


def build_snippet(text: str, question: ParsedQuery) -> list[Piece]:
    """Return the part of a text around the first match, or its beginning.

    Only the first MAX_SCANNED characters are scanned: finding the forms of all words in many long texts takes
    seconds.
    """
    text = " ".join(text[:MAX_SCANNED].split())
    found = _find_hits(text, question)
    first = next(found, None)
    start = _find_start(text, first.start if first is not None else 0)
    end = _find_end(text, start)
    shown = [] if first is None else [first, *takewhile(lambda word: word.start < end, found)]
    pieces = list(_cut_pieces(text, shown, start, end))
    if start:
        pieces.insert(0, {"text": "…", "hit": False})
    if end < len(text):
        pieces.append({"text": "…", "hit": False})
    return pieces


def _find_hits(text: str, question: ParsedQuery) -> Iterator[PlacedWord]:
    forms, beginnings = question.forms, question.beginnings

    def is_hit(word: PlacedWord) -> bool:
        if not forms.isdisjoint(word.forms):
            return True
        written = (normalise_word(text[word.start : word.end]), *word.forms)
        return any(one.startswith(beginnings) for one in written)

    return (word for word in split_words(text) if is_hit(word))


def _find_start(text: str, first: int) -> int:
    """Return the start of a word about CONTEXT_BEFORE characters before the first match."""
    if first <= CONTEXT_BEFORE:
        return 0
    return text.rfind(" ", 0, first - CONTEXT_BEFORE + 1) + 1


def _find_end(text: str, start: int) -> int:
    if start + SNIPPET_LENGTH >= len(text):
        return len(text)
    end = text.rfind(" ", start, start + SNIPPET_LENGTH)
    return end if end > start else start + SNIPPET_LENGTH


def _cut_pieces(text: str, hits: list[PlacedWord], start: int, end: int) -> Iterator[Piece]:
    place = start
    for word in hits:
        if word.start < place or word.end > end:
            continue
        if word.start > place:
            yield {"text": text[place : word.start], "hit": False}
        yield {"text": text[word.start : word.end], "hit": True}
        place = word.end
    if place < end:
        yield {"text": text[place:end], "hit": False}
