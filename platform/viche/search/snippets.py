"""Where in a text the words stand that were looked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TypedDict

from viche.search.questions import Question
from viche.search.words import Placed, plain_word, words_of

LENGTH = 200
"""Characters of a text that are shown."""
LOOKED = 3_000
BEFORE = 60
"""Of them before the first word, where there is so much."""


class Piece(TypedDict):
    """Words of a text; `hit`: they are what was looked for."""

    text: str
    hit: bool


def marked(text: str, question: Question) -> list[Piece]:
    """All of a text in pieces."""
    return list(_pieces(text, list(_hits(text, question)), 0, len(text)))


def snippet(text: str, question: Question) -> list[Piece]:
    """A part of a text around the first word that was looked for; its beginning without any.

    No more is looked through than LOOKED characters: to find the forms of all words of many long texts takes
    seconds.
    """
    text = " ".join(text[:LOOKED].split())
    found = _hits(text, question)
    first = next(found, None)
    start = _start(text, first.start if first is not None else 0)
    end = _end(text, start)
    shown = [] if first is None else [first, *takewhile(lambda word: word.start < end, found)]
    pieces = list(_pieces(text, shown, start, end))
    if start:
        pieces.insert(0, {"text": "…", "hit": False})
    if end < len(text):
        pieces.append({"text": "…", "hit": False})
    return pieces


def _hits(text: str, question: Question) -> Iterator[Placed]:
    forms, beginnings = question.forms, question.beginnings

    def is_hit(word: Placed) -> bool:
        if not forms.isdisjoint(word.forms):
            return True
        written = (plain_word(text[word.start : word.end]), *word.forms)
        return any(one.startswith(beginnings) for one in written)

    return (word for word in words_of(text) if is_hit(word))


def _start(text: str, first: int) -> int:
    """Where a word begins, BEFORE characters ahead of the first hit."""
    if first <= BEFORE:
        return 0
    return text.rfind(" ", 0, first - BEFORE + 1) + 1


def _end(text: str, start: int) -> int:
    if start + LENGTH >= len(text):
        return len(text)
    end = text.rfind(" ", start, start + LENGTH)
    return end if end > start else start + LENGTH


def _pieces(text: str, hits: list[Placed], start: int, end: int) -> Iterator[Piece]:
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
