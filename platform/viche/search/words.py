"""Words in their dictionary forms, Ukrainian and English: «рішеннями» is found by «рішення».

A form is looked up in a dictionary; of a word that is in none (a name, a term) it is inferred from its like.
The same word always has the same forms, so that what is asked exactly is found exactly.
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

LONGEST = 64
"""Letters of a word: what is longer is no word that anybody looks for."""
MOST_FORMS = 5
MARKS = "’ʼ`´‘′＇"
APOSTROPHES = str.maketrans(dict.fromkeys(MARKS, "'"))
# What stands inside a word and is none of its letters: a soft hyphen, what cannot be seen, a stress mark.
WITHIN = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0300\u0301"
UNSEEN = re.compile(f"[{WITHIN}]")
WORD = re.compile(rf"[^\W_]+(?:(?:['{MARKS}]|[{WITHIN}]+)[^\W_]+)*")


CYRILLIC = re.compile("[\u0400-\u04ff'0-9]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A word of a text with its forms: where it begins and ends there."""

    start: int
    end: int
    forms: tuple[str, ...]


def words_of(text: str) -> Iterator[Placed]:
    """The words of a text, in order. What a hyphen parts are words of their own."""
    for found in WORD.finditer(text):
        if forms := forms_of(found.group()):
            yield Placed(found.start(), found.end(), forms)


@lru_cache(maxsize=50_000)
def forms_of(word: str) -> tuple[str, ...]:
    """The dictionary forms that a word may have, the likeliest first, at most MOST_FORMS; none of what is
    too long for a word.
    """
    plain = plain_word(word)
    if len(plain) > LONGEST:
        return ()
    if plain.isdigit():
        return (plain,)
    if plain.isascii():
        return (_english().stemWord(plain),)
    if not CYRILLIC.fullmatch(plain):
        return (plain,)  # the dictionary knows no such letters
    forms = dict.fromkeys(str(parse.normal_form) for parse in _ukrainian().parse(plain))
    return tuple(form for form in forms if len(form) <= LONGEST)[:MOST_FORMS] or (plain,)


def plain_word(word: str) -> str:
    """A word as it is compared: small letters, one kind of apostrophe, nothing that cannot be seen."""
    return unicodedata.normalize("NFKC", UNSEEN.sub("", word)).translate(APOSTROPHES).lower()


def quoted(form: str) -> str:
    """A form as PostgreSQL reads it in the text of a `tsvector` or `tsquery`."""
    return "'{}'".format(form.replace("\\", "\\\\").replace("'", "''"))


# Each takes a tenth of a second and some megabytes: only a process that searches has them.
@cache
def _ukrainian() -> Any:
    return MorphAnalyzer(lang="uk")


@cache
def _english() -> Any:
    return snowballstemmer.stemmer("english")
