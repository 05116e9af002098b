"""Dictionary forms of words, Ukrainian and English: «рішеннями» is found by «рішення».

Forms are looked up in a dictionary; for unknown words (names, terms) they are inferred from similar ones. The
same word always has the same forms, so that an exact query always matches.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import snowballstemmer
from pymorphy3 import MorphAnalyzer

MAX_WORD_LENGTH = 64
"""Maximum length of a word; anything longer is not indexed."""
MAX_FORMS = 5
APOSTROPHE_MARKS = "’ʼ`´‘′＇"
APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHE_MARKS, "'"))
# Characters to ignore inside a word: soft hyphen, invisible characters, stress marks.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301"
INVISIBLE_PATTERN = re.compile(f"[{INVISIBLE}]")
WORD_PATTERN = re.compile(rf"[^\W_]+(?:(?:['{APOSTROPHE_MARKS}]|[{INVISIBLE}]+)[^\W_]+)*")


CYRILLIC_PATTERN = re.compile("[\u0400-\u04ff'0-9]+")


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of a text with its start, its end and its forms."""

    start: int
    end: int
    forms: tuple[str, ...]


def split_words(text: str) -> Iterator[PlacedWord]:
    """Yield the words of a text in order; parts of a hyphenated word are separate words."""
    for found in WORD_PATTERN.finditer(text):
        if forms := lookup_forms(found.group()):
            yield PlacedWord(found.start(), found.end(), forms)


@lru_cache(maxsize=50_000)
def lookup_forms(word: str) -> tuple[str, ...]:
    """Return the possible dictionary forms of a word, the likeliest first, at most MAX_FORMS.

    Empty for a word that is too long.
    """
    plain = normalise_word(word)
    if len(plain) > MAX_WORD_LENGTH:
        return ()
    if plain.isdigit():
        return (plain,)
    if plain.isascii():
        return (_english().stemWord(plain),)
    if not CYRILLIC_PATTERN.fullmatch(plain):
        return (plain,)  # the dictionary has no such letters
    forms = dict.fromkeys(str(parse.normal_form) for parse in _ukrainian().parse(plain))
    return tuple(form for form in forms if len(form) <= MAX_WORD_LENGTH)[:MAX_FORMS] or (plain,)


def normalise_word(word: str) -> str:
    """Normalise a word for comparison: lower case, one kind of apostrophe, no invisible characters."""
    return unicodedata.normalize("NFKC", INVISIBLE_PATTERN.sub("", word)).translate(APOSTROPHES).lower()


def quote_form(form: str) -> str:
    """Quote a form for the text of a `tsvector` or `tsquery`."""
    return "'{}'".format(form.replace("\\", "\\\\").replace("'", "''"))


# Loading takes a tenth of a second and some megabytes: only processes that search do it.
@cache
def _ukrainian() -> Any:
    return MorphAnalyzer(lang="uk")


@cache
def _english() -> Any:
    return snowballstemmer.stemmer("english")
